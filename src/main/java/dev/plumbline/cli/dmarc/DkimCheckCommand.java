package dev.plumbline.cli.dmarc;

import dev.plumbline.cli.shell.Arguments;
import dev.plumbline.cli.shell.DnsOptions;
import dev.plumbline.cli.shell.LintText;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.dkim.DkimLinter;
import dev.plumbline.dkim.DkimLinter.KeyLint;
import dev.plumbline.dkim.KeyState;
import dev.plumbline.dns.DomainName;
import dev.plumbline.review.json.DkimKeyJson;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline dkim check}: are the keys of these selectors good. */
@Command(
    name = "check",
    description = "Says whether the keys of selectors are published and good.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every key is valid, without error or warning",
      "1:one is not",
      "2:wrong usage or input"
    })
final class DkimCheckCommand implements Callable<Integer> {

  private static final int EXIT_GOOD = 0;
  private static final int EXIT_NOT_GOOD = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain that signs (d=).")
  private String domain = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "SELECTOR",
      description = "The selectors of the keys (s=).")
  private List<String> selectors = new ArrayList<>();

  @Option(
      names = "--selector",
      paramLabel = "SELECTOR",
      description = "The same as an option; may be repeated.")
  private List<String> more = new ArrayList<>();

  @Mixin private Output output = new Output();

  @Mixin private DnsOptions dnsOptions = new DnsOptions();

  @Override
  public Integer call() {
    Arguments arguments = new Arguments(spec);
    DomainName name = arguments.name(domain);
    List<String> asked = new ArrayList<>(selectors);
    asked.addAll(more);
    if (asked.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "Name a selector; it stands behind s= in the DKIM-Signature of a mail. \"plumbline domain"
              + " check "
              + name
              + "\" looks for common ones.");
    }
    asked.forEach(arguments::selector);
    DkimLinter linter = new DkimLinter(arguments.dns(dnsOptions));
    PrintWriter out = spec.commandLine().getOut();
    boolean good = true;
    boolean first = true;
    for (String selector : asked) {
      KeyLint key = linter.lint(name, selector);
      good &= isGood(key);
      if (output.isJson()) {
        out.print(DkimKeyJson.of(name, key) + "\n");
      } else {
        out.print((first ? "" : "\n") + String.join("\n", lines(key)) + "\n");
      }
      first = false;
    }
    out.flush();
    return good ? EXIT_GOOD : EXIT_NOT_GOOD;
  }

  static boolean isGood(KeyLint key) {
    return key.published().state() == KeyState.VALID && key.lint().isClean();
  }

  static List<String> lines(KeyLint key) {
    List<String> lines = new ArrayList<>();
    String state = key.published().state().name().replace('_', ' ');
    lines.add(
        Terminal.safe(key.published().name() + ": " + state + "  " + key.published().reason()));
    if (!key.aliases().isEmpty()) {
      String chain =
          key.aliases().stream().map(DomainName::toString).collect(Collectors.joining(" > "));
      String provider = key.provider() == null ? "" : " (" + key.provider() + ")";
      lines.add(Terminal.safe("    alias of " + chain + provider));
    }
    lines.addAll(LintText.findings(key.lint()));
    if (key.lint().mended() != null) {
      lines.add("Mended:");
      lines.addAll(LintText.record(key.lint().mended()));
    }
    return lines;
  }
}
