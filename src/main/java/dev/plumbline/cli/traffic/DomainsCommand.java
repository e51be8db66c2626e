package dev.plumbline.cli.traffic;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.DnsOptions;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.dns.Counted;
import dev.plumbline.dns.DomainName;
import dev.plumbline.resolver.DnsSwitch;
import dev.plumbline.review.json.DomainJson;
import dev.plumbline.review.json.DomainJson.NextStep;
import dev.plumbline.review.json.PublishedJson;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.traffic.DomainInfo;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plumbline domains}: every monitored domain, and what there is to do about it. */
@Command(
    name = "domains",
    description = {
      "Lists the monitored domains as they were judged last, and what there is to do next.",
      "Exit status: 0 if nothing is to be fixed or decided, 1 if something is, 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class DomainsCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Settings settings = Settings.load();
    List<DomainJson> domains =
        new AppRunner(settings).<List<DomainJson>>ask(DomainsCommand::domains);
    DnsSwitch dns = DnsOptions.switchOf(settings);
    output.lists(DomainJson.class);
    PrintWriter out = spec.commandLine().getOut();
    for (DomainJson domain : domains) {
      out.println(output.isJson() ? PublishedJson.line(domain) : text(dns, domain));
    }
    if (domains.isEmpty() && !output.isJson()) {
      out.println("No domain is monitored: no report has come in yet.");
    }
    out.flush();
    return domains.stream().allMatch(DomainsCommand::isSettled) ? 0 : 1;
  }

  private static List<DomainJson> domains(Rooms rooms) {
    Map<String, DomainSummary> judged = new HashMap<>();
    rooms.judgement().summaries().forEach(one -> judged.put(one.domain(), one));
    return rooms.traffic().domains().stream()
        .map(domain -> domain(rooms, domain, judged.get(domain.name())))
        .toList();
  }

  private static DomainJson domain(
      Rooms rooms, DomainInfo domain, @Nullable DomainSummary summary) {
    return summary == null
        ? DomainJson.unjudged(domain.name(), rooms.traffic().newestDay(domain.id()).orElse(null))
        : DomainJson.of(summary);
  }

  private static boolean isSettled(DomainJson domain) {
    return Objects.equals(domain.toFix(), 0) && Objects.equals(domain.toDecide(), 0);
  }

  private static String text(DnsSwitch dns, DomainJson domain) {
    String name = Terminal.safe(DomainName.forPeople(domain.domain()));
    NextStep next = domain.nextStep();
    if (next == null) {
      return "%-32s not judged yet; last report about %s"
          .formatted(
              name, domain.lastReportDay() == null ? "no day" : domain.lastReportDay().toString());
    }
    Long own = domain.ownMessages();
    return String.format(
        Locale.ROOT,
        "%-32s %-10s fix %d, decide %d, wait %d; %s; %s; %s",
        name,
        domain.policy() == null ? "(unknown)" : "p=" + domain.policy(),
        domain.toFix(),
        domain.toDecide(),
        domain.toWait(),
        own == null || own == 0
            ? "no message of your own"
            : "%,d of %s"
                .formatted(
                    domain.ownFailing(),
                    Counted.of(own, "message of your own fails", "messages of your own fail")),
        domain.silentSince() == null
            ? "last report " + domain.lastReportDay()
            : "silent since " + domain.silentSince(),
        words(dns, next));
  }

  private static String words(DnsSwitch dns, NextStep next) {
    String sender = Terminal.safe(DomainName.inSentence(String.valueOf(next.name())));
    String until = next.until() == null ? "" : " from " + next.until() + " on";
    return switch (next.kind()) {
      case "mend_records" -> "next: mend its own records";
      case "publish_records" -> "next: publish records for " + sender;
      case "fix_sender" -> "next: fix " + sender;
      case "find_reports" -> "next: find out why reports stopped";
      case "decide" -> "next: decide about " + sender;
      case "publish_policy" -> "next: publish p=" + next.policy() + until;
      case "wait" ->
          next.until() == null
              ? "next: not known, " + dns.silence()
              : "next: wait until " + next.until();
      default -> "nothing to do";
    };
  }
}
