package dev.plumbline.samples;

import static dev.plumbline.samples.Reporter.BLUEWATER;
import static dev.plumbline.samples.Reporter.CORMORANT;
import static dev.plumbline.samples.Reporter.FERRYSTONE;
import static dev.plumbline.samples.Reporter.GULLWING;
import static dev.plumbline.samples.Reporter.ISLEOFWIRE;
import static dev.plumbline.samples.Reporter.KELPNET;
import static dev.plumbline.samples.Reporter.MAILBASTION;
import static dev.plumbline.samples.Reporter.NORDSEE;
import static dev.plumbline.samples.Reporter.OUTPOST;
import static dev.plumbline.samples.Reporter.POLARMAIL;
import static dev.plumbline.samples.Reporter.SALTMARSH;
import static dev.plumbline.samples.Reporter.SUEDHAFEN;
import static dev.plumbline.samples.Story.FIRST_DAY;
import static dev.plumbline.samples.Story.LAST_DAY;
import static dev.plumbline.samples.Story.MUSEUM;
import static dev.plumbline.samples.Story.PARKED;
import static dev.plumbline.samples.Story.SHOP;

import dev.plumbline.samples.Packing.Entry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/** The files of sample-reports/: which reports there are and what each is packed in. */
final class SampleFiles {

  private final List<SampleFile> files = new ArrayList<>();

  private SampleFiles() {}

  /**
   * A file.
   *
   * @param reports the reports in it that count, none for what is no report or a duplicate
   * @param container how they are packed
   * @param shows why this file is here
   */
  record SampleFile(
      String name, List<Report> reports, String container, String shows, byte[] content) {

    SampleFile {
      reports = List.copyOf(reports);
    }
  }

  static List<SampleFile> all() {
    SampleFiles all = new SampleFiles();
    all.polarmail();
    all.outpost();
    all.gullwing();
    all.nordsee();
    all.bluewater();
    all.gateways();
    all.smallReceivers();
    all.notReports();
    all.files.addAll(OtherKinds.all());
    return List.copyOf(all.files);
  }

