package dev.plumbline.web;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Lines of CSV (RFC 4180) that no spreadsheet takes for anything but text. */
final class Csv {

  private Csv() {}

  static String line(String... fields) {
    return Arrays.stream(fields).map(Csv::field).collect(Collectors.joining(",", "", "\r\n"));
  }

  /** A field that would be a formula begins with an apostrophe, as spreadsheets write text. */
  private static String field(String text) {
    boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
  }
}
