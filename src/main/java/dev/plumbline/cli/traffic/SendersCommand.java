package dev.plumbline.cli.traffic;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.DnsOptions;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.recheck.Rechecks;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.review.SenderReview;
import dev.plumbline.review.Span;
import dev.plumbline.review.json.PublishedJson;
import dev.plumbline.review.json.SendersJson;
import dev.plumbline.standing.Wording;
import dev.plumbline.standing.remedy.Remedy;
import jakarta.enterprise.inject.spi.CDI;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
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

  @Parameters(paramLabel = "DOMAIN", description = "A monitored domain.")
  private String domain = "";

  @Mixin private PeriodOptions period = new PeriodOptions();

  @Option(names = "--recheck", description = "Ask DNS first, and wait for it.")
  private boolean recheck;

  @Mixin private Output output = new Output();

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
    if (output.isJson()) {
      out.println(PublishedJson.line(SendersJson.of(review.get())));
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
}
