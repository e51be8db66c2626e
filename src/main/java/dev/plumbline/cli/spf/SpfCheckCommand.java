package dev.plumbline.cli.spf;

import dev.plumbline.cli.shell.DnsOptions;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.review.json.SpfIdentity;
import dev.plumbline.review.json.SpfVerdictJson;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfVerdict;
import dev.plumbline.store.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline spf check}: may this address send for this domain, and why. */
@Command(
    name = "check",
    description = "Says whether an IP address may send mail for a domain, and why.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:pass; with --batch: every line got a verdict, whatever it is",
      "1:any other verdict; with --batch: some line could not be used",
      "2:wrong usage or input"
    })
final class SpfCheckCommand implements Callable<Integer> {

  private static final int EXIT_PASS = 0;
  private static final int EXIT_NOT_PASS = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "DOMAIN",
      arity = "0..1",
      description = "The domain whose SPF record is evaluated.")
  private @Nullable String domain;

  @Option(
      names = "--ip",
      paramLabel = "IP",
      description = "The IPv4 or IPv6 address of the sending host.")
  private @Nullable String ip;

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description =
          "Instead of DOMAIN and --ip: a file of JSON objects, one a line, or - for standard input."
              + " Answers with one JSON object a line.")
  private @Nullable String batch;

  @Option(
      names = "--mail-from",
      paramLabel = "ADDRESS",
      description =
          "The MAIL FROM address or its domain; empty for a null reverse path, where the HELO name"
              + " is checked. Default: postmaster@DOMAIN.")
  private @Nullable String mailFrom;

  @Option(names = "--helo", paramLabel = "NAME", description = "The HELO or EHLO name.")
  private @Nullable String helo;

  @Mixin private Output output = new Output();

  @Mixin private DnsOptions dnsOptions = new DnsOptions();

  @Override
  public Integer call() throws InterruptedException {
    if (batch != null) {
      if (domain != null || ip != null || mailFrom != null || helo != null) {
        throw wrong("With --batch, domain, ip, mail_from and helo stand in the lines of the file.");
      }
      return batch(batch);
    }
    if (domain == null || domain.isBlank() || ip == null) {
      throw wrong("Give DOMAIN and --ip, or --batch.");
    }
    return single(domain, ip);
  }

  private int single(String domainGiven, String ipGiven) {
    InetAddress address =
        IpAddresses.parse(ipGiven)
            .orElseThrow(() -> wrong("\"" + ipGiven + "\" is not an IPv4 or IPv6 address."));
    SpfIdentity identity = SpfIdentity.of(domainGiven, mailFrom, helo).orElseThrow();
    SpfQuery query = identity.query(address, Clock.systemUTC().instant());
    SpfVerdict verdict = new SpfEvaluator(dns()).evaluate(identity.domain(), query);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        output.isJson()
            ? SpfVerdictJson.line(identity.domain(), query.ip(), verdict)
            : SpfVerdictText.page(identity.domain(), query.ip(), verdict));
    out.flush();
    return verdict.result() == SpfResult.PASS ? EXIT_PASS : EXIT_NOT_PASS;
  }

  private int batch(String file) throws InterruptedException {
    SpfBatch lines =
        new SpfBatch(
            new SpfEvaluator(dns()), Clock.systemUTC()::instant, spec.commandLine().getOut());
    try (InputStream in = input(file)) {
      return lines.run(in) ? EXIT_PASS : EXIT_NOT_PASS;
    } catch (IOException e) {
      throw new UserException(
          "--batch: %s cannot be read: %s".formatted(file, FileTrouble.said(e)));
    }
  }

  private InputStream input(String file) throws IOException {
    if (file.equals("-")) {
      return System.in;
    }
    try {
      return Files.newInputStream(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      throw wrong("--batch: cannot read the file " + file + ".");
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
