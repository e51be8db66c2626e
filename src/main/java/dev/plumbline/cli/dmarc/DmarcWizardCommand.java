package dev.plumbline.cli.dmarc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.cli.shell.Arguments;
import dev.plumbline.cli.shell.DnsOptions;
import dev.plumbline.cli.shell.Interview;
import dev.plumbline.cli.shell.LintText;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.TxtStrings;
import dev.plumbline.dmarc.Alignment;
import dev.plumbline.dmarc.DmarcWizard;
import dev.plumbline.dmarc.DmarcWizard.Advice;
import dev.plumbline.dmarc.DmarcWizard.Answers;
import dev.plumbline.dmarc.Policy;
import dev.plumbline.dmarc.ReportUri;
import dev.plumbline.dns.DomainName;
import dev.plumbline.review.json.LintJson;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline dmarc wizard}: asks what a record shall say, and prints it, tested. */
@Command(
    name = "wizard",
    description = "Asks what a DMARC record shall say, and prints it, tested.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the record can be published as it is",
      "1:something has to be done first, and it is said what",
      "2:wrong usage or input"
    })
final class DmarcWizardCommand implements Callable<Integer> {

  private static final int EXIT_SOUND = 0;
  private static final int EXIT_UNSOUND = 1;

  private enum Answer {
    yes,
    no
  }

  private enum PolicyAnswer {
    none(Policy.NONE),
    quarantine(Policy.QUARANTINE),
    reject(Policy.REJECT),
    same(null);

    private final @Nullable Policy policy;

    PolicyAnswer(@Nullable Policy policy) {
      this.policy = policy;
    }
  }

  private enum Mode {
    relaxed(Alignment.Mode.RELAXED),
    strict(Alignment.Mode.STRICT);

    private final Alignment.Mode mode;

    Mode(Alignment.Mode mode) {
      this.mode = mode;
    }
  }

  private final Interview interview;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DOMAIN", description = "The domain that needs a record.")
  private String domain = "";

