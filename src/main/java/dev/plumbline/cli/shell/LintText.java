package dev.plumbline.cli.shell;

import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a linter found, for people at a terminal. */
public final class LintText {

  /** Characters of a record on one line, so that the caret stays under its place. */
  private static final int WIDTH = 92;

  private static final String INDENT = "    ";
  private static final int STRING = 255;

  private LintText() {}

  /** A page of its own. */
  public static String page(Lint lint) {
    return page(lint, List.of());
  }

  /**
   * A page of its own.
   *
   * @param more lines about the record, told before it is mended
   */
  public static String page(Lint lint, List<String> more) {
    List<String> lines = new ArrayList<>();
    lines.add(lint.name() + ": " + summary(lint));
    if (lint.record() != null) {
      lines.add(INDENT + Terminal.safe(lint.record()));
    }
    for (String line : findings(lint)) {
      // A finding begins at the margin, after an empty line.
      if (!line.startsWith(" ")) {
        lines.add("");
      }
      lines.add(line);
    }
    if (!more.isEmpty()) {
      lines.add("");
      lines.addAll(more);
    }
    if (lint.mended() != null) {
      lines.add("");
      lines.add("Mended:");
      lines.addAll(record(lint.mended()));
    }
    return String.join("\n", lines) + "\n";
  }

  static String summary(Lint lint) {
    if (lint.findings().isEmpty()) {
      return "nothing to mend.";
    }
    return Severity.summary(lint::count);
  }

  /** The findings, the worst first; what is not at the margin belongs to the finding above. */
  public static List<String> findings(Lint lint) {
    List<String> lines = new ArrayList<>();
    lint.findings().stream()
        .sorted(Comparator.comparing(Finding::severity))
        .forEach(finding -> finding(finding, lint, lines));
    return lines;
  }

  /** A record to paste, and its strings if it does not fit into one. */
  public static List<String> record(String record) {
    List<String> lines = new ArrayList<>();
    for (String line : record.split("\r?\n")) {
      lines.add(INDENT + Terminal.safe(line));
    }
    if (record.length() > STRING && lines.size() == 1) {
      lines.add("As strings of one TXT record:");
      lines.add(INDENT + TxtStrings.of(record));
    }
    return lines;
  }

  private static void finding(Finding finding, Lint lint, List<String> lines) {
    lines.add(
        String.format(
            Locale.ROOT,
            "%-8s%s (%s)",
            finding.severity().wire(),
            Terminal.safe(finding.sentence()),
            finding.rule().reference()));
    if (finding.path().size() > 1) {
      lines.add(INDENT + "in the record of " + String.join(" < ", reversed(finding.path())));
    }
    if (finding.end() > 0 && !isWhole(finding, lint)) {
      place(finding, lines);
    }
    if (finding.mended() == null) {
      return;
    }
    boolean elsewhere = !finding.name().equals(lint.name()) || lint.record() == null;
    if (elsewhere) {
      lines.add(INDENT + "publish at " + finding.name() + ": " + Terminal.safe(finding.mended()));
    } else if (!finding.mended().equals(lint.mended()) && !finding.mended().contains("\n")) {
      lines.add(INDENT + "mended: " + Terminal.safe(finding.mended()));
    }
  }

  private static List<String> reversed(List<String> path) {
    List<String> reversed = new ArrayList<>(path);
    Collections.reverse(reversed);
    return reversed;
  }

  private static boolean isWhole(Finding finding, Lint lint) {
    return finding.record().equals(lint.record())
        && finding.start() == 0
        && finding.end() == finding.record().length();
  }

  /** The line of the record around a place, and carets under the place. */
  private static void place(Finding finding, List<String> lines) {
    String all = finding.record();
    int lineStart = all.lastIndexOf('\n', Math.max(0, finding.start() - 1)) + 1;
    int newline = all.indexOf('\n', finding.start());
    String record = all.substring(lineStart, newline < 0 ? all.length() : newline);
    int start = Math.min(finding.start() - lineStart, record.length());
    int end = Math.min(finding.end() - lineStart, record.length());
    int from = record.length() <= WIDTH ? 0 : Math.max(0, start - WIDTH / 3);
    int to = Math.min(record.length(), from + WIDTH);
    String before = from > 0 ? "..." : "";
    String after = to < record.length() ? "..." : "";
    lines.add(INDENT + before + oneColumnEach(record.substring(from, to)) + after);
    int carets = Math.max(1, Math.min(end, to) - start);
    lines.add(INDENT + " ".repeat(before.length() + start - from) + "^".repeat(carets));
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
}
