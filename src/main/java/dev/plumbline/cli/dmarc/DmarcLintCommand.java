package dev.plumbline.cli.dmarc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.cli.shell.Arguments;
import dev.plumbline.cli.shell.DnsOptions;
import dev.plumbline.cli.shell.LintText;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.dmarc.DmarcLinter;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.review.json.LintJson;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline dmarc lint}: the mistakes in a domain's DMARC record. */
@Command(
    name = "lint",
    description = "Finds the mistakes in a domain's DMARC record, and mends those it can.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:no error and no warning",
      "1:errors, warnings, or DNS did not answer",
      "2:wrong usage or input"
    })
final class DmarcLintCommand implements Callable<Integer> {

  private static final int EXIT_CLEAN = 0;
  private static final int EXIT_FINDINGS = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DOMAIN", description = "The domain whose DMARC record is examined.")
  private String domain = "";

  @Option(
      names = "--record",
      paramLabel = "TEXT",
      description = "Examine this record, as if the domain published it.")
  private @Nullable String record;

  @Option(
      names = "--none-since",
      paramLabel = "DATE",
      description = "Since when the policy has been none, such as 2026-01-31.")
  private @Nullable LocalDate noneSince;

  @Mixin private Output output = new Output();

  @Mixin private DnsOptions dnsOptions = new DnsOptions();

  @Override
  public Integer call() {
    Arguments arguments = new Arguments(spec);
    DomainName name = arguments.name(domain);
    DmarcLinter linter = new DmarcLinter(arguments.dns(dnsOptions));
    DmarcLinter.Known known = new DmarcLinter.Known(noneFor());
    Lint lint = record == null ? linter.lint(name, known) : linter.lint(name, record, known);
    output.rowsOf(List.of("findings"), List.of(), LintJson.MEMBERS);
    PrintWriter out = spec.commandLine().getOut();
    out.print(output.isJson() ? json(name, lint) : LintText.page(lint));
    out.flush();
    return lint.isClean() ? EXIT_CLEAN : EXIT_FINDINGS;
  }

  private @Nullable Duration noneFor() {
    return noneSince == null
        ? null
        : Duration.between(
            noneSince.atStartOfDay(ZoneOffset.UTC).toInstant(), Clock.systemUTC().instant());
  }

  private static String json(DomainName domain, Lint lint) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("domain", domain.toString());
    LintJson.put(line, lint);
    return line + "\n";
  }
}
