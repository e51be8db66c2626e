package dev.plumbline.cli.spf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.cli.shell.DnsOptions;
import dev.plumbline.cli.shell.LintText;
import dev.plumbline.cli.shell.LookupCounts;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.TrafficOptions;
import dev.plumbline.review.json.LintJson;
import dev.plumbline.review.json.LookupCountJson;
import dev.plumbline.spf.advice.Source;
import dev.plumbline.spf.advice.SpfLint;
import dev.plumbline.spf.advice.SpfLinter;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline spf lint}: the mistakes in a domain's record and in all it includes. */
@Command(
    name = "lint",
    description = "Finds the mistakes in a domain's SPF record, and mends those it can.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:no error and no warning",
      "1:errors, warnings, or DNS did not answer",
      "2:wrong usage or input"
    })
final class SpfLintCommand implements Callable<Integer> {

  private static final int EXIT_CLEAN = 0;
  private static final int EXIT_FINDINGS = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DOMAIN", description = "The domain whose SPF record is examined.")
  private String domain = "";

  @Option(
      names = "--record",
      paramLabel = "TEXT",
      description = "Examine this record, as if the domain published it.")
  private @Nullable String record;

  @Mixin private TrafficOptions traffic = new TrafficOptions();

  @Option(
      names = "--helo",
      paramLabel = "NAME",
      description = "A name by which your own mail servers greet; may be given several times.")
  private Set<String> helo = new LinkedHashSet<>();

  @Mixin private Output output = new Output();

  @Mixin private DnsOptions dnsOptions = new DnsOptions();

  @Override
  public Integer call() {
    SpfArguments arguments = new SpfArguments(spec);
    String name = arguments.domain(domain).toString();
    helo.forEach(arguments::domain);
    List<Source> sources = traffic.sources(arguments, name);
    SpfLinter linter = new SpfLinter(arguments.dns(dnsOptions));
    SpfLinter.Known known = new SpfLinter.Known(sources, helo);
    SpfLint lint = record == null ? linter.lint(name, known) : linter.lint(name, record, known);
    output.rowsOf(List.of("findings"), List.of(), LintJson.MEMBERS);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        output.isJson()
            ? json(name, lint)
            : LintText.page(lint.lint(), LookupCounts.lines(lint.counts())));
    out.flush();
    return lint.lint().isClean() ? EXIT_CLEAN : EXIT_FINDINGS;
  }

  private static String json(String domain, SpfLint lint) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("domain", domain);
    LintJson.put(line, lint.lint());
    line.set("counts", LookupCountJson.of(lint.counts()));
    return line + "\n";
  }
}
