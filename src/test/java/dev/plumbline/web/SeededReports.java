package dev.plumbline.web;

import static io.restassured.RestAssured.given;

import dev.plumbline.intake.Intake;
import dev.plumbline.intake.TestAddresses;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.recheck.TestMailRounds;
import dev.plumbline.report.aggregate.AggregateReportParser;
import dev.plumbline.review.Judge;
import dev.plumbline.store.intake.Document;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.intake.ItemContent;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.ReceivedItem;
import dev.plumbline.store.intake.ReportRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A few days of reports about a domain of its own, some of them hostile, for tests of pages. */
@ApplicationScoped
class SeededReports {

  static final String DOMAIN = "pages.example";
  static final String HOSTILE = "<script>alert(1)</script>";
  static final String IP = "192.0.2.17";
  static final LocalDate LAST_DAY = LocalDate.of(2026, 11, 15);

  private static final String FAILURES = "/domains/" + DOMAIN + "/failures";
  private static final int MANY_ROWS = 230;

  private static final String FAILURE =
      """
      From: noreply@receiver.example
      To: ruf@pages.example
      Subject: Failure
      Date: Sun, 15 Nov 2026 10:00:00 +0000
      Message-ID: <failure.pages@receiver.example>
      MIME-Version: 1.0
      Content-Type: multipart/report; report-type=feedback-report; boundary=B

      --B
      Content-Type: message/feedback-report

      Feedback-Type: auth-failure
      User-Agent: R/1
      Version: 1
      Auth-Failure: dmarc
      Original-Mail-From: <bounce@shop.example>
      Authentication-Results: mx.receiver.example; spf=fail smtp.mailfrom=bounce@shop.example
      Arrival-Date: Sun, 15 Nov 2026 10:00:00 +0000
      Source-IP: 198.51.100.7
      Reported-Domain: pages.example

      --B
      Content-Type: message/rfc822

      From: Ann <ann@pages.example>
      To: Bob <bob@receiver.example>
      Subject: A rather long subject, so that one sees what becomes of it

      Hello
      --B--
      """;

  private static final String TEST =
      """
      Return-Path: <ann@pages.example>
      Authentication-Results: mx.post-tests.example; spf=pass smtp.mailfrom=pages.example
      Received: from mail.pages.example ([192.0.2.17]) by mx.post-tests.example with ESMTPS;
       Sun, 15 Nov 2026 12:00:00 +0000
      From: Ann <ann@pages.example>
      To: %s
      Subject: A test

      Hello
      """;

  private final IntakeStore store;
  private final Judge judge;
  private final Intake intake;
  private final TestAddresses addresses;
  private final TestMailRounds rounds;
  private long intakeId;
  private ReportRef report;
  private ReportRef big;
  private String waiting;
  private String tested;

  SeededReports(
      IntakeStore store,
      Judge judge,
      Intake intake,
      TestAddresses addresses,
      TestMailRounds rounds) {
    this.store = store;
    this.judge = judge;
    this.intake = intake;
    this.addresses = addresses;
    this.rounds = rounds;
  }

  /** Puts them in, once. */
  synchronized void put() {
    if (report != null) {
      return;
    }
    for (int day = 0; day < 12; day++) {
      take("Receiver One", LAST_DAY.minusDays(day), row(IP, 40 + day, "pass", DOMAIN));
    }
    var rows = new StringBuilder();
    for (int i = 0; i < MANY_ROWS; i++) {
      rows.append(row("198.51.100." + i, 1 + i % 7, "fail", DOMAIN));
    }
    ItemOutcome many = take("Receiver Two", LAST_DAY.minusDays(3), rows.toString());
    big = Objects.requireNonNull(many.documents().get(0).report());
    take(
        "Receiver Three",
        LAST_DAY.minusDays(2),
        row("2001:db8::25", 12, "fail", DOMAIN)
            + row("203.0.113.9", 5, "fail", DOMAIN)
                .replace("<disposition>none<", "<disposition>reject<"));
    ItemOutcome hostile =
        take(
            HOSTILE.replace("<", "&lt;"),
            LAST_DAY,
            "<unheard-of>x</unheard-of>" + row("203.0.113.5", 3, "fail", "&lt;b>" + DOMAIN));
    judge.judgeNow(DOMAIN);
    mail("failure.eml", FAILURE);
    waiting = addresses.make("pages").orElseThrow().token();
    TestAddresses.Made made = addresses.make("pages").orElseThrow();
    tested = made.token();
    mail("test.eml", TEST.formatted(made.address()));
    rounds.run();
    intakeId = hostile.intakeId();
    report = Objects.requireNonNull(hostile.documents().get(0).report());
  }

  long intakeId() {
    put();
    return intakeId;
  }

  String reportPath() {
    put();
    return "/domains/" + DOMAIN + "/reports/" + report.reportId();
  }

  /** A report with more rows than a page has. */
  String bigReportPath() {
    put();
    return "/domains/" + DOMAIN + "/reports/" + big.reportId();
  }

