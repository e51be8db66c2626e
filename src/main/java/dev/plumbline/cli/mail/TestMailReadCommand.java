package dev.plumbline.cli.mail;

import dev.plumbline.cli.shell.DnsOptions;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.verify.Connection;
import dev.plumbline.verify.Connection.Tls;
import dev.plumbline.verify.MailVerifier;
import dev.plumbline.verify.ServerNotes;
import dev.plumbline.verify.Verification;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline test-mail read}: what a receiver makes of a mail in a file. */
@Command(
    name = "read",
    description =
        "Verifies a mail in a file as a receiver does: SPF, DKIM, ARC, DMARC, and what else makes"
            + " receivers suspicious.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:DMARC passes",
      "1:it does not, or that is not known",
      "2:wrong usage or input"
    })
final class TestMailReadCommand implements Callable<Integer> {

  private static final int EXIT_PASS = 0;
  private static final int EXIT_NOT_PASS = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "A mail; - is standard input.")
  private String file = "";

  @Option(
      names = "--ip",
      paramLabel = "IP",
      description =
          "The address of the host that the mail came from. Without it, SPF is left open.")
  private @Nullable String ip;

  @Option(names = "--helo", paramLabel = "NAME", description = "How that host named itself.")
  private @Nullable String helo;

  @Option(
      names = "--mail-from",
      paramLabel = "ADDRESS",
      description =
          "The return path; empty for a mail without one. Default: the field Return-Path of the"
              + " mail.")
  private @Nullable String mailFrom;

  @Option(
      names = "--server",
      paramLabel = "NAME",
      description =
          "Your own mail server, by the name it writes behind by in Received: fields; what it wrote"
              + " there is taken for what the options above do not say. May be repeated.")
  private List<String> servers = List.of();

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description =
          "When the mail came, as 2026-01-31T10:00:00Z, by which signatures expire. Default: now,"
              + " or what the server wrote.")
  private @Nullable String time;

  @Mixin private Output output = new Output();

  @Mixin private DnsOptions dnsOptions = new DnsOptions();

  @Override
  public Integer call() {
    Instant now = time == null ? Clock.systemUTC().instant() : instant(time);
    byte[] mail = read(Settings.load().limits().messageBytes());
    Verification found = new MailVerifier(dns()).verify(mail, connection(mail, now));
    PrintWriter out = spec.commandLine().getOut();
    out.print(output.isJson() ? VerificationJson.line(found) : VerificationText.page(found));
    out.flush();
    return found.passes() ? EXIT_PASS : EXIT_NOT_PASS;
  }

  private Connection connection(byte[] mail, Instant now) {
    Set<String> ours = new HashSet<>();
    servers.forEach(server -> ours.add(server.strip().toLowerCase(Locale.ROOT)));
    Connection noted =
        ServerNotes.of(mail, ours, now)
            .map(ServerNotes::connection)
            .orElse(Connection.unknown(now));
    String path = mailFrom == null ? noted.mailFrom() : mailFrom;
    if (path == null) {
      path = ServerNotes.returnPath(mail).orElse(null);
    }
    InetAddress address = ip == null ? noted.ip() : address(ip);
    boolean given = ip != null;
    return new Connection(
        address,
        helo == null ? noted.helo() : helo,
        path,
        given ? Tls.UNKNOWN : noted.tls(),
        given ? null : noted.tlsVersion(),
        time == null ? noted.received() : now);
  }

  private InetAddress address(String text) {
    return IpAddresses.parse(text)
        .orElseThrow(() -> wrong("\"" + text + "\" is not an IPv4 or IPv6 address."));
  }

  private Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw wrong("--time: \"" + text + "\" is not a time such as 2026-01-31T10:00:00Z.");
    }
  }

  private byte[] read(long most) {
    try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
      byte[] mail = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, most + 1));
      if (mail.length > most) {
        throw new UserException(
            file + " is larger than " + most + " bytes (plumbline.limits.message-bytes).");
      }
      return mail;
    } catch (IOException | InvalidPathException e) {
      throw wrong("Cannot read the file " + file + ".");
    }
  }

  private Dns dns() {
    try {
      return dnsOptions.dns();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
