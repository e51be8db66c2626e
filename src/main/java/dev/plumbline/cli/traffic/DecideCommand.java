package dev.plumbline.cli.traffic;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.ListOutput;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.dns.DomainName;
import dev.plumbline.review.json.DecisionJson;
import dev.plumbline.review.json.PublishedJson;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.Decision.Verdict;
import dev.plumbline.store.judgement.JudgementQueries;
import dev.plumbline.store.people.Who;
import dev.plumbline.store.traffic.DomainInfo;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline decide}: says whose a sender is or whether a domain sends, or lists it. */
@Command(
    name = "decide",
    description = {
      "Says whose a sender is, or whether a domain sends mail, or prints what was said.",
      "With neither: every decision about the domain, the newest first, one JSON object a line.",
      "Exit status: 0, or 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class DecideCommand implements Callable<Integer> {

  @Mixin private DomainArguments domain = new DomainArguments();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SENDER",
      description = "Its key, as `senders --format json` prints it.")
  private @Nullable String sender;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "VERDICT",
      description = "ours, not_ours or undecided.")
  private @Nullable String verdict;

  @Option(
      names = "--sends",
      paramLabel = "mail|nothing|unsaid",
      description =
          "Whether the domain sends mail at all; unsaid: as its SPF and MX records tell."
              + " Whoever uses a domain that sends nothing is not authorized.")
  private @Nullable String sends;

  @Option(names = "--owner", description = "Who answers for it.")
  private @Nullable String owner;

  @Option(names = "--purpose", description = "What it sends.")
  private @Nullable String purpose;

  @Option(names = "--note", description = "Anything else.")
  private @Nullable String note;

  @Option(names = "--due", description = "Until when it should be settled: YYYY-MM-DD.")
  private @Nullable LocalDate due;

  @Option(names = "--by", description = "Who decides (default: the user of this machine).")
  private String by = System.getProperty("user.name", "unknown");

  @Mixin private ListOutput output = new ListOutput();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    boolean whole = sends != null;
    if (whole && sender != null) {
      throw new ParameterException(
          spec.commandLine(), "--sends is about the whole domain; leave out the sender.");
    }
    String key = whole ? Decision.WHOLE_DOMAIN : sender;
    Verdict wanted = whole ? wantedUse() : sender == null ? Verdict.UNDECIDED : wanted();
    return new AppRunner(Settings.load())
        .ask(
            rooms -> {
              DomainInfo info = domain.info(rooms);
              if (key == null) {
                print(rooms.judgement(), info);
                return 0;
              }
              boolean known = whole || isKnown(rooms.judgement(), info, key);
              Decision decision =
                  new Decision(
                      wanted,
                      text("--owner", owner),
                      text("--purpose", purpose),
                      text("--note", note),
                      due,
                      by,
                      rooms.clock().instant());
              rooms.judgement().decide(Who.atShell(by), info, key, decision);
              PrintWriter out = spec.commandLine().getOut();
              out.println(
                  whole
                      ? "%s sends %s.".formatted(shown(info), useWords(wanted))
                      : "%s: %s is %s."
                          .formatted(
                              shown(info), Terminal.safe(key), wanted.wire().replace('_', ' ')));
              out.flush();
              if (!known) {
                // It may come; but a key that was mistyped would be decided about for nothing.
                spec.commandLine()
                    .getErr()
                    .println(
                        "plumbline: %s has no sender \"%s\" so far; `plumbline senders %s --format json` has their keys."
                            .formatted(shown(info), Terminal.safe(key), shown(info)));
              }
              return 0;
            });
  }

  private void print(JudgementQueries judgement, DomainInfo info) {
    List<DecisionJson.Listed> said =
        judgement.decisions(info.id()).stream().map(DecisionJson.Listed::of).toList();
    output.lists(DecisionJson.Listed.class);
    PrintWriter out = spec.commandLine().getOut();
    said.forEach(one -> out.println(output.isJson() ? PublishedJson.line(one) : text(one)));
    if (said.isEmpty() && !output.isJson()) {
      out.println("Nobody has said anything about %s yet.".formatted(shown(info)));
    }
    out.flush();
  }

  /** Whether there is such a sender; where nothing was judged yet, anything may be one. */
  private static boolean isKnown(JudgementQueries judgement, DomainInfo info, String key) {
    return judgement.summary(info.name()).isEmpty()
        || judgement.senders(info.id()).stream().anyMatch(one -> one.sender().key().equals(key))
        || judgement.decisions(info.id()).stream().anyMatch(one -> one.senderKey().equals(key));
  }

  private static String shown(DomainInfo info) {
    return Terminal.safe(DomainName.forPeople(info.name()));
  }

  private @Nullable String text(String option, @Nullable String given) {
    return Decision.text(
        given,
        length ->
            new ParameterException(
                spec.commandLine(),
                "%s has %d characters; at most %d are kept."
                    .formatted(option, length, Decision.MOST_TEXT)));
  }

  private static String text(DecisionJson.Listed one) {
    return "%-40s %-10s by %s, %s%s"
        .formatted(
            one.sender().isEmpty() ? "the domain itself" : Terminal.safe(one.sender()),
            one.verdict().replace('_', ' '),
            Terminal.safe(one.decidedBy()),
            one.decidedAt(),
            one.note() == null ? "" : ": " + Terminal.safe(one.note()));
  }

  private Verdict wantedUse() {
    return switch (String.valueOf(sends)) {
      case "mail" -> Verdict.OURS;
      case "nothing" -> Verdict.NOT_OURS;
      case "unsaid" -> Verdict.UNDECIDED;
      default ->
          throw new ParameterException(
              spec.commandLine(),
              "--sends is \"%s\"; it must be mail, nothing or unsaid.".formatted(sends));
    };
  }

  private static String useWords(Verdict verdict) {
    return switch (verdict) {
      case OURS -> "mail";
      case NOT_OURS -> "nothing";
      case UNDECIDED -> "what its records say";
    };
  }

  private Verdict wanted() {
    for (Verdict each : Verdict.values()) {
      if (each.wire().equals(verdict)) {
        return each;
      }
    }
    throw new ParameterException(
        spec.commandLine(),
        verdict == null
            ? "Say whether it is ours, not_ours or undecided."
            : "VERDICT is \"%s\"; it must be ours, not_ours or undecided.".formatted(verdict));
  }
}
