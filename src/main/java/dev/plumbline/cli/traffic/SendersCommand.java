package dev.plumbline.cli.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.DnsOptions;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.recheck.Rechecks;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.review.SenderReview;
import dev.plumbline.review.SourceReview;
import dev.plumbline.review.Span;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.Remedy;
import dev.plumbline.standing.SourceFacts.SpfNow;
import dev.plumbline.standing.Wording;
import jakarta.enterprise.inject.spi.CDI;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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

  enum Format {
    TEXT,
    JSON
  }

  @Parameters(paramLabel = "DOMAIN", description = "A monitored domain.")
  private String domain = "";

  @Mixin private PeriodOptions period = new PeriodOptions();

  @Option(names = "--recheck", description = "Ask DNS first, and wait for it.")
  private boolean recheck;

  @Option(names = "--format", description = "text or json (default: text).")
  private Format format = Format.TEXT;

  @Mixin private DnsOptions dnsOptions = new DnsOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    period.check();
    dnsOptions.applyToApplication();
    return new AppRunner(Settings.load()).runOnce(this::print);
  }

  private int print() {
    String name = domain.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
    if (recheck) {
      CDI.current()
          .select(Rechecks.class)
          .get()
          .recheckNow(name, new Span(period.from(), period.to()));
    }
    Optional<DomainReview> review =
        CDI.current().select(DomainReviews.class).get().review(name, period.from(), period.to());
    if (review.isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("plumbline: No report about " + Terminal.safe(name) + " has come in.");
      err.flush();
      return 1;
    }
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.JSON) {
      out.println(json(review.get()));
    } else {
      printText(out, review.get());
    }
    out.flush();
    return 0;
  }

  static void printText(PrintWriter out, DomainReview review) {
    out.printf(
        Locale.ROOT,
        "%s  %s to %s (UTC): %,d messages, %s pass DMARC%n",
        Terminal.safe(review.domain()),
        review.from(),
        review.to(),
        review.messages(),
        percent(review.passMessages(), review.messages()));
    Wording.sentences(review.findings())
        .forEach(finding -> out.println("! " + Terminal.safe(finding)));
    for (SenderReview sender : review.senders()) {
      out.println();
      out.printf(
          Locale.ROOT,
          "%-18s %s  (%,d messages, %s pass, %d %s)%n",
          sender.standing().wire(),
          Terminal.safe(sender.name()),
          sender.messages(),
          percent(sender.passMessages(), sender.messages()),
          sender.sources().size(),
          sender.sources().size() == 1 ? "source" : "sources");
      sender.sentences().forEach(reason -> out.println("    " + Terminal.safe(reason)));
      if (sender.remedy() != null) {
        sender.remedy().steps().forEach(step -> out.println("  > " + Terminal.safe(step)));
        for (Remedy.Change change : sender.remedy().records()) {
          out.println("      " + change.name() + "  " + change.type());
          out.println(
              "        - " + (change.before() == null ? "(none)" : Terminal.safe(change.before())));
          out.println("        + " + Terminal.safe(change.after()));
        }
      }
    }
    if (review.senders().isEmpty()) {
      out.println("No messages were reported in this period; --days N looks further back.");
    }
  }

  private static String percent(long part, long whole) {
    return whole == 0 ? "0 %" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  static String json(DomainReview review) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("domain", review.domain());
    object.put("from", review.from().toString());
    object.put("to", review.to().toString());
    object.put("messages", review.messages());
    object.put("senders", review.senders().stream().map(SendersCommand::sender).toList());
    try {
      return new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new AssertionError("Texts and numbers are JSON", e);
    }
  }

  private static Map<String, @Nullable Object> sender(SenderReview sender) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("key", sender.key());
    object.put("name", sender.name());
    object.put("kind", sender.kind());
    object.put("evidence", sender.evidence());
    object.put("standing", sender.standing().wire());
    object.put("reasons", sender.sentences());
    object.put("messages", sender.messages());
    object.put("pass_messages", sender.passMessages());
    object.put("sources", sender.sources().stream().map(SendersCommand::source).toList());
    object.put("decision", decision(sender.decision()));
    object.put("remedy", remedy(sender.remedy()));
    return object;
  }

  static @Nullable Map<String, @Nullable Object> decision(@Nullable Decision decision) {
    if (decision == null) {
      return null;
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("verdict", decision.verdict().wire());
    object.put("owner", decision.owner());
    object.put("purpose", decision.purpose());
    object.put("note", decision.note());
    object.put("due", decision.due() == null ? null : decision.due().toString());
    object.put("decided_by", decision.decidedBy());
    object.put("decided_at", decision.decidedAt().toString());
    return object;
  }

  private static Map<String, @Nullable Object> remedy(@Nullable Remedy remedy) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("steps", remedy == null ? List.of() : remedy.steps());
    object.put(
        "records",
        remedy == null
            ? List.of()
            : remedy.records().stream()
                .map(
                    change -> {
                      Map<String, @Nullable Object> record = new LinkedHashMap<>();
                      record.put("name", change.name());
                      record.put("type", change.type());
                      record.put("before", change.before());
                      record.put("after", change.after());
                      return record;
                    })
                .toList());
    Remedy.Tested tested = remedy == null ? null : remedy.tested();
    object.put(
        "tested",
        tested == null
            ? null
            : Map.of(
                "result",
                tested.result(),
                "sources",
                tested.sources(),
                "lookups",
                tested.lookups(),
                "void_lookups",
                tested.voidLookups(),
                "lost",
                tested.lost()));
    return object;
  }

  private static Map<String, @Nullable Object> source(SourceReview source) {
    Map<String, @Nullable Object> reported = new LinkedHashMap<>();
    reported.put("messages", source.facts().messages());
    reported.put("pass_messages", source.facts().passMessages());
    reported.put("dkim_pass_messages", source.facts().dkimPassMessages());
    reported.put("spf_pass_messages", source.facts().spfPassMessages());
    reported.put("refused_messages", source.facts().refusedMessages());
    reported.put("reporters", source.facts().reporters());
    reported.put("first_day", source.facts().firstDay().toString());
    reported.put("last_day", source.facts().lastDay().toString());
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("ip", IpAddresses.toText(source.ip()));
    object.put("messages", source.facts().messages());
    object.put("reported", reported);
    object.put("now", now(source));
    object.put("standing", source.standing().wire());
    object.put("reasons", source.sentences());
    return object;
  }

  /** SPF of today for the envelope domain most of the source's mail used. */
  private static @Nullable Map<String, @Nullable Object> now(SourceReview source) {
    List<SpfNow> checks = source.facts().now().spf();
    Optional<SpfNow> leading =
        checks.stream().max(Comparator.comparingLong(check -> envelopeMessages(source, check)));
    if (leading.isEmpty()) {
      return null;
    }
    Map<String, @Nullable Object> now = new LinkedHashMap<>();
    now.put("envelope_domain", leading.get().identity());
    now.put("result", leading.get().result().wire());
    now.put("term", leading.get().term());
    now.put("aligned", leading.get().aligned());
    return now;
  }

  private static long envelopeMessages(SourceReview source, SpfNow check) {
    return source.facts().spf().stream()
        .filter(spf -> spf.identity().equals(check.identity()))
        .mapToLong(spf -> spf.messages())
        .sum();
  }
}
