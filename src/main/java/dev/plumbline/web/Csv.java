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

  private static String field(String text) {
    return '"' + InertText.cell(text).replace("\"", "\"\"") + '"';
  }
}
