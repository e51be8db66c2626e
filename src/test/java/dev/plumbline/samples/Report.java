package dev.plumbline.samples;

import dev.plumbline.samples.Reporter.Habit;
import dev.plumbline.samples.Traffic.Row;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One aggregate report.
 *
 * @param first the first day it covers
 * @param last the last day it covers
 * @param rows what the reporter saw, day by day
 */
record Report(Reporter reporter, String domain, LocalDate first, LocalDate last, List<Row> rows) {

  Report {
    rows = List.copyOf(rows);
  }

  static Report of(Reporter reporter, String domain, LocalDate day) {
    return of(reporter, domain, day, day);
  }

  static Report of(Reporter reporter, String domain, LocalDate first, LocalDate last) {
    List<Row> rows = new ArrayList<>();
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      rows.addAll(Traffic.rows(reporter, domain, day));
    }
    return new Report(reporter, domain, first, last, rows);
  }

  /** The rows as they are printed: without days, each kind of message once, in no order. */
  List<Row> printedRows() {
    Map<Row, Long> messages = new LinkedHashMap<>();
    for (Row row : rows) {
      messages.merge(withMessages(row, 0), row.messages(), Long::sum);
    }
    List<Row> merged = new ArrayList<>();
    messages.forEach((row, count) -> merged.add(withMessages(row, count)));
    Collections.shuffle(merged, Traffic.random(reporter, domain, first, "order"));
    return merged;
  }

  private Row withMessages(Row row, long messages) {
    return new Row(
        first,
        row.sender(),
        row.ip(),
        row.helo(),
        messages,
        row.kind(),
        row.dkimAligned(),
        row.spfAligned(),
        row.disposition(),
        row.reason(),
        row.comment());
  }

  long messages() {
    return rows.stream().mapToLong(Row::messages).sum();
  }

  long begin() {
    return first.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }

  long end() {
    long midnight = last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    return reporter.does(Habit.END_AT_MIDNIGHT) ? midnight : midnight - 1;
  }

  /** Its name without extension, as RFC 9990 section 3.5.2 forms it. */
  String fileName() {
    return reporter.domain() + "!" + domain + "!" + begin() + "!" + end();
  }

  String id() {
    long number = Traffic.random(reporter, domain, first, "id").nextLong() >>> 1;
    return switch (reporter) {
      case POLARMAIL -> Long.toUnsignedString(number);
      case OUTPOST -> String.format("%016x%016x", number, number * 0x9E3779B97F4A7C15L);
      default -> first + "." + Long.toHexString(number & 0xffffffL) + "@" + reporter.domain();
    };
  }

  byte[] xml() {
    String text = new ReportXml(this).text();
    return text.getBytes(
        reporter.does(Habit.LATIN1) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }
}
