package dev.plumbline.cli.dmarc;

import dev.plumbline.cli.shell.Arguments;
import dev.plumbline.cli.shell.DnsOptions;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.mailpolicy.DomainCheck;
import dev.plumbline.mailpolicy.DomainChecker;
import dev.plumbline.mailpolicy.PolicyFiles;
import dev.plumbline.resolver.HttpPolicyFiles;
import dev.plumbline.review.json.DomainCheckJson;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline domain check}: everything a domain publishes about its mail, on one page. */
@Command(
    name = "check",
    description = "Checks MX, SPF, DMARC, DKIM keys, MTA-STS, TLS-RPT and BIMI of a domain.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:no error and no warning",
      "1:errors, warnings, or DNS did not answer",
      "2:wrong usage or input"
    })
final class DomainCheckCommand implements Callable<Integer> {

  private static final int EXIT_CLEAN = 0;
  private static final int EXIT_FINDINGS = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DOMAIN", description = "The domain that is checked.")
  private String domain = "";

  @Option(
      names = "--selector",
      paramLabel = "SELECTOR",
      description =
          "A DKIM selector; may be repeated. Without it, common selectors are searched for.")
  private List<String> selectors = new ArrayList<>();

  @Option(
      names = "--offline",
      description = "Stay off the network: answer from the zone file, fetch no policy file.")
  private boolean offline;

  @Mixin private Output output = new Output();

  @Mixin private DnsOptions dnsOptions = new DnsOptions();

  @Override
  public Integer call() {
    Arguments arguments = new Arguments(spec);
    DomainName name = arguments.name(domain);
    List<String> asked = selectors.stream().map(arguments::selector).toList();
    Dns dns = arguments.dns(dnsOptions, offline);
    PolicyFiles files =
        offline || dnsOptions.isOffline() ? PolicyFiles.offline() : HttpPolicyFiles.create();
    DomainCheck check = new DomainChecker(dns, files).check(name, asked);
    PrintWriter out = spec.commandLine().getOut();
    out.print(output.isJson() ? DomainCheckJson.line(check) : DomainCheckText.page(check));
    out.flush();
    return check.isClean() ? EXIT_CLEAN : EXIT_FINDINGS;
  }
}
