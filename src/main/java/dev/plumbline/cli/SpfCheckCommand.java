package dev.plumbline.cli;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfVerdict;
import java.io.PrintWriter;
import java.net.InetAddress;
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
    exitCodeList = {"0:pass", "1:any other verdict", "2:wrong usage or input"})
final class SpfCheckCommand implements Callable<Integer> {

  private static final int EXIT_PASS = 0;
  private static final int EXIT_NOT_PASS = 1;

  private enum Format {
    text,
    json
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DOMAIN", description = "The domain whose SPF record is evaluated.")
  private String domain;

  @Option(
      names = "--ip",
      required = true,
      paramLabel = "IP",
      description = "The IPv4 or IPv6 address of the sending host.")
  private String ip;

  @Option(
      names = "--mail-from",
      paramLabel = "ADDRESS",
      description =
          "The MAIL FROM address or its domain; empty for a null reverse path, where the HELO name"
              + " is checked. Default: postmaster@DOMAIN.")
  private @Nullable String mailFrom;

  @Option(names = "--helo", paramLabel = "NAME", description = "The HELO or EHLO name.")
  private @Nullable String helo;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format;

  @Mixin private DnsOptions dnsOptions;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  SpfCheckCommand() {}

  @Override
  public Integer call() {
    InetAddress address =
        IpAddresses.parse(ip)
            .orElseThrow(() -> wrong("\"" + ip + "\" is not an IPv4 or IPv6 address."));
    if (domain.isBlank()) {
      throw wrong("DOMAIN is empty.");
    }
    // RFC 7208 section 2.4: without a reverse path, the HELO name is the identity checked.
    boolean nullReversePath = mailFrom != null && mailFrom.isEmpty();
    boolean heloChecked = nullReversePath && helo != null && !helo.isEmpty();
    String checked = heloChecked && helo != null ? helo : domain;
    String sender = heloChecked ? "" : mailFrom == null || nullReversePath ? checked : mailFrom;
    SpfQuery query = new SpfQuery(address, sender, helo, "unknown", Clock.systemUTC().instant());
    SpfVerdict verdict = new SpfEvaluator(dns()).evaluate(checked, query);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        format == Format.json
            ? SpfVerdictJson.line(checked, query.ip(), verdict)
            : SpfVerdictText.page(checked, query.ip(), verdict));
    out.flush();
    return verdict.result() == SpfResult.PASS ? EXIT_PASS : EXIT_NOT_PASS;
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
