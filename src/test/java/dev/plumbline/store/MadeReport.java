package dev.plumbline.store;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.PolicyPublished;
import dev.plumbline.report.aggregate.ReportFormat;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportRow.DkimResult;
import dev.plumbline.report.aggregate.ReportRow.PolicyOverride;
import dev.plumbline.report.aggregate.ReportRow.SpfResult;
import dev.plumbline.report.aggregate.ReportSink;
import dev.plumbline.store.intake.AggregateReading;
import dev.plumbline.store.intake.Document;
import dev.plumbline.store.intake.ItemContent;
import dev.plumbline.store.intake.ReceivedItem;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** A report for tests of the store, without a document. */
public record MadeReport(
    String reporter, String id, String domain, Instant begin, Instant end, List<ReportRow> rows)
    implements AggregateReading {

  private static final AtomicInteger NEXT = new AtomicInteger();
  public static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

  public MadeReport {
    rows = List.copyOf(rows);
  }

  /** A domain no other test uses. */
  public static String newDomain() {
    return "d" + NEXT.incrementAndGet() + ".example";
  }

  public static MadeReport about(String domain, ReportRow... rows) {
    return new MadeReport(
        "Receiver", "r-1", domain, MARCH, MARCH.plus(Duration.ofDays(1)), List.of(rows));
  }

  public MadeReport by(String otherReporter) {
    return new MadeReport(otherReporter, id, domain, begin, end, rows);
  }

  public MadeReport aboutDomain(String otherDomain) {
    return new MadeReport(reporter, id, otherDomain, begin, end, rows);
  }

  public MadeReport withId(String otherId) {
    return new MadeReport(reporter, otherId, domain, begin, end, rows);
  }

  public MadeReport from(Instant otherBegin) {
    return new MadeReport(
        reporter, id, domain, otherBegin, otherBegin.plus(Duration.ofDays(1)), rows);
  }

  public MadeReport between(Instant otherBegin, Instant otherEnd) {
    return new MadeReport(reporter, id, domain, otherBegin, otherEnd, rows);
  }

  public MadeReport with(ReportRow... more) {
    List<ReportRow> all = new ArrayList<>(rows);
    all.addAll(List.of(more));
    return new MadeReport(reporter, id, domain, begin, end, all);
  }

  /** A row that fails SPF alignment and passes DKIM if said so. */
  public static ReportRow row(String ip, long messages, boolean dkimPass) {
    return row(
        ip,
        messages,
        dkimPass,
        List.of(new DkimResult("sender.example", "s1", dkimPass ? "pass" : "fail", null)),
        List.of(new SpfResult("bounce.example", "mfrom", "fail", null)));
  }

  public static ReportRow row(
      String ip, long messages, boolean dkimPass, List<DkimResult> dkim, List<SpfResult> spf) {
    return new ReportRow(
        ip == null ? null : IpAddresses.parse(ip).orElseThrow(),
        messages,
        "none",
        dkimPass,
        false,
        List.of(),
        "sender.example",
        "bounce.example",
        null,
        dkim,
        spf);
  }

  /** The same, of what a receiver did with the messages. */
  public static ReportRow treated(ReportRow row, String disposition) {
    return new ReportRow(
        row.sourceIp(),
        row.messages(),
        disposition,
        row.dkimPass(),
        row.spfPass(),
        row.overrides(),
        row.headerFrom(),
        row.envelopeFrom(),
        row.envelopeTo(),
        row.dkim(),
        row.spf());
  }

  /** A row of few possible values, so that some of many are in one group. */
  public static ReportRow anyRow(Random random) {
    List<DkimResult> dkim = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      dkim.add(
          new DkimResult(
              random.nextBoolean() ? "sender.example" : "esp.example",
              random.nextBoolean() ? "s1" : null,
              random.nextBoolean() ? "pass" : "fail",
              null));
    }
    List<SpfResult> spf = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      spf.add(
          new SpfResult(
              random.nextBoolean() ? "bounce.example" : "",
              random.nextBoolean() ? "mfrom" : null,
              random.nextBoolean() ? "pass" : "softfail",
              null));
    }
    List<PolicyOverride> overrides = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      overrides.add(
          new PolicyOverride(
              random.nextBoolean() ? "forwarded" : "local_policy",
              random.nextBoolean() ? "ARC=pass\nas[1].d=list.example" : null));
    }
    return new ReportRow(
        random.nextInt(10) == 0
            ? null
            : IpAddresses.parse("192.0.2." + random.nextInt(6)).orElseThrow(),
        random.nextInt(5),
        random.nextBoolean() ? "none" : null,
        random.nextBoolean(),
        random.nextInt(4) == 0,
        overrides,
        random.nextBoolean() ? "sender.example" : "sub.sender.example",
        random.nextBoolean() ? "bounce.example" : random.nextBoolean() ? "" : null,
        null,
        dkim,
        spf);
  }

  /** A row whose every text is the given one. */
  public static ReportRow rowOf(String text) {
    return new ReportRow(
        null,
        1,
        text,
        false,
        false,
        List.of(new PolicyOverride(text, text)),
        text,
        text,
        text,
        List.of(new DkimResult(text, text, text, text)),
        List.of(new SpfResult(text, text, text, text)));
  }

  public ReportHeader header() {
    return new ReportHeader(
        ReportFormat.RFC7489,
        reporter,
        "dmarc@receiver.example",
        null,
        id,
        begin,
        end,
        List.of(),
        null,
        new PolicyPublished(domain, "none", null, null, "r", "r", 100, null, null, null));
  }

  @Override
  public AggregateReport read(ReportSink sink) {
    sink.begin(header());
    rows.forEach(sink::row);
    return parsed();
  }

  /** An item that holds nothing else. */
  public ItemContent alone() {
    return ItemContent.of(named(""));
  }

  /** A document of an item. */
  public Document named(String member) {
    return new Document.Aggregate(member, this);
  }

  public AggregateReport parsed() {
    return new AggregateReport(
        header(),
        rows.size(),
        rows.stream().mapToLong(ReportRow::messages).sum(),
        rows.stream().filter(ReportRow::passes).count(),
        rows.stream().filter(ReportRow::passes).mapToLong(ReportRow::messages).sum(),
        false,
        List.of());
  }

  /** A message that holds any documents, with bytes like no other. */
  public static ReceivedItem item() {
    byte[] bytes = ("message " + NEXT.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
    return item(bytes);
  }

  public static ReceivedItem item(byte[] bytes) {
    return new ReceivedItem(
        "folder", "report.xml", null, MARCH, () -> new ByteArrayInputStream(bytes), bytes.length);
  }
}
