package dev.plumbline.cli.spf;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfTrace;
import dev.plumbline.spf.SpfVerdict;
import java.net.InetAddress;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A verdict for people at a terminal: the answer first, then how it came about. */
final class SpfVerdictText {

  private final StringBuilder page = new StringBuilder();

  private SpfVerdictText() {}

  static String page(String domain, InetAddress ip, SpfVerdict verdict) {
    SpfVerdictText text = new SpfVerdictText();
    text.summary(domain, ip, verdict);
    text.trace(verdict.trace(), 0);
    return text.page.toString();
  }

  private void summary(String domain, InetAddress ip, SpfVerdict verdict) {
    line(0, verdict.result().wire().toUpperCase(Locale.ROOT) + "  " + meaning(domain, ip, verdict));
    fact("term", verdict.matchedTerm());
    fact("path", String.join(" > ", verdict.path()));
    fact("lookups", verdict.lookups() + " of 10, " + verdict.voidLookups() + " of 2 void");
    fact("problem", verdict.problem());
    fact("depends on", unknowns(verdict));
    fact("explanation", verdict.explanation());
    line(0, "");
  }

  private static @Nullable String unknowns(SpfVerdict verdict) {
    if (verdict.dependsOn().isEmpty()) {
      return null;
    }
    return verdict.dependsOn().stream()
        .sorted()
        .map(
            unknown ->
                switch (unknown) {
                  case LOCAL_PART -> "the local part of MAIL FROM, which is not given";
                  case HELO -> "the HELO name, which is not given";
                })
        .collect(Collectors.joining("; "));
  }

  private static String meaning(String domain, InetAddress ip, SpfVerdict verdict) {
    String address = IpAddresses.toText(ip);
    SpfResult result = verdict.result();
    return switch (result) {
      case PASS -> address + " may send for " + domain + ".";
      case FAIL -> address + " may not send for " + domain + ".";
      case SOFTFAIL -> address + " probably may not send for " + domain + ".";
      case NEUTRAL -> domain + " says nothing about " + address + ".";
      case NONE -> "There is no SPF record for " + domain + ".";
      case TEMPERROR -> "DNS did not answer; try again later.";
      case PERMERROR -> "The SPF record is broken, so receivers cannot use it.";
    };
  }

  private void trace(SpfTrace trace, int depth) {
    line(depth, trace.domain() + ": " + trace.result().wire());
    line(depth + 1, trace.record() == null ? "(no record)" : trace.record());
    if (trace.record() == null) {
      trace.questions().forEach(question -> question(question, depth + 1));
    }
    for (SpfTrace.Step step : trace.steps()) {
      String outcome = step.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      String detail = step.detail() == null ? "" : " (" + step.detail() + ")";
      line(depth + 1, "- " + step.term() + "  " + outcome + detail);
      step.questions().forEach(question -> question(question, depth + 3));
      if (step.nested() != null) {
        trace(step.nested(), depth + 3);
      }
    }
  }

  private void question(SpfTrace.Question question, int depth) {
    String age = question.ageSeconds() == 0 ? "" : "  (" + question.ageSeconds() + " s ago)";
    line(depth, question.type() + " " + question.name() + " = " + question.answer() + age);
  }

  private void fact(String name, @Nullable String value) {
    if (value != null) {
      line(1, String.format(Locale.ROOT, "%-12s%s", name, value));
    }
  }

  private void line(int depth, String text) {
    page.append("  ".repeat(depth)).append(printable(text)).append('\n');
  }

  /** Records are written by strangers: they must not steer the reader's terminal. */
  private static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    text.codePoints().forEach(c -> printable.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return printable.toString();
  }
}
