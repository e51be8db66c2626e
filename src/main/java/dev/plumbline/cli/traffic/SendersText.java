package dev.plumbline.cli.traffic;

import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.dns.Counted;
import dev.plumbline.dns.DomainName;
import dev.plumbline.review.json.SendersJson;
import dev.plumbline.review.json.SendersJson.Change;
import dev.plumbline.review.json.SendersJson.Sender;
import java.io.PrintWriter;
import java.util.Locale;

/** A domain's senders for people. */
final class SendersText {

  static final String ON_DEMAND =
      "Judged on demand for these days alone; the standing that pages show is of the last 30 days.";

  private SendersText() {}

  static void print(PrintWriter out, SendersJson senders) {
    out.printf(
        Locale.ROOT,
        "%s  %s to %s (UTC): %s%s%n",
        Terminal.safe(DomainName.forPeople(senders.domain())),
        senders.from(),
        senders.to(),
        Counted.of(senders.messages(), "message"),
        senders.messages() == 0
            ? ""
            : ", " + percent(senders.passMessages(), senders.messages()) + " pass DMARC");
    if (!senders.isKept()) {
      out.println(ON_DEMAND);
    }
    if (senders.silentSince() != null) {
      out.println("Nobody reports about it any more, since " + senders.silentSince() + ".");
    }
    senders.findings().forEach(finding -> out.println("! " + told(finding)));
    senders.senders().forEach(sender -> print(out, sender));
    if (senders.senders().isEmpty()) {
      out.println("No messages were reported in this period; --days N looks further back.");
    }
  }

  private static void print(PrintWriter out, Sender sender) {
    out.println();
    out.printf(
        Locale.ROOT,
        "%-18s %s  (%s, %s pass, %s%s)%n",
        sender.standing(),
        told(sender.name()),
        Counted.of(sender.messages(), "message"),
        percent(sender.passMessages(), sender.messages()),
        Counted.of(sender.sourceCount(), "source"),
        sender.silentSince() == null ? "" : ", silent since " + sender.silentSince());
    sender.reasons().forEach(reason -> out.println("    " + told(reason)));
    sender.remedy().steps().forEach(step -> out.println("  > " + told(step)));
    for (Change change : sender.remedy().records()) {
      out.println("      " + change.name() + "  " + change.type());
      out.println(
          "        - " + (change.before() == null ? "(none)" : Terminal.safe(change.before())));
      out.println("        + " + Terminal.safe(change.after()));
    }
  }

  private static String told(String sentence) {
    return Terminal.safe(DomainName.inSentence(sentence));
  }

  private static String percent(long part, long whole) {
    return whole == 0 ? "0 %" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }
}
