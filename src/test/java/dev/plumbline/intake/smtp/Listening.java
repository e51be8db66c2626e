package dev.plumbline.intake.smtp;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Settings of a listener on free ports. */
final class Listening implements ListenerSettings {

  List<String> recipients = List.of("dmarc@reports.example");
  int connections = 20;
  int connectionsOfAddress = 20;
  int mailsPerMinute = 1_000;
  Duration silence = Duration.ofSeconds(20);
  Duration session = Duration.ofMinutes(1);
  boolean requireTls;
  @Nullable Path certificate;
  @Nullable Path key;

  @Override
  public Optional<Integer> smtpPort() {
    return Optional.of(0);
  }

  @Override
  public Optional<Integer> lmtpPort() {
    return Optional.of(0);
  }

  @Override
  public String address() {
    return "127.0.0.1";
  }

  @Override
  public String hostName() {
    return "mx.reports.example";
  }

  @Override
  public Optional<List<String>> recipients() {
    return Optional.of(recipients);
  }

  @Override
  public Optional<Path> certificateFile() {
    return Optional.ofNullable(certificate);
  }

  @Override
  public Optional<Path> keyFile() {
    return Optional.ofNullable(key);
  }

  @Override
  public boolean requireTls() {
    return requireTls;
  }

  @Override
  public int connections() {
    return connections;
  }

  @Override
  public int connectionsOfAddress() {
    return connectionsOfAddress;
  }

  @Override
  public int mailsPerMinute() {
    return mailsPerMinute;
  }

  @Override
  public Duration silence() {
    return silence;
  }

  @Override
  public Duration session() {
    return session;
  }
}
