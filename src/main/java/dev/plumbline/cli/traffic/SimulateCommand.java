package dev.plumbline.cli.traffic;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.dns.Counted;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.PolicyTrial;
import dev.plumbline.review.Simulations;
import dev.plumbline.review.Simulations.Change;
import dev.plumbline.review.json.PublishedJson;
import dev.plumbline.review.json.SimulationJson;
import dev.plumbline.standing.Simulator;
import dev.plumbline.standing.Simulator.Loss;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.traffic.DomainInfo;
import jakarta.enterprise.inject.spi.CDI;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline simulate}: what a policy would have done to the mail that was reported. */
@Command(
    name = "simulate",
    description = {
      "Says which of the reported messages another DMARC policy would have stopped.",
      "Legitimate senders come first. What is not given stays as published.",
      "Exit status: 0 if no legitimate sender would lose mail, 1 if one would, 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {

  private static final Set<String> LEVELS = Set.of("none", "quarantine", "reject");
  private static final Set<String> MODES = Set.of("r", "s");
  private static final Set<String> FLAGS = Set.of("y", "n");

  @Mixin private DomainArguments domain = new DomainArguments();

  @Mixin private PeriodOptions period = new PeriodOptions();

  @Option(names = "--p", paramLabel = "POLICY", description = "none, quarantine or reject.")
  private @Nullable String p;

  @Option(names = "--sp", paramLabel = "POLICY", description = "The same for subdomains.")
  private @Nullable String sp;

  @Option(
      names = "--np",
      paramLabel = "POLICY",
      description = "The same for names that do not exist.")
  private @Nullable String np;

  @Option(names = "--adkim", paramLabel = "MODE", description = "DKIM alignment: r or s.")
  private @Nullable String adkim;

  @Option(names = "--aspf", paramLabel = "MODE", description = "SPF alignment: r or s.")
  private @Nullable String aspf;

  @Option(names = "--t", paramLabel = "FLAG", description = "Testing: y or n.")
  private @Nullable String t;

  @Mixin private Output output = new Output();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    require("--p", p, LEVELS, "none, quarantine or reject");
    require("--sp", sp, LEVELS, "none, quarantine or reject");
    require("--np", np, LEVELS, "none, quarantine or reject");
    require("--adkim", adkim, MODES, "r or s");
    require("--aspf", aspf, MODES, "r or s");
    require("--t", t, FLAGS, "y or n");
    period.check();
    Change change = new Change(p, sp, np, adkim, aspf, t == null ? null : t.equals("y"));
    AppRunner runner = new AppRunner(Settings.load());
    return period.isGiven()
        ? runner.work(() -> onDemand(change))
        : runner.ask(rooms -> kept(rooms, runner, change));
  }

  private void require(String option, @Nullable String text, Set<String> right, String words) {
    if (text != null && !right.contains(text)) {
      throw new ParameterException(
          spec.commandLine(), "%s is \"%s\"; it must be %s.".formatted(option, text, words));
    }
  }

  /** On the mail by which the domain was judged last, which is done first if nobody else does. */
  private int kept(Rooms rooms, AppRunner runner, Change change) {
    DomainInfo info = domain.info(rooms);
    DomainSummary summary = domain.judged(rooms, runner, info);
    return print(
        true,
        domain.info(rooms),
        summary.from(),
        summary.to(),
        PolicyTrial.of(rooms.simulatedTraffic(), domain.info(rooms), change));
  }

  private int onDemand(Change change) {
    DomainReview review = domain.review(period);
    DomainInfo info = domain.info();
    Simulations simulations = CDI.current().select(Simulations.class).get();
    return print(
        false,
        domain.info(),
        review.from(),
        review.to(),
        new PolicyTrial(
            Simulations.policy(info, change),
            simulations.run(info, review, change, false),
            simulations.run(info, review, change, true)));
  }

  private int print(
      boolean kept, DomainInfo info, LocalDate from, LocalDate to, PolicyTrial trial) {
    PrintWriter out = spec.commandLine().getOut();
    output.rowsOf(
        List.of(
            "casualties",
            "forwarders",
            "others",
            "today.casualties",
            "today.forwarders",
            "today.others"),
        List.of(SimulationJson.Lost.class));
    if (output.isJson()) {
      out.println(PublishedJson.line(SimulationJson.of(domain.name(), kept, from, to, trial)));
    } else {
      if (!kept) {
        out.println(SendersText.ON_DEMAND);
      }
      text(out, trial.reported(), info.isKnown() ? trial.today() : null);
    }
    out.flush();
    return trial.costsMail() ? 1 : 0;
  }

  /** Tells of both; {@code today} is null if nothing of today's DNS is known. */
  static void text(PrintWriter out, Simulator.Outcome reported, Simulator.@Nullable Outcome today) {
    out.printf(
        Locale.ROOT,
        "%,d of %s would have been %s; %s.%n",
        reported.affected(),
        Counted.of(reported.messages(), "message"),
        stopped(reported, today),
        today == null
            ? "what today's DNS changes is not known"
            : String.format(Locale.ROOT, "with today's DNS %,d", today.affected()));
    list(out, "Legitimate senders:", reported.casualties());
    if (today != null && !today.casualties().equals(reported.casualties())) {
      list(out, "Legitimate senders, with today's DNS:", today.casualties());
      if (today.casualties().isEmpty()) {
        out.printf("%nWith today's DNS no legitimate sender would lose mail.%n");
      }
    }
    list(out, "Forwarders, a known cost:", reported.forwarded());
    list(out, "Not recognised or not yours:", reported.others());
  }

  /** What the policy does, by either; what it would do is not known where it stops nothing. */
  private static String stopped(Simulator.Outcome reported, Simulator.@Nullable Outcome today) {
    Simulator.Outcome other = today == null ? reported : today;
    boolean quarantined = reported.quarantined() + other.quarantined() > 0;
    boolean rejected = reported.rejected() + other.rejected() > 0;
    return quarantined == rejected
        ? "quarantined or rejected"
        : rejected ? "rejected" : "quarantined";
  }

  private static void list(PrintWriter out, String title, List<Loss> losses) {
    if (!losses.isEmpty()) {
      out.println();
      out.println(title);
      for (Loss loss : losses) {
        out.printf(
            Locale.ROOT,
            "%,12d  %-18s %s%n",
            loss.messages(),
            loss.standing().wire(),
            Terminal.safe(loss.sender()));
      }
    }
  }
}
