package dev.plumbline.cli.traffic;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.DnsOptions;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Patience;
import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.recheck.Rechecks;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.review.KeptDomain;
import dev.plumbline.review.json.PublishedJson;
import dev.plumbline.review.json.SendersJson;
import dev.plumbline.standing.Days;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.traffic.DomainInfo;
import jakarta.enterprise.inject.spi.CDI;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumbline senders}: who sends for a domain, and who still needs authorizing. */
@Command(
    name = "senders",
    description = {
      "Lists who sends for a domain, the most pressing first, with standing and reasons.",
      "Exit status: 0 if the domain is known, 1 if no report about it has come in, 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class SendersCommand implements Callable<Integer> {

  @Mixin private DomainArguments domain = new DomainArguments();

  @Mixin private PeriodOptions period = new PeriodOptions();

  @Option(names = "--recheck", description = "Ask DNS first, and wait for it; judges on demand.")
  private boolean recheck;

  @Mixin private Output output = new Output();

  @Mixin private DnsOptions dnsOptions = new DnsOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    period.check();
    dnsOptions.applyToApplication();
    AppRunner runner = new AppRunner(Settings.load());
    return recheck || period.isGiven()
        ? runner.work(this::onDemand)
        : runner.ask(rooms -> kept(rooms, runner));
  }

  /** The judgement that is kept, brought up to date first if nobody else does that. */
  private int kept(Rooms rooms, AppRunner runner) {
    Optional<DomainInfo> info = rooms.traffic().domain(domain.name());
    if (info.isEmpty()) {
      return unknown();
    }
    DomainSummary summary = domain.judged(rooms, runner, info.get());
    KeptDomain kept = KeptDomain.read(rooms.judgement(), summary, output.isJson());
    return print(SendersJson.of(kept, facts(rooms, info.get(), summary)));
  }

  private Map<InetAddress, SourceFacts> facts(Rooms rooms, DomainInfo info, DomainSummary summary) {
    return output.isJson()
        ? rooms.facts().sources(info, summary.from(), summary.to()).stream()
            .collect(Collectors.toMap(SourceFacts::ip, Function.identity()))
        : Map.of();
  }

  private int onDemand() {
    if (recheck) {
      Patience patience =
          Patience.with("Asking DNS about every source of %s ...".formatted(domain.name()));
      try {
        CDI.current()
            .select(Rechecks.class)
            .get()
            .recheckNow(domain.name(), new Days(period.from(), period.to()));
      } finally {
        patience.close();
      }
    }
    Optional<DomainReview> review =
        CDI.current()
            .select(DomainReviews.class)
            .get()
            .review(domain.name(), period.from(), period.to());
    return review.isEmpty() ? unknown() : print(SendersJson.of(review.get()));
  }

  private int unknown() {
    UserException unknown = domain.unknown();
    if (!domain.couldBe()) {
      throw unknown;
    }
    PrintWriter err = spec.commandLine().getErr();
    err.println("plumbline: " + unknown.getMessage());
    err.flush();
    return 1;
  }

  private int print(SendersJson senders) {
    PrintWriter out = spec.commandLine().getOut();
    output.rowsOf(List.of("senders"), List.of(SendersJson.Sender.class));
    if (output.isJson()) {
      out.println(PublishedJson.line(senders));
    } else {
      SendersText.print(out, senders);
    }
    out.flush();
    return 0;
  }
}
