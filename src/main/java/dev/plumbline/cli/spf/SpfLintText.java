package dev.plumbline.cli.spf;

import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.TxtStrings;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.advice.Finding;
import dev.plumbline.spf.advice.LookupCount;
import dev.plumbline.spf.advice.SpfLint;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What the linter found, for people at a terminal. */
final class SpfLintText {

  /** Characters of a record on one line, so that the caret stays under its place. */
  private static final int WIDTH = 92;

  private static final String INDENT = "    ";
  private static final int STRING = 255;

  private final StringBuilder page = new StringBuilder();

  private SpfLintText() {}

  static String page(SpfLint lint) {
    SpfLintText text = new SpfLintText();
    text.line(lint.domain() + ": " + summary(lint));
    if (lint.record() != null) {
      text.line(INDENT + Terminal.safe(lint.record()));
    }
    text.findings(lint.findings());
    if (lint.counts() != null) {
      text.line("");
      text.counts(lint.counts());
    }
    if (lint.mended() != null && lint.record() != null) {
      text.line("");
      text.line("Mended:");
      text.record(lint.mended());
    }
    return text.page.toString();
  }

  private static String summary(SpfLint lint) {
    if (lint.findings().isEmpty()) {
      return "nothing to mend.";
    }
    return counted(lint.count(Severity.ERROR), "error")
        + ", "
        + counted(lint.count(Severity.WARNING), "warning")
        + ", "
        + counted(lint.count(Severity.HINT), "hint")
        + ".";
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private void findings(List<Finding> findings) {
    List<Finding> worstFirst =
        findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
    for (Finding finding : worstFirst) {
      line("");
      line(
          String.format(
              Locale.ROOT,
              "%-8s%s (RFC 7208 section %s)",
              finding.severity().wire(),
              Terminal.safe(finding.sentence()),
              finding.rule().section()));
      if (finding.path().size() > 1) {
        line(INDENT + "in the record of " + String.join(" < ", reversed(finding.path())));
      }
      if (!finding.record().isEmpty()) {
        place(finding);
      }
      if (finding.mended() != null) {
        String whose = finding.record().isEmpty() ? "publish at " + finding.domain() : "mended";
        line(INDENT + whose + ": " + Terminal.safe(finding.mended()));
      }
    }
  }

  private static List<String> reversed(List<String> path) {
    return path.stream()
        .sorted(Comparator.comparingInt((String domain) -> path.indexOf(domain)).reversed())
        .toList();
  }

  /** The part of the record around a place, and carets under the place. */
  private void place(Finding finding) {
    String record = finding.record();
    int from = record.length() <= WIDTH ? 0 : Math.max(0, finding.start() - WIDTH / 3);
    int to = Math.min(record.length(), from + WIDTH);
    String before = from > 0 ? "..." : "";
    String after = to < record.length() ? "..." : "";
    line(INDENT + before + oneColumnEach(record.substring(from, to)) + after);
    int carets = Math.max(1, Math.min(finding.end(), to) - finding.start());
    line(INDENT + " ".repeat(before.length() + finding.start() - from) + "^".repeat(carets));
  }

  /** Every character takes one column, or the caret would point elsewhere. */
  private static String oneColumnEach(String text) {
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      columns.append(c >= ' ' && c <= '~' ? c : '\uFFFD');
    }
    return columns.toString();
  }

  private void counts(LookupCount count) {
    line(
        "Lookups: "
            + count.lookups()
            + " of 10. Void lookups: "
            + count.voidLookupsIp4()
            + " of 2 over IPv4, "
            + count.voidLookupsIp6()
            + " of 2 over IPv6.");
    count.terms().forEach(term -> count(term, 1));
  }

  private void count(LookupCount count, int depth) {
    String voids = count.voidLookups() == 0 ? "" : " (" + count.voidLookups() + " void)";
    String indent = "  ".repeat(Math.min(depth, 12));
    line(
        String.format(
            Locale.ROOT,
            "%s%3d  %s%s",
            indent,
            count.lookups(),
            Terminal.safe(count.term()),
            voids));
    count.terms().forEach(term -> count(term, depth + 1));
  }

  /** A record to paste, and its strings if it does not fit into one. */
  private void record(String record) {
    line(INDENT + Terminal.safe(record));
    if (record.length() > STRING) {
      line("As strings of one TXT record:");
      line(INDENT + TxtStrings.of(record));
    }
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
