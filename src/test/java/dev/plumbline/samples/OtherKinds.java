package dev.plumbline.samples;

import dev.plumbline.samples.Packing.Entry;
import dev.plumbline.samples.SampleFiles.SampleFile;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Failure reports, a complaint, and TLS reports; all people in them are made up. */
final class OtherKinds {

  private static final DateTimeFormatter MAIL_DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH);

  private final List<SampleFile> files = new ArrayList<>();

  private OtherKinds() {}

  static List<SampleFile> all() {
    OtherKinds kinds = new OtherKinds();
    kinds.failures();
    kinds.complaint();
    kinds.tls();
    return List.copyOf(kinds.files);
  }

  private void failures() {
    for (int number = 1; number <= 3; number++) {
      add(
          "failure-invoice-" + number + ".eml",
          "mail",
          "failure report (RFC 9991): a false invoice, one of three from one host",
          feedback(
              "mailbastion.example",
              number,
              day(2 + number),
              """
              Feedback-Type: auth-failure
              User-Agent: Bastion-Feedback/3.1
              Version: 1
              Auth-Failure: dmarc
              Identity-Alignment: none
              Delivery-Result: reject
              Original-Mail-From: <office%1$d@mail7.harbourlight.example>
              Original-Rcpt-To: <buyer%1$d@mailbastion.example>
              Source-IP: 203.0.113.131
              Reported-Domain: harbourlight.example
              """
                  .formatted(number),
              """
              Received: from mail7.harbourlight.example ([203.0.113.131])
               by mx.mailbastion.example with ESMTP id 4%1$d0
              From: "Accounts, Harbourlight" <accounts@harbourlight.example>
              To: Bertram Buyer <buyer%1$d@mailbastion.example>
              Subject: Invoice 2026-11%1$d overdue
              Message-ID: <inv.%1$d@mail7.harbourlight.example>
              """
                  .formatted(number)));
    }
    add(
        "failure-askwell-key.eml",
        "mail",
        "failure report (RFC 6591): a survey whose DKIM key was revoked; Received-Date",
        feedback(
            "outpost-mail.example",
            7,
            day(10),
            """
            Feedback-Type: auth-failure
            User-Agent: Outpost-ARF/1.0
            Version: 1
            Auth-Failure: revoked
            Delivery-Result: spam
            Original-Mail-From: <bounce@askwell.example>
            Source-IP: 198.51.100.84
            Reported-Domain: harbourlight.example
            DKIM-Domain: harbourlight.example
            DKIM-Selector: askwell
            """,
            """
            From: Museum Surveys <surveys@harbourlight.example>
            To: Vera Visitor <vera@outpost-mail.example>
            Subject: How was your visit?
            Message-ID: <s.88@askwell.example>
            """));
    add(
        "failure-in-words.eml",
        "mail",
        "failure report in words only, as Exim writes it",
        Mails.bytes(
            Mails.headers(
                    "no-reply@kelpnet.example",
                    Mails.MAILBOX,
                    "DMARC Forensic Report for tidewater-books.example from IP 203.0.113.140",
                    day(17),
                    "words.1@kelpnet.example")
                + crlf(
                    """
                    Content-Type: text/plain; charset=us-ascii

                    A message claiming to be from you has failed the published DMARC
                    policy for your domain.

                      Sender Domain: tidewater-books.example
                      Sender IP Address: 203.0.113.140
                      Received Date: Tue, 17 Nov 2026 08:01:12 +0000
                      SPF Alignment: no
                      DKIM Alignment: no
                      DMARC Results: Quarantine, Quarantine

                    ------ This is a copy of your message, including all the headers.

                    From: Tidewater Books <orders@tidewater-books.example>
                    To: Nora Reader <nora@kelpnet.example>
                    Subject: Your order could not be delivered
                    Message-ID: <parcel.17@203.0.113.140>
                    """)));
  }

  private void complaint() {
    add(
        "complaint-newsletter.eml",
        "mail",
        "a complaint (abuse) in the form of a failure report; it counts as none",
        feedback(
            "polarmail.example",
            9,
            day(13),
            """
            Feedback-Type: abuse
            User-Agent: Polarmail-FBL/2.0
            Version: 1
            Source-IP: 198.51.100.34
            Reported-Domain: harbourlight.example
            """,
            """
            From: Harbourlight Museum <news@harbourlight.example>
            To: Peter Polar <peter@polarmail.example>
            Subject: November at the museum
            Message-ID: <news.46@postlark.example>
            """));
  }

  private void tls() {
    List<Entry> entries = new ArrayList<>();
    for (LocalDate day = day(1); !day.isAfter(day(22)); day = day.plusDays(1)) {
      entries.add(
          new Entry(
              "bluewater-net.example!harbourlight.example!" + day + ".json",
              json("Bluewater Net", "harbourlight.example", day, failures(day))));
    }
    add(
        "tls-bluewater-2026-11.zip",
        "zip of JSON",
        "TLS reports (RFC 8460) of 22 days; mail2's certificate expired for three of them",
        Packing.zip(entries));
    add(
        "tls-gullwing.eml",
        "mail, gzip attached",
        "TLS report as a second reporter sends it",
        tlsMail(
            "gullwing.example",
            Packing.gzip(json("Gullwing Mail", "harbourlight.example", day(20), ""))));
    add(
        "tls-polarmail-no-policy.json",
        "JSON",
        "TLS report about a domain without a policy; numbers in quotes",
        """
        {"organization-name": "Polarmail", "contact-info": null,
         "date-range": {"start-datetime": "2026-11-21T00:00:00Z",
           "end-datetime": "2026-11-21T23:59:59Z"},
         "report-id": "2026-11-21T00:00:00Z_tidewater-books.example",
         "policies": [{"policy": {"policy-type": "no-policy-found",
             "policy-domain": "tidewater-books.example"},
           "summary": {"total-successful-session-count": "412",
             "total-failure-session-count": "0"}}]}
        """
            .getBytes(StandardCharsets.UTF_8));
  }

  private static String failures(LocalDate day) {
    boolean expired = day.isAfter(day(9)) && day.isBefore(day(13));
    return expired
        ? """
            ,
                 "failure-details": [{"result-type": "certificate-expired",
                   "sending-mta-ip": "198.51.100.201",
                   "receiving-mx-hostname": "mail2.harbourlight.example",
                   "receiving-ip": "192.0.2.11", "failed-session-count": 23}]"""
            .strip()
        : "";
  }

  private static byte[] json(String reporter, String domain, LocalDate day, String failures) {
    int failed = failures.isEmpty() ? 0 : 23;
    String text =
        """
        {"organization-name": "%s",
         "date-range": {"start-datetime": "%sT00:00:00Z", "end-datetime": "%sT23:59:59Z"},
         "contact-info": "tls-reports@%s",
         "report-id": "%s_%s",
         "policies": [{"policy": {"policy-type": "sts",
             "policy-string": ["version: STSv1", "mode: testing", "mx: *.%s", "max_age: 604800"],
             "policy-domain": "%s", "mx-host": ["*.%s"]},
           "summary": {"total-successful-session-count": %d,
             "total-failure-session-count": %d}%s}]}
        """
            .formatted(
                reporter,
                day,
                day,
                reporter.toLowerCase(Locale.ROOT).replace(' ', '-') + ".example",
                day,
                domain,
                domain,
                domain,
                domain,
                180 + day.getDayOfMonth() * 7 % 60,
                failed,
                failures);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] tlsMail(String reporter, byte[] packed) {
    String boundary = "=_tls_" + reporter;
    Mails.Part part =
        Mails.attachment(
            "application/tlsrpt+gzip",
            reporter + "!harbourlight.example!1795132800!1795219199!001.json.gz",
            packed);
    return Mails.bytes(
        Mails.headers(
                "tls-noreply@" + reporter,
                Mails.MAILBOX,
                "Report Domain: harbourlight.example Submitter: " + reporter,
                day(21),
                "tls.1@" + reporter)
            + "TLS-Report-Domain: harbourlight.example\r\n"
            + "TLS-Report-Submitter: "
            + reporter
            + "\r\nContent-Type: multipart/report; report-type=\"tlsrpt\"; boundary=\""
            + boundary
            + "\"\r\n\r\n--"
            + boundary
            + "\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nA TLS report.\r\n--"
            + boundary
            + "\r\n"
            + part.headers()
            + "\r\n"
            + part.body()
            + "--"
            + boundary
            + "--\r\n");
  }

  /** A report of three parts: words, fields, and the header of the message. */
  private static byte[] feedback(
      String reporter, int number, LocalDate day, String fields, String original) {
    String boundary = "=_arf_" + reporter;
    String arrived = MAIL_DATE.format(day.atTime(LocalTime.of(9, number)).atOffset(ZoneOffset.UTC));
    return Mails.bytes(
        Mails.headers(
                "feedback@" + reporter,
                Mails.MAILBOX,
                "FW: a message in your name",
                day,
                "arf." + number + "@" + reporter)
            + "Content-Type: multipart/report; report-type=feedback-report; boundary=\""
            + boundary
            + "\"\r\n\r\n--"
            + boundary
            + "\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n"
            + "This is a report about one message in the name of your domain.\r\n--"
            + boundary
            + "\r\nContent-Type: message/feedback-report\r\n\r\n"
            + crlf(fields)
            + "Arrival-Date: "
            + arrived
            + "\r\n\r\n--"
            + boundary
            + "\r\nContent-Type: text/rfc822-headers\r\n\r\n"
            + crlf(original)
            + "Date: "
            + arrived
            + "\r\n\r\n--"
            + boundary
            + "--\r\n");
  }

  private static String crlf(String text) {
    return text.replace("\n", "\r\n");
  }

  private void add(String name, String container, String shows, byte[] content) {
    files.add(new SampleFile(name, List.of(), container, shows, content));
  }

  private static LocalDate day(int ofNovember) {
    return LocalDate.of(2026, 11, ofNovember);
  }
}
