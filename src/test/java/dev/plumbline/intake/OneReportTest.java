package dev.plumbline.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.plumbline.intake.imap.ImapMailboxes;
import dev.plumbline.mime.Found;
import dev.plumbline.mime.Limits;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.mime.ReportFinder;
import dev.plumbline.recheck.Rechecks;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.AggregateReportParser;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportSink;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.store.intake.DocumentResult;
import dev.plumbline.store.intake.IntakeEntry;
import dev.plumbline.store.intake.IntakeQueries;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.traffic.ReportDetail;
import dev.plumbline.store.traffic.ReportQueries;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Follows one sample report from a mailbox to a page, at the stops the root package-info lists. */
@QuarkusTest
class OneReportTest {

  private static final String DOMAIN = "harbourlight.example";

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));

  @Inject Intake intake;
  @Inject IntakeStore store;
  @Inject IntakeQueries log;
  @Inject ReportQueries reports;
  @Inject Rechecks rechecks;
  @Inject DomainReviews reviews;
  @Inject DataSource database;

  @BeforeEach
  void start() {
    server.start();
    server.setUser(MailClient.USER, MailClient.USER, MailClient.PASSWORD);
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void the_stops_that_are_told_are_those_of_the_code() throws Exception {
    assertThat(ToldPath.stops())
        .containsExactly(
            "intake.MailboxPoller#poll",
            "intake.Intake#takeAll",
            "mime.ReportFinder#find",
            "store.intake.IntakeStore#draft",
            "report.aggregate.AggregateReportParser#parse",
            "store.intake.IntakeStore#recordTogether",
            "recheck.Rechecks#afterIntake",
            "recheck.Rechecks#recheckNow",
            "review.Judge#judgeNow",
            "review.DomainJudging#run",
            "web.DomainPage#show");
    ToldPath path = new ToldPath();
    List<String> stops = ToldPath.stops();
    // Up to the commit each stop lies behind the one before the next, in one thread.
    assertThat(path.reachedFrom(stops.get(0))).containsAll(stops.subList(1, 6));
    assertThat(path.reachedFrom(stops.get(1))).containsAll(stops.subList(2, 6));
    // The event that Intake fires is the one that Rechecks waits for.
    assertThat(Rechecks.class.getDeclaredMethod("afterIntake", IntakeStored.class).getParameters())
        .singleElement()
        .matches(event -> event.isAnnotationPresent(Observes.class));
    assertThat(path.reachedFrom("intake.Intake#takeAll")).contains("intake.IntakeStored#<init>");
    assertThat(path.reachedFrom("review.Judge#judgeNow")).contains("review.DomainJudging#run");
    assertThat(path.reachedFrom("web.DomainPage#show"))
        .contains("review.KeptReviews#summary", "store.judgement.Standings#senders");
  }

  @Test
  void a_report_is_followed_from_the_mailbox_to_the_page() throws Exception {
    byte[] mail = sampleMail();

    // mime and report: what the file itself says
    List<Found> findings =
        new ReportFinder(Limits.DEFAULT).find(ReceivedBytes.of(mail), "a sample");
    assertThat(findings).singleElement().isInstanceOf(Found.Report.class);
    Rows rows = new Rows();
    AggregateReport parsed =
        new AggregateReportParser().parse(((Found.Report) findings.get(0)).content(), rows);
    assertThat(parsed.rows()).isEqualTo(rows.all.size()).isPositive();
    forget(parsed.header().reportId());

    // intake and store: out of the inbox once it is committed
    MailClient client = new MailClient(server.getImap().getPort());
    client.deliver(mail);
    MailboxAccount account =
        Accounts.of(
            "host",
            "127.0.0.1",
            "port",
            Integer.toString(server.getImap().getPort()),
            "tls",
            "none",
            "user",
            MailClient.USER,
            "password",
            MailClient.PASSWORD);
    new MailboxPoller(
            account,
            () -> ImapMailboxes.open(account),
            intake,
            MailboxPoller.Turn.until(() -> false))
        .poll();
    assertThat(client.everything("INBOX")).isEmpty();
    IntakeEntry entry = log.entries(null, 0, 1).items().get(0);
    assertThat(entry.channel()).isEqualTo("mailbox:test");
    assertThat(entry.outcome()).isEqualTo(Outcome.STORED);
    DocumentResult document = entry.documents().get(0);
    ReportDetail stored = reports.report(document.report()).orElseThrow();
    assertThat(stored.report().messages()).isEqualTo(parsed.messages());
    assertThat(stored.report().repairs()).isEqualTo(parsed.repairs());
    assertThat(
            reports
                .rows(document.report(), dev.plumbline.store.traffic.RowFilter.ALL, 0, 10_000)
                .items())
        .extracting(row -> row.row())
        .containsExactlyElementsOf(rows.all);
    assertThat(reports.rawOfIntake(entry.id()).orElseThrow().content().open().readAllBytes())
        .isEqualTo(mail);

    // recheck, sender and standing
    assertThat(rechecks.recheckNow(DOMAIN).orElseThrow().evaluations()).isPositive();
    LocalDate day = LocalDate.ofInstant(parsed.header().begin(), ZoneOffset.UTC);
    DomainReview review = reviews.review(DOMAIN, day, day).orElseThrow();
    assertThat(review.messages()).isGreaterThanOrEqualTo(parsed.messages());
    List<InetAddress> judged =
        review.senders().stream()
            .flatMap(sender -> sender.sources().stream())
            .map(source -> source.ip())
            .toList();
    for (ReportRow row : rows.all) {
      assertThat(judged).contains(row.sourceIp());
    }

    // web
    String page =
        given()
            .queryParam("from", day.toString())
            .queryParam("to", day.toString())
            .get("/domains/" + DOMAIN)
            .then()
            .statusCode(200)
            .extract()
            .asString();
    assertThat(page).contains(DOMAIN, review.senders().get(0).name());
  }

  /** The first sample that is a whole mail with one report about the domain in it. */
  private static byte[] sampleMail() throws Exception {
    Path folder = Path.of("sample-reports");
    try (Stream<Path> files = java.nio.file.Files.list(folder)) {
      Optional<Path> mail =
          files
              .filter(
                  file ->
                      file.getFileName().toString().contains("!" + DOMAIN + "!")
                          && file.toString().endsWith(".eml"))
              .sorted()
              .findFirst();
      return java.nio.file.Files.readAllBytes(mail.orElseThrow());
    }
  }

  /** Another test may have taken the same sample in; here it shall be new. */
  private void forget(String reportId) throws Exception {
    Long domainId = null;
    Long id = null;
    try (Connection connection = database.getConnection()) {
      try (PreparedStatement find =
          connection.prepareStatement(
              "select r.domain_id, r.id from report r join domain d on d.id = r.domain_id"
                  + " where r.report_id = ? and d.name = ?")) {
        find.setString(1, reportId);
        find.setString(2, DOMAIN);
        try (ResultSet row = find.executeQuery()) {
          if (row.next()) {
            domainId = row.getLong(1);
            id = row.getLong(2);
          }
        }
      }
      if (id == null) {
        return;
      }
      for (String table : List.of("report_row", "intake_document", "report_conflict")) {
        delete(connection, table, "report_id", domainId, id);
      }
      delete(connection, "report", "id", domainId, id);
    }
    store.rebuildTotals(domainId);
  }

  private static void delete(
      Connection connection, String table, String column, long domainId, long id) throws Exception {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "delete from " + table + " where domain_id = ? and " + column + " = ?")) {
      delete.setLong(1, domainId);
      delete.setLong(2, id);
      delete.executeUpdate();
    }
  }

  private static final class Rows implements ReportSink {
    final List<ReportRow> all = new ArrayList<>();

    @Override
    public void begin(ReportHeader header) {
      assertThat(header.policy().domain()).isEqualTo(DOMAIN);
    }

    @Override
    public void row(ReportRow row) {
      all.add(row);
    }
  }
}
