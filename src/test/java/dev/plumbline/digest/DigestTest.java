package dev.plumbline.digest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import dev.plumbline.review.Judge;
import dev.plumbline.store.Database;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.Scope;
import dev.plumbline.store.digest.DigestMails;
import dev.plumbline.store.digest.Rhythm;
import dev.plumbline.store.digest.Subscription;
import dev.plumbline.store.digest.Subscription.Timing;
import dev.plumbline.store.digest.Subscriptions;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.people.Limits;
import dev.plumbline.store.people.Who;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DigestTest {

  private static final Who TEST = Who.atShell("test");
  private static final String BASE = "https://plumbline.example.org";

  /** A Monday, the week before it is over. */
  private static final Instant MONDAY = Instant.parse("2026-11-23T09:00:00Z");

  @Inject IntakeStore store;
  @Inject Judge judge;
  @Inject DigestMaker maker;
  @Inject Subscriptions subscriptions;
  @Inject DigestMails mails;
  @Inject Database database;

  private GreenMail server;
  private int port;

  @BeforeEach
  void start() {
    server = LocalMail.started();
    port = server.getSmtp().getPort();
    subscriptions.active().forEach(one -> subscriptions.end(TEST, one, MONDAY));
    post(port).round();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private DigestPost post(int to) {
    return new DigestPost(
        subscriptions,
        mails,
        maker,
        new LocalMail(to),
        Clock.fixed(MONDAY, ZoneOffset.UTC),
        true,
        Optional.of(BASE),
        8080);
  }

  private Subscription subscribe(String address) {
    subscriptions.add(
        TEST,
        new Subscription.Draft(
            address,
            null,
            Limits.of(List.of("digest-test.example"), List.of()),
            new Timing(Rhythm.WEEKLY, 1, 7, ZoneOffset.UTC)),
        UUID.randomUUID().toString(),
        MONDAY.minus(Duration.ofDays(40)));
    return subscriptions.active().stream()
        .filter(one -> one.address().equals(address))
        .findFirst()
        .orElseThrow();
  }

  private String state(Subscription one) {
    return mails.newest(one.id(), 1).get(0).state();
  }

  private void seed(String domain) {
    for (int day = 16; day <= 20; day++) {
      store.record(
          MadeReport.item(),
          MadeReport.about(domain)
              .withId(domain + day)
              .from(Instant.parse("2026-11-" + day + "T00:00:00Z"))
              .with(MadeReport.row("198.51.100.7", 90, true))
              .with(MadeReport.row("203.0.113.9", 10, false))
              .alone());
    }
    judge.judgeNow(domain);
  }

  @Test
  void both_parts_of_the_mail_hold_the_same_facts() throws Exception {
    String domain = "facts.digest-test.example";
    seed(domain);
    Digest digest =
        maker.make(Scope.of(List.of(domain)), Period.parse("2026-W47").orElseThrow(), BASE);
    assertThat(digest.parts()).hasSize(1);
    assertThat(digest.parts().get(0).figures()).startsWith("90.0 % of 500 messages pass DMARC");
    subscribe("facts@digest-test.example");
    post(port).round();
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isNotBlank();
    assertThat(mail.getHeader("List-Unsubscribe-Post"))
        .containsExactly("List-Unsubscribe=One-Click");
    assertThat(mail.getHeader("List-Unsubscribe")[0]).startsWith("<" + BASE + "/digests/stop/");
    MimeMultipart both = (MimeMultipart) mail.getContent();
    assertThat(both.getContentType()).startsWith("multipart/alternative");
    String text = (String) both.getBodyPart(0).getContent();
    String html = (String) both.getBodyPart(1).getContent();
    assertThat(html).doesNotContain("src=").doesNotContain("<script").doesNotContain("url(");
    String said =
        html.replaceAll("(?s)<head>.*</head>", "")
            .replaceAll("<a [^>]*href=\"([^\"]*)\"[^>]*>", "$1 ")
            .replaceAll("<[^>]*>", " ")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
    for (String line : text.lines().map(String::strip).filter(one -> !one.isEmpty()).toList()) {
      String fact = line.replaceFirst("^(- |\\d\\. |All domains: |No more of this: )", "");
      assertThat(said).contains(fact);
    }
  }

  @Test
  void one_click_is_offered_by_https_alone() throws Exception {
    Letter.Content content = new Letter.Content("A subject", "text", "<p>text</p>", "digest");
    for (String base : List.of("https://mail.digest-test.example", "http://127.0.0.1:8080")) {
      Letter letter =
          Letter.of(
              content,
              new Letter.Envelope(
                  "a@digest-test.example",
                  "b@digest-test.example",
                  "one",
                  Instant.EPOCH,
                  base + "/digests/stop/key"));
      assertThat(letter.getHeader("List-Unsubscribe"))
          .containsExactly("<" + base + "/digests/stop/key>");
      assertThat(letter.getHeader("List-Unsubscribe-Post") != null)
          .isEqualTo(base.startsWith("https:"));
    }
  }

  @Test
  void what_is_left_out_is_counted_and_what_does_not_show_is_told() {
    String domain = "many.digest-test.example";
    seed(domain);
    database.write(
        """
        insert into standing_change (domain_id, id, at, subject, sender_key, sender_name, what,
          was, became, cause, detail)
        select d.id, nextval('standing_change_id'), '2026-11-18', 'sender', 'k' || n,
          'Sen' || chr(8238) || 'der ' || n, 'standing', 'AUTHORIZED', 'REGRESSED', 'reports',
          '{"reports":[],"text":null}'
        from domain d, generate_series(1, 250) n where d.name = ?\
        """,
        domain);
    Digest digest =
        maker.make(Scope.of(List.of(domain)), Period.parse("2026-W47").orElseThrow(), BASE);
    List<String> lines = digest.parts().get(0).lines();
    assertThat(lines).hasSize(16);
    assertThat(lines).anyMatch(line -> line.startsWith("Sen\\u{202e}der "));
    assertThat(lines.get(15)).matches("And more: 2\\d\\d changes, on its page\\.");
  }

  @Test
  void a_sender_that_was_only_called_otherwise_before_is_not_told_to_be_new() {
    String domain = "renamed.digest-test.example";
    seed(domain);
    database.write(
        """
        insert into standing_change (domain_id, id, at, subject, sender_key, sender_name, what,
          became, cause, detail)
        select s.domain_id, nextval('standing_change_id'), '2026-11-18', 'sender', s.sender_key,
          s.name, 'appeared', s.standing, 'recheck', '{"reports":[],"text":null}'
        from sender_standing s join domain d on d.id = s.domain_id where d.name = ?\
        """,
        domain);
    Period week = Period.parse("2026-W47").orElseThrow();
    assertThat(DigestText.of(maker.make(Scope.of(List.of(domain)), week, BASE), null))
        .contains("New senders: ");
    database.write(
        "update sender_standing set first_seen = '2026-10-01'"
            + " where domain_id = (select id from domain where name = ?)",
        domain);
    assertThat(DigestText.of(maker.make(Scope.of(List.of(domain)), week, BASE), null))
        .doesNotContain("New senders: ");
  }

  @Test
  void a_digest_of_many_domains_stays_as_long_as_somebody_reads() {
    seed("one.few.digest-test.example");
    seed("two.few.digest-test.example");
    Scope scope = Scope.of(List.of("few.digest-test.example"));
    Period week = Period.parse("2026-W47").orElseThrow();
    Digest digest = maker.make(scope, week, BASE, 1);
    assertThat(digest.parts()).hasSize(1);
    assertThat(digest.more()).isOne();
    assertThat(DigestText.of(digest, null))
        .contains("There is something to say about 1 more domain.");
    assertThat(DigestHtml.of(digest, null))
        .contains("There is something to say about 1 more domain.");
    assertThat(maker.make(scope, week, BASE).parts()).hasSize(2);
  }

  @Test
  void domains_that_nobody_has_reported_about_for_long_are_one_line() {
    String domain = "long.silent.digest-test.example";
    store.record(
        MadeReport.item(),
        MadeReport.about(domain)
            .from(Instant.parse("2026-03-01T00:00:00Z"))
            .with(MadeReport.row("198.51.100.7", 90, true))
            .alone());
    judge.judgeNow(domain);
    Digest digest =
        maker.make(Scope.of(List.of(domain)), Period.parse("2026-W40").orElseThrow(), BASE);
    String line = "No messages were reported about: " + domain + " (silent since 1 Mar 2026).";
    assertThat(digest.parts()).isEmpty();
    assertThat(digest.headline()).endsWith("1 needs you.");
    assertThat(digest.steps()).hasSize(1);
    assertThat(DigestText.of(digest, null)).contains(line);
    assertThat(DigestHtml.of(digest, null)).contains(line);
  }

  @Test
  void a_domain_without_mail_in_the_period_has_no_section_of_its_own_unless_something_happened() {
    String domain = "bare.digest-test.example";
    seed(domain);
    Scope scope = Scope.of(List.of(domain));
    Period after = Period.parse("2026-W48").orElseThrow();
    database.write(
        "delete from standing_change where domain_id = (select id from domain where name = ?)",
        domain);
    database.write(
        """
        update domain_summary set next_step = jsonb_set(next_step, '{kind}', '"FIND_REPORTS"')
        where domain_id = (select id from domain where name = ?)\
        """,
        domain);
    Digest digest = maker.make(scope, after, BASE);
    assertThat(digest.parts()).isEmpty();
    assertThat(DigestText.of(digest, null))
        .contains("No messages were reported about: " + domain + ".");
    database.write(
        """
        update domain_summary set silent_since = '2026-11-20'
        where domain_id = (select id from domain where name = ?)\
        """,
        domain);
    policyChanged(domain, "2026-11-25");
    assertThat(maker.make(scope, after, BASE).parts())
        .extracting(Digest.Part::figures)
        .containsExactly("No messages were reported. No reports have come in since 20 Nov 2026.");
  }

  private void policyChanged(String domain, String day) {
    database.write(
        """
        insert into standing_change (domain_id, id, at, subject, sender_key, sender_name, what,
          was, became, cause, detail)
        select id, nextval('standing_change_id'), ?::timestamptz, 'domain', '', '', 'policy',
          'none', 'reject', 'recheck', '{"reports":[],"text":null}' from domain where name = ?\
        """,
        day,
        domain);
  }

  @Test
  void one_message_is_told_of_in_the_singular() {
    String domain = "one-message.digest-test.example";
    for (String day : List.of("2026-11-10", "2026-11-17")) {
      store.record(
          MadeReport.item(),
          MadeReport.about(domain, MadeReport.row("198.51.100.9", 1, day.endsWith("17")))
              .from(Instant.parse(day + "T00:00:00Z"))
              .alone());
    }
    judge.judgeNow(domain);
    policyChanged(domain, "2026-11-18");
    Digest digest =
        maker.make(Scope.of(List.of(domain)), Period.parse("2026-W47").orElseThrow(), BASE);
    assertThat(digest.parts().get(0).figures())
        .isEqualTo("The one message passes DMARC; the week before the one message failed.");
    assertThat(given().get("/domains/" + domain + "?from=2026-11-17&to=2026-11-17").asString())
        .contains("1 message reported; it passes DMARC.");
  }

  @Test
  void domains_that_were_not_judged_yet_are_told_to_be_that() {
    String domain = "new.unjudged.digest-test.example";
    store.record(MadeReport.item(), MadeReport.about(domain).alone());
    Digest digest =
        maker.make(Scope.of(List.of(domain)), Period.parse("2026-W47").orElseThrow(), BASE);
    assertThat(digest.subject()).isEqualTo(domain + ": not judged yet");
    assertThat(digest.headline()).isEqualTo("1 domain, 16 Nov – 22 Nov 2026: not judged yet.");
    assertThat(DigestText.of(digest, null))
        .contains("Not judged yet, which happens in the background")
        .doesNotContain("nothing to do");
    assertThat(DigestHtml.of(digest, null)).contains("Not judged yet").contains(domain);
  }

  @Test
  void a_domain_about_which_dns_said_nothing_is_not_told_to_need_nothing() {
    String domain = "unknown.digest-test.example";
    seed(domain);
    database.write(
        """
        update domain_summary set findings = '[]', to_fix = 0, to_decide = 0,
          next_step = '{"kind":"WAIT","sender":"","name":""}'
        where domain_id = (select id from domain where name = ?)\
        """,
        domain);
    Digest digest =
        maker.make(Scope.of(List.of(domain)), Period.parse("2026-W47").orElseThrow(), BASE);
    assertThat(digest.subject()).isEqualTo(domain + ": not known, since DNS has said nothing yet");
    assertThat(digest.headline())
        .contains("not known, since DNS has said nothing yet")
        .doesNotContain("nothing to do");
  }

  @Test
  void one_domain_with_several_failing_senders_has_several_steps_each_leading_where_it_is_taken() {
    String domain = "steps.digest-test.example";
    seed(domain);
    database.write(
        """
        insert into sender_standing
        select (jsonb_populate_record(s, jsonb_build_object('sender_key', 'one/' || n,
          'name', 'Sender ' || n, 'standing', 'NEEDS_ALIGNMENT', 'messages', 1000 * n,
          'pass_messages', 0))).*
        from sender_standing s join domain d on d.id = s.domain_id, generate_series(1, 5) n
        where d.name = ? and s.sender_key = (
          select min(sender_key) from sender_standing t where t.domain_id = s.domain_id)\
        """,
        domain);
    Digest digest =
        maker.make(Scope.of(List.of(domain)), Period.parse("2026-W47").orElseThrow(), BASE);
    assertThat(digest.steps()).hasSize(3);
    assertThat(digest.steps())
        .contains(
            new Digest.Step(
                "Fix Sender 5, which fails at " + domain,
                BASE + "/domains/" + domain + "/senders/one/5"));
  }

  @Test
  void each_day_has_its_place_in_the_chart_and_a_month_fits_on_a_phone() {
    String domain = "chart.digest-test.example";
    seed(domain);
    Scope scope = Scope.of(List.of(domain));
    Digest week = maker.make(scope, Period.parse("2026-W47").orElseThrow(), BASE);
    assertThat(week.parts().get(0).bars())
        .extracting(bar -> bar.day() + " " + bar.pass() + " " + bar.fail())
        .containsExactly(
            "2026-11-16 90 10",
            "2026-11-17 90 10",
            "2026-11-18 90 10",
            "2026-11-19 90 10",
            "2026-11-20 90 10",
            "2026-11-21 0 0",
            "2026-11-22 0 0");
    Digest month = maker.make(scope, Period.parse("2026-11").orElseThrow(), BASE);
    assertThat(month.parts().get(0).bars()).hasSize(30);
    assertThat(DigestHtml.of(month, null)).contains("width=\"5\"").doesNotContain("width=\"14\"");
  }

  @Test
  void a_week_without_anything_to_say_is_one_line() {
    Digest digest =
        maker.make(
            Scope.of(List.of("nobody.digest-test.example")),
            Period.parse("2026-W47").orElseThrow(),
            BASE);
    assertThat(digest.parts()).isEmpty();
    assertThat(digest.headline()).endsWith("nothing to do, and nothing changed.");
    assertThat(digest.subject()).doesNotContain("\n");
  }

  @Test
  void two_processes_send_each_mail_once() throws Exception {
    List<Subscription> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      all.add(subscribe("reader" + i + "@digest-test.example"));
    }
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        running.add(pool.submit(() -> post(port).round()));
      }
      for (Future<?> one : running) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
    post(port).round();
    assertThat(server.getReceivedMessages())
        .extracting(one -> one.getAllRecipients()[0].toString())
        .hasSize(30)
        .doesNotHaveDuplicates();
    assertThat(all).allMatch(one -> state(one).equals("sent"));
  }

  @Test
  void a_process_that_dies_before_the_mail_ends_loses_none_and_one_that_dies_then_sends_none_twice()
      throws Exception {
    Subscription before = subscribe("before@digest-test.example");
    mails.want(before.id(), "2026-W47", MONDAY);
    assertThat(mails.claim(Duration.ofMillis(1))).isPresent();
    Thread.sleep(20);
    post(port).round();
    assertThat(state(before)).isEqualTo("sent");
    assertThat(server.getReceivedMessages()).hasSize(1);

    Subscription then = subscribe("then@digest-test.example");
    mails.want(then.id(), "2026-W47", MONDAY);
    DigestMails.Claimed mail = mails.claim(Duration.ofMillis(500)).orElseThrow();
    assertThat(mails.outbox().handing(mail.claim(), "subject", Duration.ofMillis(1))).isTrue();
    Thread.sleep(20);
    post(port).round();
    assertThat(state(then)).isEqualTo("unsure");
    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  @Test
  void a_slow_process_does_not_end_a_mail_that_another_took_over() {
    Subscription one = subscribe("slow@digest-test.example");
    mails.want(one.id(), "2026-W47", MONDAY);
    DigestMails.Claimed slow = mails.claim(Duration.ZERO).orElseThrow();
    DigestMails.Claimed other = mails.claim(Duration.ofMinutes(1)).orElseThrow();
    assertThat(other.claim().id()).isEqualTo(slow.claim().id());
    assertThat(mails.outbox().handing(slow.claim(), "subject", Duration.ofMinutes(1))).isFalse();
    Letter letter =
        Letter.of(
            maker.make(one.scope(), Period.parse("2026-W47").orElseThrow(), BASE),
            new Letter.Envelope("a@digest-test.example", one.address(), "x", MONDAY, null));
    assertThat(new MailServer(new LocalMail(port)).send(letter, () -> false).fate())
        .isEqualTo(MailServer.Fate.LATER);
    assertThat(server.getReceivedMessages()).isEmpty();
    mails.outbox().ended(other.claim());
  }

  @Test
  void what_a_server_says_decides_what_becomes_of_a_mail() throws Exception {
    assertThat(against("MAIL", "451 4.7.1 greylisted")).isEqualTo("waiting");
    assertThat(against("RCPT", "550 5.1.1 nobody of that name")).isEqualTo("refused");
    assertThat(against("RCPT", null)).isEqualTo("waiting");
    assertThat(against(".", "452 4.3.1 disk full")).isEqualTo("waiting");
    assertThat(against(".", "554 5.7.1 spam")).isEqualTo("refused");
    assertThat(against(".", null)).isEqualTo("unsure");
  }

  @Test
  void a_mail_of_which_nobody_knows_whether_the_server_took_it_is_shown_as_perhaps_sent()
      throws Exception {
    against(".", null, one -> assertThat(shown(one)).contains("perhaps sent"));
    against("RCPT", "550 5.1.1 nobody", one -> assertThat(shown(one)).contains("refused"));
  }

  private static String shown(Subscription one) {
    return Jsoup.parse(given().get("/account/digests").asString())
        .select("tr:contains(" + one.address() + ")")
        .text();
  }

  /** Sends to a server that answers one command so, or leaves when it hears it. */
  private String against(String command, String answer) throws Exception {
    return against(command, answer, one -> {});
  }

  private String against(String command, String answer, Consumer<Subscription> look)
      throws Exception {
    Subscription one = subscribe(UUID.randomUUID() + "@digest-test.example");
    mails.want(one.id(), "2026-W47", MONDAY);
    try (ServerSocket odd = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> serve(odd, command, answer), "odd-smtp-server");
      thread.setDaemon(true);
      thread.start();
      post(odd.getLocalPort()).round();
    }
    String state = state(one);
    look.accept(one);
    subscriptions.end(TEST, one, MONDAY);
    return state;
  }

  private static void serve(ServerSocket server, String odd, String oddAnswer) {
    while (!server.isClosed()) {
      try (Socket client = server.accept();
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
          OutputStream out = client.getOutputStream()) {
        say(out, "220 odd.digest-test.example ESMTP");
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          if (data && !line.equals(".")) {
            continue;
          }
          data = false;
          if (line.toUpperCase(java.util.Locale.ROOT).startsWith(odd)) {
            if (oddAnswer == null) {
              break;
            }
            say(out, oddAnswer);
          } else if (line.startsWith("DATA")) {
            data = true;
            say(out, "354 go on");
          } else {
            say(out, line.startsWith("QUIT") ? "221 bye" : "250 ok");
          }
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Test
  void missed_weeks_are_caught_up_by_one_mail() {
    Subscription one = subscribe("late@digest-test.example");
    post(port).round();
    post(port).round();
    assertThat(server.getReceivedMessages()).hasSize(1);
    assertThat(mails.newest(one.id(), 10)).hasSize(1);
  }

  @Test
  void a_digest_of_a_domain_that_nobody_knows_is_refused_in_a_sentence() {
    for (String domain : List.of("unheard-of.example", "test.example")) {
      assertThat(
              given()
                  .formParam("address", "typo@digest-test.example")
                  .formParam("domains", domain)
                  .formParam("rhythm", "daily")
                  .formParam("hour", "7")
                  .post("/account/digests")
                  .then()
                  .statusCode(400)
                  .extract()
                  .asString())
          .contains("No report about " + domain + " has come in.");
    }
    assertThat(subscriptions.active())
        .extracting(Subscription::address)
        .doesNotContain("typo@digest-test.example");
  }

  @Test
  void what_was_found_is_told_by_one_digest_wherever_it_is_morning_first() {
    String domain = "morning.digest-test.example";
    seed(domain);
    Instant first = Instant.parse("2026-11-16T02:00:00Z");
    database.write(
        """
        insert into standing_change (domain_id, id, at, subject, sender_key, sender_name, what,
          was, became, cause, detail)
        select d.id, nextval('standing_change_id'), ?::timestamptz + n * interval '3 hours',
          'sender', 'k' || n, 'Sender ' || n, 'standing', 'AUTHORIZED', 'REGRESSED', 'reports',
          '{"reports":[],"text":null}'
        from domain d, generate_series(0, 71) n where d.name = ?\
        """,
        first,
        domain);
    for (String zone : List.of("Asia/Tokyo", "UTC", "America/New_York")) {
      Timing daily = new Timing(Rhythm.DAILY, 1, 7, ZoneId.of(zone));
      List<Integer> told = new ArrayList<>();
      for (int day = 17; day <= 24; day++) {
        Period.Due due = Period.newest(daily, Instant.parse("2026-11-" + day + "T23:00:00Z"));
        List<Integer> now = told(domain, due.period(), daily.zone());
        assertThat(now)
            .as("what is told in %s at %s is found by then", zone, due.at())
            .allMatch(n -> first.plus(Duration.ofHours(3L * n)).isBefore(due.at()));
        told.addAll(now);
      }
      assertThat(told).as(zone).doesNotHaveDuplicates();
      assertThat(told)
          .as(zone)
          .containsAll(IntStream.rangeClosed(told.get(0), told.get(0) + 55).boxed().toList());
    }
    // There are no such senders, which other tests would look for.
    database.write(
        "delete from standing_change where domain_id = (select id from domain where name = ?)",
        domain);
  }

  /** The numbers of the changes that a digest tells. */
  private List<Integer> told(String domain, Period period, ZoneId zone) {
    return maker.make(Scope.of(List.of(domain)), period, zone, BASE).parts().stream()
        .flatMap(part -> part.lines().stream())
        .map(Pattern.compile("Sender (\\d+) was ")::matcher)
        .filter(Matcher::lookingAt)
        .map(number -> Integer.valueOf(number.group(1)))
        .toList();
  }

  @Test
  void a_mail_client_ends_a_digest_by_one_click() {
    Subscription one = subscribe("click@digest-test.example");
    given().get("/digests/stop/" + one.key()).then().statusCode(200);
    assertThat(subscriptions.byKey(one.key()).orElseThrow().endedAt())
        .as("a link that is only looked at ends nothing")
        .isNull();
    given()
        .formParam("List-Unsubscribe", "One-Click")
        .post("/digests/stop/" + one.key())
        .then()
        .statusCode(200);
    assertThat(subscriptions.byKey(one.key()).orElseThrow().endedAt()).isNotNull();
    given().get("/digests/stop/nobody-has-this-key").then().statusCode(404);
  }

  @Test
  void a_digest_is_asked_for_looked_at_and_ended_on_its_page() {
    seed("page.digest-test.example");
    given()
        .redirects()
        .follow(false)
        .formParam("address", "page@digest-test.example")
        .formParam("domains", "digest-test.example")
        .formParam("rhythm", "daily")
        .formParam("hour", "7")
        .formParam("zone", "Europe/Berlin")
        .post("/account/digests")
        .then()
        .statusCode(303);
    Subscription one =
        subscriptions.active().stream()
            .filter(active -> active.address().equals("page@digest-test.example"))
            .findFirst()
            .orElseThrow();
    assertThat(given().get("/account/digests").asString())
        .contains("page@digest-test.example", "every day at 07:00 (Europe/Berlin)");
    assertThat(given().get("/account/digests/" + one.id() + "/preview").asString())
        .contains("color-scheme");
    assertThat(
            given()
                .get("/account/digests/" + one.id() + "/preview")
                .getHeaders()
                .getValues("Content-Security-Policy"))
        .hasSize(1)
        .first()
        .asString()
        .contains("style-src 'unsafe-inline'");
    given()
        .redirects()
        .follow(false)
        .formParam("any", "thing")
        .post("/account/digests/" + one.id() + "/end")
        .then()
        .statusCode(303);
    assertThat(subscriptions.byKey(one.key()).orElseThrow().endedAt()).isNotNull();
    given()
        .redirects()
        .follow(false)
        .formParam("address", "nobody")
        .formParam("rhythm", "daily")
        .post("/account/digests")
        .then()
        .statusCode(400);
  }
}
