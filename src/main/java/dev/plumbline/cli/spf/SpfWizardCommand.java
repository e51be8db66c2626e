package dev.plumbline.cli.spf;

import dev.plumbline.cli.shell.DnsOptions;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.dns.Dns;
import dev.plumbline.spf.Qualifier;
import dev.plumbline.spf.advice.SpfWizard;
import dev.plumbline.spf.advice.SpfWizard.Answers;
import dev.plumbline.spf.advice.SpfWizard.Question;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline spf wizard}: asks who sends, and prints a record that was tested. */
@Command(
    name = "wizard",
    description = "Asks who sends for a domain, and prints the SPF records to publish, tested.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the records do what was asked for",
      "1:they do not, and it is said why",
      "2:wrong usage or input"
    })
final class SpfWizardCommand implements Callable<Integer> {

  private static final int EXIT_SOUND = 0;
  private static final int EXIT_UNSOUND = 1;

  private enum Answer {
    yes,
    no
  }

  private enum Policy {
    fail,
    softfail,
    neutral
  }

  /** Where answers come from that no option gives; null if there is nobody to ask. */
  private final @Nullable BufferedReader people;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DOMAIN", description = "The domain that needs a record.")
  private String domain = "";

  @Option(names = "--sends", paramLabel = "yes|no", description = "Whether the domain sends mail.")
  private @Nullable Answer sends;

  @Option(
      names = "--same-as",
      paramLabel = "DOMAIN",
      description = "All is sent by the hosts of this other domain.")
  private @Nullable String sameAs;

  @Option(
      names = "--mx",
      paramLabel = "yes|no",
      description = "Whether the hosts that receive its mail also send it.")
  private @Nullable Answer mx;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "A host of yours that sends: a name, an address or a range; may be repeated.")
  private @Nullable List<String> hosts;

  @Option(
      names = "--include",
      paramLabel = "DOMAIN",
      description = "What a service that sends for you tells you to include; may be repeated.")
  private @Nullable List<String> services;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description = "For everyone else: ${COMPLETION-CANDIDATES}. Default: softfail.")
  private @Nullable Policy policy;

  @Mixin private Output output = new Output();

  @Mixin private DnsOptions dnsOptions = new DnsOptions();

  // On JDK 22 and later there is always a console; then a script without answers is told at the end
  // of its input what this tells at once.
  @SuppressWarnings("SystemConsoleNull")
  SpfWizardCommand() {
    this(
        System.console() == null
            ? null
            : new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())));
  }

  SpfWizardCommand(@Nullable BufferedReader people) {
    this.people = people;
  }

  @Override
  public Integer call() throws IOException {
    SpfArguments arguments = new SpfArguments(spec);
    String name = arguments.domain(domain).toString();
    Answers answers = answers(arguments, name);
    Dns dns = arguments.dns(dnsOptions);
    SpfWizard.Proposal proposal = SpfWizard.propose(dns, answers);
    PrintWriter out = spec.commandLine().getOut();
    out.print(output.isJson() ? SpfWizardOutput.json(proposal) : SpfWizardOutput.text(proposal));
    out.flush();
    return proposal.isSound() ? EXIT_SOUND : EXIT_UNSOUND;
  }

  private Answers answers(SpfArguments arguments, String name) throws IOException {
    boolean told = sameAs != null || mx != null || hosts != null || services != null;
    // Whoever names a sender has said that the domain sends.
    if (sends == null && people == null && !told) {
      throw arguments.wrong("Say whether " + name + " sends mail: --sends yes or --sends no.");
    }
    if (sends == Answer.no && told) {
      throw arguments.wrong("A domain that sends nothing has no hosts or services that send.");
    }
    try {
      return sends == null && !told ? asked(name) : given(name);
    } catch (IllegalArgumentException e) {
      throw arguments.wrong(String.valueOf(e.getMessage()));
    }
  }

  /** What the options say; what they leave out is no. */
  private Answers given(String name) throws IOException {
    if (sends == Answer.no) {
      return Answers.silent(name);
    }
    boolean complete = sameAs != null || mx != null || hosts != null || services != null;
    if (!complete && people != null) {
      return asked(name);
    }
    return new Answers(
        name,
        true,
        sameAs,
        mx == Answer.yes,
        hosts == null ? List.of() : hosts,
        services == null ? List.of() : services,
        qualifier(policy == null ? Policy.softfail : policy));
  }

  private Answers asked(String name) throws IOException {
    boolean sending = sends == Answer.yes || ask(Question.SENDS, name, SpfWizardCommand::yes);
    if (!sending) {
      return Answers.silent(name);
    }
    List<String> same = ask(Question.SAME_AS, name, SpfWizardCommand::words);
    Answers so = Answers.sending(name);
    String other = same.isEmpty() ? null : same.get(0);
    Answers next =
        new Answers(name, true, other, so.mxSends(), so.hosts(), so.services(), so.policy());
    if (!Question.MX_SENDS.isOpen(next)) {
      return next;
    }
    boolean mxSends = ask(Question.MX_SENDS, name, SpfWizardCommand::yes);
    List<String> own = ask(Question.HOSTS, name, SpfWizardCommand::words);
    List<String> includes = ask(Question.SERVICES, name, SpfWizardCommand::words);
    Policy rest = policy != null ? policy : ask(Question.POLICY, name, SpfWizardCommand::policy);
    return new Answers(name, true, null, mxSends, own, includes, qualifier(rest));
  }

  /** Asks until the answer can be read; the end of the input answers nothing. */
  private <T> T ask(Question question, String name, Function<String, @Nullable T> read)
      throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    while (true) {
      err.println(question.text(name));
      err.print("> ");
      err.flush();
      String line = people == null ? null : people.readLine();
      if (line == null) {
        throw new UserException("The questions were not all answered.");
      }
      T answer = read.apply(line.strip());
      if (answer != null) {
        return answer;
      }
      err.println("That is no answer to this question.");
    }
  }

  private static @Nullable Boolean yes(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    return switch (word) {
      case "yes", "y" -> Boolean.TRUE;
      case "no", "n" -> Boolean.FALSE;
      default -> null;
    };
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.split("[\\s,;]+", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  private static @Nullable Policy policy(String text) {
    for (Policy policy : Policy.values()) {
      if (policy.name().equalsIgnoreCase(text)) {
        return policy;
      }
    }
    return null;
  }

  private static Qualifier qualifier(Policy policy) {
    return switch (policy) {
      case fail -> Qualifier.FAIL;
      case softfail -> Qualifier.SOFTFAIL;
      case neutral -> Qualifier.NEUTRAL;
    };
  }
}