  @Option(names = "--sends", paramLabel = "yes|no", description = "Whether the domain sends mail.")
  private @Nullable Answer sends;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description = "For mail that fails: none, quarantine or reject.")
  private @Nullable PolicyAnswer policy;

  @Option(
      names = "--subdomains",
      paramLabel = "POLICY",
      description = "For names below: none, quarantine, reject or same. Default: same.")
  private @Nullable PolicyAnswer subdomains;

  @Option(
      names = "--nonexistent",
      paramLabel = "POLICY",
      description = "For names below that do not exist; the same choices. Default: same.")
  private @Nullable PolicyAnswer nonexistent;

  @Option(
      names = "--reports",
      paramLabel = "ADDRESS",
      description = "Where aggregate reports go, or none; may be repeated.")
  private @Nullable List<String> reports;

  @Option(
      names = "--failure-reports",
      paramLabel = "ADDRESS",
      description = "Where failure reports go; may be repeated. Default: nowhere.")
  private @Nullable List<String> failureReports;

  @Option(
      names = "--dkim-alignment",
      paramLabel = "MODE",
      description = "relaxed or strict. Default: relaxed.")
  private @Nullable Mode dkim;

  @Option(
      names = "--spf-alignment",
      paramLabel = "MODE",
      description = "relaxed or strict. Default: relaxed.")
  private @Nullable Mode spf;

  @Option(
      names = "--test",
      paramLabel = "yes|no",
      description = "Whether receivers shall apply one level less. Default: no.")
  private @Nullable Answer test;

  @Mixin private Output output = new Output();

  @Mixin private DnsOptions dnsOptions = new DnsOptions();

  DmarcWizardCommand() {
    this(Interview.atTerminal());
  }

  DmarcWizardCommand(Interview interview) {
    this.interview = interview;
  }

  @Override
  public Integer call() {
    Arguments arguments = new Arguments(spec);
    DomainName name = arguments.domain(domain);
    Answers answers = answers(arguments, name);
    Advice advice = new DmarcWizard(arguments.dns(dnsOptions)).advise(name, answers);
    PrintWriter out = spec.commandLine().getOut();
    out.print(output.isJson() ? json(name, advice) : text(advice));
    out.flush();
    return advice.isSound() ? EXIT_SOUND : EXIT_UNSOUND;
  }

  private Answers answers(Arguments arguments, DomainName name) {
    boolean sending = sending(arguments, name);
    if (!sending && (policy != null || subdomains != null || nonexistent != null)) {
      throw arguments.wrong("A domain that sends nothing gets p=reject; leave the policies out.");
    }
    List<ReportUri> rua = reports(arguments, name);
    List<ReportUri> ruf = failureReports == null ? List.of() : uris(arguments, failureReports);
    if (!sending) {
      return new Answers(
          false,
          Policy.REJECT,
          null,
          null,
          rua,
          ruf,
          Alignment.Mode.RELAXED,
          Alignment.Mode.RELAXED,
          false);
    }
    // What decides over mail is asked for; the rest has defaults that suit nearly everybody.
    boolean talk = policy == null && interview.isPossible();
    Policy own = ownPolicy(arguments);
    PolicyAnswer below = or(subdomains, talk, "And with mail of subdomains that exist?");
    PolicyAnswer missing =
        or(nonexistent, talk, "And with mail of subdomains that do not exist in DNS?");
    return new Answers(
        true,
        own,
        below.policy,
        missing.policy,
        rua,
        ruf,
        dkim == null ? Alignment.Mode.RELAXED : dkim.mode,
        spf == null ? Alignment.Mode.RELAXED : spf.mode,
        test == Answer.yes);
  }

  private boolean sending(Arguments arguments, DomainName name) {
    if (sends != null) {
      return sends == Answer.yes;
    }
    return policy != null
        || required(
            arguments,
            "--sends",
            "Does anyone send mail as somebody@" + name + "? (yes or no)",
            "yes",
            DmarcWizardCommand::yes);
  }

  private Policy ownPolicy(Arguments arguments) {
    PolicyAnswer own =
        policy != null
            ? policy
            : required(
                arguments,
                "--policy",
                "What shall receivers do with mail that fails? none only watches, quarantine is"
                    + " the spam folder, reject refuses it.",
                "none",
                text -> policy(text).filter(answer -> answer.policy != null));
    if (own.policy == null) {
      throw arguments.wrong("--policy is none, quarantine or reject.");
    }
    return own.policy;
  }

  /** What was given, else what somebody says, else that it is the same. */
  private PolicyAnswer or(@Nullable PolicyAnswer given, boolean talk, String question) {
    if (given != null) {
      return given;
    }
    return talk ? ask(question, "same") : PolicyAnswer.same;
  }

  private PolicyAnswer ask(String question, String assumed) {
    return interview.ask(
        spec.commandLine().getErr(), question, assumed, DmarcWizardCommand::policy);
  }

  private <T> T required(
      Arguments arguments,
      String option,
      String question,
      String assumed,
      Function<String, Optional<T>> read) {
    if (!interview.isPossible()) {
      throw arguments.wrong("Nobody is there to answer; give " + option + ".");
    }
    return interview.ask(spec.commandLine().getErr(), question, assumed, read);
  }

  private List<ReportUri> reports(Arguments arguments, DomainName name) {
    if (reports != null) {
      return uris(arguments, reports);
    }
    String assumed = "dmarc@" + name;
    return required(
        arguments,
        "--reports",
        "Which mailboxes shall get the aggregate reports? (addresses, or none)",
        assumed,
        text -> read(List.of(text.split("[\\s,]+"))));
  }

  private static List<ReportUri> uris(Arguments arguments, List<String> addresses) {
    return read(addresses)
        .orElseThrow(
            () ->
                arguments.wrong(
                    "\""
                        + Terminal.safe(String.join(" ", addresses))
                        + "\" is not an address such as dmarc@example.org."));
  }

  private static Optional<List<ReportUri>> read(List<String> addresses) {
    List<ReportUri> uris = new ArrayList<>();
    for (String address : addresses) {
      String text = address.strip();
      if (text.equalsIgnoreCase("none") && addresses.size() == 1) {
        return Optional.of(List.of());
      }
      Optional<ReportUri> uri = ReportUri.ofAddress(text);
      if (uri.isEmpty()) {
        return Optional.empty();
      }
      uris.add(uri.get());
    }
    return Optional.of(uris);
  }

  private static Optional<Boolean> yes(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes", "y" -> Optional.of(true);
      case "no", "n" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<PolicyAnswer> policy(String text) {
    for (PolicyAnswer answer : PolicyAnswer.values()) {
      if (answer.name().equalsIgnoreCase(text)) {
        return Optional.of(answer);
      }
    }
    return Optional.empty();
  }

  private static String text(Advice advice) {
    List<String> lines = new ArrayList<>();
    lines.add("Publish this TXT record:");
    lines.add("    " + advice.name() + "  " + advice.record());
    lines.add("In a zone file:");
    lines.add("    " + advice.name() + ". TXT " + TxtStrings.of(advice.record()));
    if (!advice.elsewhere().isEmpty()) {
      lines.add("");
      lines.add("Before it, those who get the reports publish:");
      for (DmarcWizard.Publication publication : advice.elsewhere()) {
        lines.add("    " + publication.name() + ". TXT " + TxtStrings.of(publication.record()));
      }
    }
    if (!advice.lint().findings().isEmpty()) {
      lines.add("");
      lines.addAll(LintText.findings(advice.lint()));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String json(DomainName domain, Advice advice) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("domain", domain.toString());
    line.put("name", advice.name());
    line.put("record", advice.record());
    ArrayNode elsewhere = line.putArray("elsewhere");
    for (DmarcWizard.Publication publication : advice.elsewhere()) {
      elsewhere.addObject().put("name", publication.name()).put("record", publication.record());
    }
    line.set("findings", LintJson.findings(advice.lint().findings()));
    return line + "\n";
  }
}
