package dev.plumbline.cli.dmarc;

import dev.plumbline.cli.shell.Arguments;
import dev.plumbline.cli.shell.DnsOptions;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.dmarc.AlignmentCheck;
import dev.plumbline.dmarc.PolicyDiscovery;
import dev.plumbline.dmarc.PolicyLookup;
import dev.plumbline.dns.DomainName;
import dev.plumbline.review.json.DmarcLookupJson;
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

/** {@code plumbline dmarc lookup}: which policy applies to a name, and why. */
@Command(
    name = "lookup",
    description = "Says which DMARC policy applies to a name, and why.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:a policy applies, and every --identifier is aligned",
      "1:no policy, not aligned, or DNS failed",
      "2:wrong usage or input"
    })
final class DmarcLookupCommand implements Callable<Integer> {

  private static final int EXIT_APPLIES = 0;
  private static final int EXIT_NOT = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "The domain in the From: header.")
  private String name = "";

  @Option(
      names = "--identifier",
      paramLabel = "DOMAIN",
      description = "Say whether this domain of SPF or DKIM is aligned; may be repeated.")
  private List<String> identifiers = new ArrayList<>();

  @Mixin private Output output = new Output();

  @Mixin private DnsOptions dnsOptions = new DnsOptions();

  @Override
  public Integer call() {
    Arguments arguments = new Arguments(spec);
    DomainName author = arguments.name(name);
    List<DomainName> domains = identifiers.stream().map(arguments::name).toList();
    PolicyDiscovery discovery = new PolicyDiscovery(arguments.dns(dnsOptions));
    PolicyLookup lookup = discovery.lookup(author);
    List<AlignmentCheck> checks =
        domains.stream().map(domain -> discovery.alignment(author, domain)).toList();
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        output.isJson()
            ? DmarcLookupJson.line(lookup, checks)
            : DmarcLookupText.page(lookup, checks));
    out.flush();
    return applies(lookup, checks) ? EXIT_APPLIES : EXIT_NOT;
  }

  private static boolean applies(PolicyLookup lookup, List<AlignmentCheck> checks) {
    PolicyLookup.Applied applied = lookup.applied();
    return applied != null
        && checks.stream()
            .allMatch(
                check ->
                    check.failure() == null
                        && (check.aligned(applied.record().adkim())
                            || check.aligned(applied.record().aspf())));
  }
}
