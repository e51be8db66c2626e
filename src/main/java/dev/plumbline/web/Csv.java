package dev.plumbline.web;

import dev.plumbline.dns.InertText;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Lines of CSV (RFC 4180) that no spreadsheet takes for anything but text. */
final class Csv {

  private Csv() {}

  static String line(String... fields) {
    return Arrays.stream(fields).map(Csv::field).collect(Collectors.joining(",", "", "\r\n"));
  }

  /**
   * What begins a formula, the wide forms included, which spreadsheets take for the narrow ones.
   */
  private static final String BEGINS_FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

  /** A field that would be a formula begins with an apostrophe, as spreadsheets write text. */
  private static String field(String text) {
    String visible = InertText.visible(text);
    // Spreadsheets skip blanks before they look.
    String first = visible.replaceFirst("^ +", "");
    boolean formula = !first.isEmpty() && BEGINS_FORMULA.indexOf(first.charAt(0)) >= 0;
    return '"' + (formula ? "'" : "") + visible.replace("\"", "\"\"") + '"';
  }
}
