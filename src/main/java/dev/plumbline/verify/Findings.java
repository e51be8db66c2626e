package dev.plumbline.verify;

import dev.plumbline.dns.lint.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is found, the worst first. */
final class Findings {

  private static final int MOST_CHARACTERS = 1_000;

  private final List<MailFinding> findings = new ArrayList<>();

  void error(MailRule rule, String text, @Nullable String fix) {
    add(Severity.ERROR, rule, text, fix);
  }

  void warning(MailRule rule, String text, @Nullable String fix) {
    add(Severity.WARNING, rule, text, fix);
  }

  void hint(MailRule rule, String text, @Nullable String fix) {
    add(Severity.HINT, rule, text, fix);
  }

  void add(Severity severity, MailRule rule, String text, @Nullable String fix) {
    findings.add(new MailFinding(rule, severity, cut(text), fix == null ? null : cut(fix)));
  }

  List<MailFinding> sorted() {
    return findings.stream().sorted(Comparator.comparing(MailFinding::severity)).toList();
  }

  static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
  }
}
