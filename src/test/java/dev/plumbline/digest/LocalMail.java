package dev.plumbline.digest;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A mail server on this machine, for tests. */
public record LocalMail(int port, Security security) implements MailSettings {

  public LocalMail(int port) {
    this(port, Security.NONE);
  }

  /** A server that takes whatever comes; to be stopped. */
  public static GreenMail started() {
    // Port 0 would be asked for again by each of its services.
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    return server;
  }

  @Override
  public Optional<String> host() {
    return Optional.of("127.0.0.1");
  }

  @Override
  public Optional<String> user() {
    return Optional.empty();
  }

  @Override
  public Optional<String> password() {
    return Optional.empty();
  }

  @Override
  public Optional<Path> passwordFile() {
    return Optional.empty();
  }

  @Override
  public Optional<String> from() {
    return Optional.of("Plumbline <plumbline@digest-test.example>");
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(5);
  }
}