  private void polarmail() {
    LocalDate begin = FIRST_DAY;
    while (!begin.isAfter(LAST_DAY)) {
      LocalDate end = begin.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY));
      zip(POLARMAIL, MUSEUM, begin, end, "a week of daily reports");
      begin = end.plusDays(1);
    }
    Report wave = Report.of(POLARMAIL, MUSEUM, Story.WAVE);
    add(wave, ".xml.gz", "gzip", "several hundred rows in one day", Packing.gzip(wave.xml()));
    months(POLARMAIL, SHOP);
    zip(POLARMAIL, PARKED, FIRST_DAY, day(9, 30), "daily reports of five weeks");
    zip(POLARMAIL, PARKED, day(10, 1), LAST_DAY, "daily reports with a campaign of three days");
  }

  private void outpost() {
    months(OUTPOST, MUSEUM);
    months(OUTPOST, SHOP);
    zip(OUTPOST, PARKED, day(11, 9), day(11, 11), "the campaign as a second reporter saw it");
  }

  private void gullwing() {
    for (LocalDate day : List.of(day(9, 10), day(10, 8), day(11, 5), day(11, 18))) {
      Report report = Report.of(GULLWING, MUSEUM, day);
      add(
          report,
          ".xml.gz",
          "gzip",
          "RFC 9990 with namespace and extension",
          Packing.gzip(report.xml()));
    }
    Report shop = Report.of(GULLWING, SHOP, day(10, 23));
    add(shop, ".xml", "XML", "RFC 9990; disposition pass, trusted_forwarder", shop.xml());
    mail(
        Report.of(GULLWING, SHOP, day(11, 20)),
        "mail, gzip attached",
        "the form RFC 9990 asks for",
        "application/gzip");
    Report parked = Report.of(GULLWING, PARKED, day(11, 10));
    add(parked, ".xml", "XML", "RFC 9990; np and sp applied", parked.xml());
  }

  private void nordsee() {
    for (LocalDate day : List.of(day(9, 3), day(10, 15), day(11, 19))) {
      Report report = Report.of(NORDSEE, MUSEUM, day);
      add(
          report,
          ".xml.gz",
          "gzip",
          "elements of RFC 9990 without its namespace",
          Packing.gzip(report.xml()));
    }
    Report shop = Report.of(NORDSEE, SHOP, day(11, 6));
    byte[] zip = Packing.zip(List.of(entry(shop)));
    add(
        shop,
        ".eml",
        "mail, zip attached",
        "zip declared as application/gzip",
        Mails.withAttachment(shop, "application/gzip", shop.fileName() + ".zip", zip));
  }

  private void bluewater() {
    mail(
        Report.of(BLUEWATER, MUSEUM, day(9, 17)),
        "mail, gzip attached",
        "no DKIM selectors",
        "application/gzip");
    Report first = Report.of(BLUEWATER, MUSEUM, day(10, 22));
    Report second = Report.of(BLUEWATER, SHOP, day(10, 22));
    add(
        "bluewater-2026-10-22-from-a-desktop.zip",
        List.of(first, second),
        "zip of several",
        "two domains in one archive, with the __MACOSX and .DS_Store a desktop adds",
        Packing.zip(
            List.of(
                entry(first),
                new Entry("__MACOSX/._" + first.fileName() + ".xml", Mails.bytes("\0\5\26\7")),
                new Entry(".DS_Store", Mails.bytes("\0\0\0\1Bud1")),
                entry(second))));
    Report shop = Report.of(BLUEWATER, SHOP, day(11, 13));
    add(shop, ".xml.gz", "gzip", "ordinary", Packing.gzip(shop.xml()));
    add(
        "duplicate-bluewater-2026-11-13.eml",
        List.of(),
        "mail, gzip attached",
        "a duplicate: the bookshop's report of that day, come a second time by mail",
        Mails.withAttachment(
            shop, "application/gzip", shop.fileName() + ".xml.gz", Packing.gzip(shop.xml())));
  }

  private void gateways() {
    Report garbage = Report.of(MAILBASTION, MUSEUM, day(9, 24));
    add(
        garbage,
        ".xml.gz",
        "gzip",
        "garbage after the gzip member; fractional dates",
        concat(Packing.gzip(garbage.xml()), Mails.bytes("\r\n--end of attachment--\r\n")));
    mail(
        Report.of(MAILBASTION, MUSEUM, day(11, 12)),
        "mail, gzip attached",
        "gzip declared as text/plain; fractional dates",
        "text/plain");
    Report bank = Report.of(SALTMARSH, MUSEUM, day(10, 29));
    add(
        bank,
        ".xml",
        "XML",
        "empty reason elements; scope helo with a null reverse path",
        bank.xml());
    Report forwarded = Report.of(SALTMARSH, SHOP, day(11, 17));
    add(
        forwarded,
        ".eml",
        "mail within a mail",
        "forwarded by a colleague as message/rfc822",
        Mails.forwarded(
            forwarded,
            Mails.withAttachment(
                forwarded,
                "application/zip",
                forwarded.fileName() + ".zip",
                Packing.zip(List.of(entry(forwarded))))));
  }

  private void smallReceivers() {
    Report capital = Report.of(KELPNET, MUSEUM, day(10, 1));
    add(
        capital,
        ".xml",
        "XML",
        "results as Pass and Fail; version, alignment, pct missing",
        capital.xml());
    Report hardfail = Report.of(KELPNET, PARKED, day(11, 9));
    add(hardfail, ".xml", "XML", "SPF results hardfail", hardfail.xml());
    Report latin = Report.of(SUEDHAFEN, MUSEUM, day(10, 13));
    add(latin, ".xml", "XML", "ISO 8859-1 in a document that says UTF-8", latin.xml());
    Report body = Report.of(SUEDHAFEN, MUSEUM, day(11, 16));
    add(
        body,
        ".eml",
        "mail that is the attachment",
        "no multipart: the gzip is the body",
        Mails.single(
            body,
            Mails.attachment(
                "application/gzip", body.fileName() + ".xml.gz", Packing.gzip(body.xml()))));
    Report before = Report.of(CORMORANT, MUSEUM, day(9, 8));
    add(
        before,
        ".xml",
        "XML",
        "text before the XML declaration; unknown element",
        concat(Mails.bytes("DMARC report follows\n\n"), before.xml()));
    Report quoted = Report.of(CORMORANT, MUSEUM, day(11, 2));
    add(
        quoted,
        ".eml",
        "mail, XML attached",
        "quoted-printable XML",
        Mails.multipart(
            quoted,
            Mails.text("Report attached."),
            Mails.quotedPrintable(quoted.fileName() + ".xml", quoted.xml())));
    Report inline = Report.of(CORMORANT, SHOP, day(11, 18));
    add(
        inline,
        ".eml",
        "mail, XML inline",
        "the XML is the text of the mail",
        Mails.single(inline, Mails.inline(inline.xml())));
    Report twice = Report.of(ISLEOFWIRE, MUSEUM, day(10, 20));
    add(
        twice,
        ".xml.gz.gz",
        "gzip in gzip",
        "packed twice; white space around values; empty sp",
        Packing.gzip(Packing.gzip(twice.xml())));
    Report padded = Report.of(ISLEOFWIRE, SHOP, day(11, 11));
    add(
        padded,
        ".zip",
        "zip",
        "white space around values; empty sp",
        Packing.zip(List.of(entry(padded))));
    for (LocalDate monday : List.of(day(9, 14), day(11, 9))) {
      Report week = Report.of(FERRYSTONE, MUSEUM, monday, monday.plusDays(6));
      add(
          week,
          ".xml.gz",
          "gzip",
          "one report of seven days; all on one line",
          Packing.gzip(week.xml()));
    }
  }

  private void notReports() {
    add(
        "bounce.eml",
        List.of(),
        "mail",
        "not a report: a bounce",
        Mails.bytes(
            Mails.headers(
                    "Mail Delivery System <MAILER-DAEMON@seacliff.example>",
                    Mails.MAILBOX,
                    "Undelivered Mail Returned to Sender",
                    day(11, 14),
                    "20261114041701.7F2@seacliff.example")
                + "Content-Type: multipart/report; report-type=delivery-status;"
                + " boundary=\"=_bounce\"\r\n\r\n--=_bounce\r\n"
                + "Content-Type: text/plain; charset=us-ascii\r\n\r\n"
                + "Your message could not be delivered: the mailbox is full.\r\n--=_bounce\r\n"
                + "Content-Type: message/delivery-status\r\n\r\n"
                + "Reporting-MTA: dns; fwd1.alumni.seacliff.example\r\n\r\n"
                + "Final-Recipient: rfc822; reports@seacliff.example\r\n"
                + "Action: failed\r\nStatus: 5.2.2\r\n--=_bounce--\r\n"));
    add(
        "newsletter.eml",
        List.of(),
        "mail",
        "not a report: advertising with a picture named like a report",
        Mails.bytes(
            Mails.headers(
                    "Blastwave <hello@blastwave.example>",
                    Mails.MAILBOX,
                    "Your domain report is ready! 80% off DMARC",
                    day(11, 16),
                    "offer.4411@blastwave.example")
                + "Content-Type: multipart/mixed; boundary=\"=_offer\"\r\n\r\n--=_offer\r\n"
                + "Content-Type: text/html; charset=us-ascii\r\n\r\n"
                + "<p>Read all your reports in one place.</p>\r\n--=_offer\r\n"
                + "Content-Type: image/gif; name=\"report.gif\"\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7\r\n--=_offer--\r\n"));
    Report none = new Report(BLUEWATER, PARKED, day(11, 15), day(11, 15), List.of());
    add(
        none.fileName() + ".xml.gz",
        List.of(),
        "gzip",
        "not a report: the word \"unused\", as a reporter's fault once sent it",
        Packing.gzip("unused".getBytes(StandardCharsets.US_ASCII)));
  }

  private void months(Reporter reporter, String domain) {
    LocalDate begin = FIRST_DAY;
    while (!begin.isAfter(LAST_DAY)) {
      LocalDate month = begin.with(TemporalAdjusters.lastDayOfMonth());
      LocalDate end = month.isAfter(LAST_DAY) ? LAST_DAY : month;
      zip(reporter, domain, begin, end, "the daily reports of a month");
      begin = end.plusDays(1);
    }
  }

  /** Daily reports in one zip; as in life, there is none for a day without messages. */
  private void zip(Reporter reporter, String domain, LocalDate begin, LocalDate end, String shows) {
    List<Report> reports = new ArrayList<>();
    for (LocalDate day = begin; !day.isAfter(end); day = day.plusDays(1)) {
      Report report = Report.of(reporter, domain, day);
      boolean elsewhere = reporter == POLARMAIL && domain.equals(MUSEUM) && day.equals(Story.WAVE);
      if (report.messages() > 0 && !elsewhere) {
        reports.add(report);
      }
    }
    add(
        reporter.domain() + "!" + domain + "!" + begin + "!" + end + ".zip",
        reports,
        "zip of several",
        shows,
        Packing.zip(reports.stream().map(SampleFiles::entry).toList()));
  }

  private void mail(Report report, String container, String shows, String type) {
    add(
        report,
        ".eml",
        container,
        shows,
        Mails.withAttachment(
            report, type, report.fileName() + ".xml.gz", Packing.gzip(report.xml())));
  }

  private void add(
      Report report, String extension, String container, String shows, byte[] content) {
    add(report.fileName() + extension, List.of(report), container, shows, content);
  }

  private void add(
      String name, List<Report> reports, String container, String shows, byte[] content) {
    files.add(new SampleFile(name, reports, container, shows, content));
  }

  private static Entry entry(Report report) {
    return new Entry(report.fileName() + ".xml", report.xml());
  }

  private static byte[] concat(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }

  private static LocalDate day(int month, int day) {
    return LocalDate.of(2026, month, day);
  }
}