  /** The address of every kind of page. */
  Map<String, String> pages() {
    put();
    var pages = new LinkedHashMap<String, String>();
    pages.put("overview", "/");
    pages.put("domain", "/domains/" + DOMAIN);
    pages.put("senders", "/domains/" + DOMAIN + "/senders");
    String list = given().get("/domains/" + DOMAIN + "/senders").asString();
    String sender = firstLink(list, "/domains/" + DOMAIN + "/senders/");
    if (sender != null) {
      pages.put("sender", sender);
    }
    pages.put("policy", "/domains/" + DOMAIN + "/policy");
    pages.put("dns", "/domains/" + DOMAIN + "/dns");
    pages.put("tls", "/domains/" + DOMAIN + "/tls");
    pages.put("failures", FAILURES);
    pages.put("source", "/domains/" + DOMAIN + "/sources/" + IP);
    pages.put("reports", "/domains/" + DOMAIN + "/reports");
    pages.put("report", reportPath());
    pages.put("help", "/help");
    pages.put("tools", "/tools?domain=harbourlight.example");
    pages.put(
        "tools-spf", "/tools/spf?domain=harbourlight.example&ip=192.0.2.24&record=v%3Dspf1+-all");
    pages.put("tools-dmarc", "/tools/dmarc?domain=harbourlight.example");
    pages.put("tools-dmarc-new", "/tools/dmarc/new?domain=harbourlight.example");
    pages.put(
        "tools-spf-new", "/tools/spf/new?domain=harbourlight.example&hosts=192.0.2.24&mx=yes");
    pages.put("tools-dkim", "/tools/dkim?domain=harbourlight.example&selectors=hl2024");
    pages.put("tools-receiving", "/tools/receiving?domain=harbourlight.example");
    pages.put("tools-report", "/tools/report");
    pages.put("history", "/domains/" + DOMAIN + "/history");
    pages.put("history-of-all", "/history");
    pages.put("overview-search", "/?q=" + IP);
    pages.put("intake", "/intake?uploaded=" + intakeId);
    pages.put("intake-entry", "/intake/" + intakeId);
    pages.put("reporters", "/reporters");
    pages.put("reporter", firstLink(given().get("/reporters").asString(), "/reporters/"));
    pages.put("find-reports", "/reports?q=" + DOMAIN);
    pages.put("find-reports-by-id", "/reports?q=id-");
    pages.put("incident", firstLink(given().get(FAILURES).asString(), FAILURES + "/"));
    pages.put("test-mail", "/test-mail");
    pages.put("test-mail-waits", "/test-mail/" + waiting);
    pages.put("test-mail-came", "/test-mail/" + tested);
    pages.put("error", "/no-such-page");
    return pages;
  }

  private void mail(String name, String text) {
    intake.take(
        "upload",
        name,
        null,
        ReceivedBytes.of(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
  }

  static String firstLink(String html, String start) {
    int at = html.indexOf("href=\"" + start);
    if (at < 0) {
      return null;
    }
    int from = at + "href=\"".length();
    return html.substring(from, html.indexOf('"', from)).replace("&amp;", "&");
  }

  private ItemOutcome take(String reporter, LocalDate day, String rows) {
    byte[] xml = xml(reporter, day, rows).getBytes(StandardCharsets.UTF_8);
    return store.record(
        new ReceivedItem(
            "upload",
            reporter.replace("&lt;", "<") + "!" + DOMAIN + "!" + day + ".xml",
            null,
            Instant.parse("2026-11-16T06:00:00Z"),
            () -> new ByteArrayInputStream(xml),
            xml.length),
        ItemContent.of(
            new Document.Aggregate(
                "report.xml",
                sink ->
                    new AggregateReportParser().parse(() -> new ByteArrayInputStream(xml), sink))));
  }

  private static String xml(String reporter, LocalDate day, String rows) {
    long begin = day.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <feedback>
    <report_metadata><org_name>%s</org_name><email>dmarc@receiver.example</email>
    <report_id>id-%s-%s</report_id>
    <date_range><begin>%d</begin><end>%d</end></date_range></report_metadata>
    <policy_published><domain>%s</domain><adkim>r</adkim><aspf>r</aspf><p>none</p>
    <sp>none</sp><pct>100</pct></policy_published>
    %s
    </feedback>
    """
        .formatted(reporter, reporter.length(), day, begin, begin + 86_399, DOMAIN, rows);
  }

  private static String row(String ip, int count, String result, String headerFrom) {
    return """
    <record><row><source_ip>%s</source_ip><count>%d</count>
    <policy_evaluated><disposition>none</disposition><dkim>%s</dkim><spf>fail</spf>
    </policy_evaluated></row>
    <identifiers><header_from>%s</header_from></identifiers>
    <auth_results><dkim><domain>%s</domain><selector>s1</selector><result>%s</result></dkim>
    <spf><domain>bounce.%s</domain><scope>mfrom</scope><result>softfail</result></spf>
    </auth_results></record>
    """
        .formatted(ip, count, result, headerFrom, headerFrom, result, DOMAIN);
  }
}
