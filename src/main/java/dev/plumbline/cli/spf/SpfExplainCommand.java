package dev.plumbline.cli.spf;

import dev.plumbline.cli.shell.DnsOptions;
import dev.plumbline.cli.shell.Output;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline spf explain}: the way to a verdict, in words. */
@Command(
    name = "explain",
    description = "Tells in words how a receiver comes to its verdict on an IP address.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:pass", "1:any other verdict", "2:wrong usage or input"})
final class SpfExplainCommand implements Callable<Integer> {

  private static final int EXIT_PASS = 0;
  private static final int EXIT_NOT_PASS = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DOMAIN", description = "The domain whose SPF record is evaluated.")
  private String domain = "";

  @Option(
      names = "--ip",
      required = true,
      paramLabel = "IP",
      description = "The IPv4 or IPv6 address of the sending host.")
  private String ip = "";

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
  public Integer call() {
    SpfArguments arguments = new SpfArguments(spec);
    InetAddress address = arguments.address(ip);
    String name = arguments.domain(domain).toString();
    // RFC 7208 section 2.4: without a reverse path, the HELO name is the identity checked.
    boolean heloChecked = mailFrom != null && mailFrom.isEmpty() && helo != null && !helo.isEmpty();
    String checked = heloChecked && helo != null ? helo : name;
    boolean bare = mailFrom == null || mailFrom.isEmpty();
    String sender = heloChecked ? "" : bare || mailFrom == null ? checked : mailFrom;
    SpfQuery query = new SpfQuery(address, sender, helo, "unknown", Clock.systemUTC().instant());
    SpfVerdict verdict = new SpfEvaluator(arguments.dns(dnsOptions)).evaluate(checked, query);
    boolean localPartKnown = heloChecked || (mailFrom != null && mailFrom.indexOf('@') > 0);
    SpfExplanation explanation =
        new SpfExplanation(checked, query, verdict, localPartKnown, helo != null);
    PrintWriter out = spec.commandLine().getOut();
    out.print(output.isJson() ? explanation.json() : explanation.text());
    out.flush();
    return verdict.result() == SpfResult.PASS ? EXIT_PASS : EXIT_NOT_PASS;
  }
}
