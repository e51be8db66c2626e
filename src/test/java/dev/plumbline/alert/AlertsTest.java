package dev.plumbline.alert;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import com.icegreen.greenmail.util.GreenMail;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.digest.DigestPost;
import dev.plumbline.digest.LocalMail;
import dev.plumbline.digest.ReturnedMail;
import dev.plumbline.intake.Intake;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.store.Database;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.Scope;
import dev.plumbline.store.alert.Alert;
import dev.plumbline.store.alert.Alert.Found;
import dev.plumbline.store.alert.AlertKind;
import dev.plumbline.store.alert.AlertPosts;
import dev.plumbline.store.alert.Alerts;
import dev.plumbline.store.alert.Channel;
import dev.plumbline.store.alert.Channel.Quiet;
import dev.plumbline.store.alert.Channel.Shape;
import dev.plumbline.store.alert.Channels;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.Limits;
import dev.plumbline.store.people.Who;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alerts to a real mail server and a real HTTP server of this machine. */
@QuarkusTest
class AlertsTest {

  private static final Who TEST = Who.atShell("test");
  private static final String DOMAIN = "alert-test.example";
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @Inject Alerts alerts;
  @Inject Database database;
  @Inject Channels channels;
  @Inject AuditLog log;
  @Inject AlertPosts posts;
  @Inject DigestPost digests;
  @Inject Intake intake;
  @Inject IntakeStore store;

  private GreenMail mail;
  private HttpServer web;
  private final ConcurrentLinkedQueue<Got> got = new ConcurrentLinkedQueue<>();
  private final AtomicInteger status = new AtomicInteger(200);

  /** What the web server got. */
  private record Got(
      String method,
      String path,
      String body,
      @Nullable String signature,
      @Nullable String title,
      @Nullable String authorization) {}

  private record Local(Optional<List<String>> insideHosts) implements AlertSettings {
    @Override
    public Duration gather() {
      return Duration.ofMinutes(2);
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(5);
    }
  }

  @BeforeEach
  void start() throws IOException {
    mail = LocalMail.started();
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          got.add(
              new Got(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                  exchange.getRequestHeaders().getFirst("Plumbline-Signature"),
                  exchange.getRequestHeaders().getFirst("Title"),
                  exchange.getRequestHeaders().getFirst("Authorization")));
          byte[] answer = "said so".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status.get(), answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    web.start();
    channels.active().forEach(one -> channels.end(TEST, one, NOW));
    alerts.mutes(NOW).forEach(one -> alerts.unmute(TEST, one, NOW));
    post(NOW).round();
  }

  @AfterEach
  void stop() {
    mail.stop();
    web.stop(0);
    channels.active().forEach(one -> channels.end(TEST, one, NOW));
  }

  private AlertPost post(Instant at) {
    return post(at, List.of("127.0.0.1:" + web.getAddress().getPort()));
  }

  private AlertPost post(Instant at, List<String> inside) {
    return new AlertPost(
        channels,
        alerts,
        posts,
        new LocalMail(mail.getSmtp().getPort()),
        new Local(Optional.of(inside)),
        digests,
        Clock.fixed(at, ZoneOffset.UTC),
        true);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + web.getAddress().getPort() + path;
  }

  private Channel channel(Shape shape, String address, String secret, @Nullable Quiet quiet) {
    String key = UUID.randomUUID().toString();
    channels.add(
        TEST,
        new Channel.Draft(
            shape, address, secret, null, Limits.of(List.of(DOMAIN), List.of()), null, quiet),
        key,
        NOW);
    return channels.byKey(key).orElseThrow();
  }

  private static Found found(AlertKind kind, String subject) {
    return found(kind, DOMAIN, subject);
  }

  private static Found found(AlertKind kind, String domain, String subject) {
    return new Found(
        kind,
        domain,
        subject,
        subject,
        "<Odd> & \u201codd\u201d happened to " + subject + ".",
        "Because of \"this\".",
        "/domains/" + domain);
  }

  private void find(Instant at, Found... some) {
    alerts.keep(Set.of(AlertKind.values()), List.of(some), at);
  }

  private String state(Channel one) {
    return posts.newest(one.id(), 1).get(0).state();
  }

  @Test
  void what_comes_up_together_is_one_mail_with_all_of_it_in_both_parts() throws Exception {
    channel(Shape.MAIL, "ops@alert-test.example", "", null);
    find(
        NOW,
        found(AlertKind.LOSING_MAIL, "mail one"),
        found(AlertKind.RECORD_CHANGED, "record one"),
        found(AlertKind.LOSING_MAIL, "elsewhere.example", "other"));
    post(NOW.plusSeconds(60)).round();
    assertThat(mail.getReceivedMessages()).as("it is gathered for two minutes").isEmpty();
    post(NOW.plusSeconds(121)).round();
    assertThat(mail.getReceivedMessages()).hasSize(1);
    MimeMessage message = mail.getReceivedMessages()[0];
    assertThat(message.getSubject()).isEqualTo(DOMAIN + " is losing mail, and 1 more alert");
    assertThat(message.getHeader("List-Unsubscribe")[0]).contains("/alerts/stop/");
    MimeMultipart both = (MimeMultipart) message.getContent();
    String text = (String) both.getBodyPart(0).getContent();
    String html = (String) both.getBodyPart(1).getContent();
    assertThat(text)
        .contains("happened to mail one.", "happened to record one.", "/domains/" + DOMAIN)
        .doesNotContain("elsewhere.example");
    assertThat(html).doesNotContain("<Odd>").doesNotContain("src=");
    String said =
        html.replaceAll("(?s)<head>.*</head>", "")
            .replaceAll("<a [^>]*href=\"([^\"]*)\"[^>]*>", "$1 ")
            .replaceAll("<[^>]*>", " ")
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
    for (String line : text.lines().map(String::strip).filter(one -> !one.isEmpty()).toList()) {
      assertThat(said).contains(line.replaceFirst("^(All alerts: |No more of this: )", ""));
    }
  }

  @Test
  void a_mail_of_one_alert_says_its_sentence_once_in_both_parts() throws Exception {
    channel(Shape.MAIL, "one@alert-test.example", "", null);
    find(NOW, found(AlertKind.RECORD_CHANGED, "the only one"));
    post(NOW.plusSeconds(121)).round();
    MimeMessage message = mail.getReceivedMessages()[0];
    String sentence = "happened to the only one";
    assertThat(message.getSubject()).endsWith(sentence);
    MimeMultipart both = (MimeMultipart) message.getContent();
    String text = (String) both.getBodyPart(0).getContent();
    Document html = Jsoup.parse((String) both.getBodyPart(1).getContent());
    assertThat(text).startsWith("A record changed\r\n").containsOnlyOnce("A record changed");
    assertThat(text).containsOnlyOnce(sentence).containsOnlyOnce("Because of \"this\".");
    assertThat(html.title()).isEqualTo(message.getSubject());
    assertThat(html.select("h1").text()).isEqualTo("A record changed");
    assertThat(html.body().text())
        .containsOnlyOnce("A record changed")
        .containsOnlyOnce(sentence)
        .containsOnlyOnce("Because of \"this\".");
  }

  @Test
  void a_thing_is_told_once_while_it_lasts_and_again_only_when_it_was_over_for_a_day() {
    Channel one = channel(Shape.JSON, url("/once"), "secret", null);
    Found lost = found(AlertKind.LOSING_MAIL, "comes and goes");
    find(NOW, lost);
    find(NOW.plus(Duration.ofHours(1)), lost);
    post(NOW.plus(Duration.ofHours(2))).round();
    assertThat(got).hasSize(1);
    find(NOW.plus(Duration.ofHours(3)));
    assertThat(alert("comes and goes").endedAt()).isNotNull();
    find(NOW.plus(Duration.ofHours(9)), lost);
    post(NOW.plus(Duration.ofHours(10))).round();
    assertThat(got).as("it came back within a day").hasSize(1);
    assertThat(alert("comes and goes").endedAt()).isNull();
    find(NOW.plus(Duration.ofHours(11)));
    find(NOW.plus(Duration.ofHours(36)), lost);
    post(NOW.plus(Duration.ofHours(37))).round();
    assertThat(got).hasSize(2);
    assertThat(alert("comes and goes").turn()).isEqualTo(2);
    assertThat(state(one)).isEqualTo("sent");
  }

  @Test
  void what_lasts_for_days_is_told_once_however_its_figures_grow() {
    channel(Shape.JSON, url("/days"), "secret", null);
    for (int hour = 0; hour < 240; hour += 6) {
      Found lost = found(AlertKind.LOSING_MAIL, "days");
      Instant at = NOW.plus(Duration.ofHours(hour));
      find(
          at,
          new Found(
              lost.kind(),
              DOMAIN,
              "days",
              "days",
              "It lost %,d messages.".formatted(hour),
              lost.why(),
              lost.href()),
          found(AlertKind.RECORD_CHANGED, "days, a record"));
      post(at.plusSeconds(200)).round();
    }
    assertThat(got).hasSize(1);
    assertThat(got.element().body()).contains("It lost 0 messages.", "days, a record");
    assertThat(alert("days").says()).isEqualTo("It lost 234 messages.");
    assertThat(alert("days").turn()).isEqualTo(1);
  }

  @Test
  void what_somebody_took_care_of_or_muted_in_quiet_hours_is_not_told_at_their_end() {
    channel(Shape.JSON, url("/since"), "secret", new Quiet(11, 14, ZoneId.of("Europe/London")));
    find(
        NOW,
        found(AlertKind.REGRESSED, "taken care of since"),
        found(AlertKind.SPOOFING, "muted since"),
        found(AlertKind.LOSING_MAIL, "asks still"));
    post(NOW.plus(Duration.ofMinutes(30))).round();
    Instant later = NOW.plus(Duration.ofMinutes(40));
    alerts.acknowledge(TEST, alert("taken care of since"), later);
    alerts.mute(TEST, AlertKind.SPOOFING, DOMAIN, later.plus(Duration.ofDays(1)), later);
    post(NOW.plus(Duration.ofMinutes(121))).round();
    assertThat(got).hasSize(1);
    assertThat(got.element().body()).contains("asks still").doesNotContain("since");
  }

  @Test
  void nothing_is_sent_where_somebody_took_care_of_all_of_it() {
    Channel one = channel(Shape.JSON, url("/all-since"), "secret", null);
    find(NOW, found(AlertKind.REGRESSED, "all taken care of"));
    alerts.acknowledge(TEST, alert("all taken care of"), NOW.plusSeconds(60));
    post(NOW.plusSeconds(121)).round();
    assertThat(got).isEmpty();
    assertThat(state(one)).isEqualTo("ended");
  }

  private Alert alert(String subject) {
    return alerts.newest(Scope.of(List.of(DOMAIN)), null, 100).stream()
        .filter(one -> one.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void what_only_happened_is_left_alone_when_its_figures_grow() {
    Found before = found(AlertKind.NEW_SENDER, "grows");
    Found grown =
        new Found(
            before.kind(),
            before.domain(),
            before.subject(),
            before.name(),
            before.says() + " Twelve messages.",
            before.why(),
            before.href());
    find(NOW, before);
    find(NOW.plusSeconds(60), grown);
    assertThat(
            database.list(
                "select says from alert where subject = 'grows' and xmax = '0'",
                row -> row.getString("says")))
        .as("neither written nor locked")
        .containsExactly(before.says());
  }

  @Test
  void a_post_is_signed_with_its_time() throws Exception {
    channel(Shape.JSON, url("/signed"), "a secret of ours", null);
    find(NOW, found(AlertKind.REGRESSED, "signed"));
    Instant at = NOW.plusSeconds(300);
    post(at).round();
    Got one = got.element();
    String time = Long.toString(at.getEpochSecond());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("a secret of ours".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] signed = mac.doFinal((time + "." + one.body()).getBytes(StandardCharsets.UTF_8));
    assertThat(one.signature()).isEqualTo("t=" + time + ",v1=" + HexFormat.of().formatHex(signed));
    assertThat(one.body()).contains("\"kind\":\"regressed\"", "\"domain\":\"" + DOMAIN + "\"");
  }

  @Test
  void what_is_not_taken_is_tried_again_and_what_is_refused_waits_for_somebody() throws Exception {
    Channel one = channel(Shape.JSON, url("/later"), "secret", null);
    status.set(503);
    find(NOW, found(AlertKind.REGRESSED, "later"));
    post(NOW.plusSeconds(300)).round();
    AlertPosts.Line line = posts.newest(one.id(), 1).get(0);
    assertThat(line.state()).isEqualTo("waiting");
    assertThat(line.problem()).contains("503").contains("said so");
    posts.test(one.id(), NOW);
    status.set(404);
    post(NOW.plusSeconds(301)).round();
    assertThat(state(one)).isEqualTo("refused");
    status.set(200);
    assertThat(posts.again(one.id())).isEqualTo(1);
    post(NOW.plusSeconds(302)).round();
    assertThat(state(one)).isEqualTo("sent");
    assertThat(got.stream().filter(was -> was.body().contains("\"test\":true"))).hasSize(2);
  }

  @Test
  void quiet_hours_hold_everything_until_they_are_over() {
    channel(Shape.JSON, url("/quiet"), "secret", new Quiet(11, 14, ZoneId.of("Europe/London")));
    find(NOW, found(AlertKind.REGRESSED, "quiet one"));
    post(NOW.plus(Duration.ofMinutes(30))).round();
    find(NOW.plus(Duration.ofMinutes(40)), found(AlertKind.LOSING_MAIL, "quiet two"));
    post(NOW.plus(Duration.ofMinutes(119))).round();
    assertThat(got).isEmpty();
    post(NOW.plus(Duration.ofMinutes(121))).round();
    assertThat(got).hasSize(1);
    assertThat(got.element().body()).contains("quiet one").contains("quiet two");
  }

  @Test
  void a_page_shows_fifty_that_are_open_and_the_file_has_all() {
    find(
        NOW,
        IntStream.range(0, 120)
            .mapToObj(i -> found(AlertKind.REGRESSED, "paged " + i))
            .toArray(Found[]::new));
    Document first = Jsoup.parse(given().get("/alerts").asString());
    Document second = Jsoup.parse(given().get("/alerts?page=2").asString());
    assertThat(open(first)).hasSize(50);
    assertThat(open(second)).hasSize(50).doesNotContainAnyElementsOf(open(first));
    assertThat(first.select("nav.pager a[rel=next]").attr("href")).isEqualTo("/alerts?page=2");
    assertThat(first.select(".lead").text()).containsPattern("1[2-9][0-9] alerts ask for somebody");
    assertThat(given().get("/alerts?page=2&table=open&format=csv").asString())
        .contains("paged 0.", "paged 119.");
    find(NOW.plusSeconds(1));
  }

  private static List<String> open(Document page) {
    return page.select("table[data-table=open] tbody tr th a").eachText();
  }

  @Test
  void what_is_muted_is_found_and_told_to_nobody() {
    channel(Shape.JSON, url("/muted"), "secret", null);
    alerts.mute(TEST, AlertKind.REGRESSED, DOMAIN, NOW.plus(Duration.ofDays(1)), NOW);
    find(NOW, found(AlertKind.REGRESSED, "muted"), found(AlertKind.LOSING_MAIL, "not muted"));
    post(NOW.plusSeconds(300)).round();
    assertThat(got).hasSize(1);
    assertThat(got.element().body()).contains("not muted").doesNotContain("\"muted\"");
    assertThat(alert("muted").open()).isTrue();
  }

  @Test
  void the_audit_log_tells_whom_alerts_were_told_and_what_was_muted() {
    Channel channel = channel(Shape.NTFY, url("/audited"), "tk", new Quiet(22, 6, ZoneOffset.UTC));
    channels.end(TEST, channel, NOW);
    alerts.mute(TEST, AlertKind.REGRESSED, DOMAIN, NOW.plus(Duration.ofDays(1)), NOW);
    alerts.mutes(NOW).forEach(one -> alerts.unmute(TEST, one, NOW));
    find(NOW, found(AlertKind.LOSING_MAIL, "taken care of"));
    alerts.acknowledge(TEST, alert("taken care of"), NOW);
    String whom = "\"kinds\": \"all\", \"quiet\": \"22 to 6 Z\", \"domains\": \"" + DOMAIN + "\"";
    assertThat(last("alerts").after()).contains(whom);
    assertThat(last("alerts-end").before()).contains(whom);
    assertThat(last("alert-mute").after()).contains("2026-11-24T12:00:00Z");
    assertThat(last("alert-unmute").before()).contains("2026-11-24T12:00:00Z");
    assertThat(last("alert-acknowledge").before()).contains("by nobody");
    assertThat(last("alert-acknowledge").after()).contains("by " + TEST.name());
  }

  private AuditLog.Entry last(String action) {
    return log.page(new AuditLog.Wanted("", action), 0, 100).items().stream()
        .max(Comparator.comparingLong(AuditLog.Entry::id))
        .orElseThrow();
  }

  @Test
  void others_get_it_in_their_own_shape_with_nothing_in_it_that_acts() throws Exception {
    channel(Shape.SLACK, url("/slack"), "", null);
    channel(Shape.TEAMS, url("/teams"), "", null);
    channel(Shape.MATRIX, url("/rooms/!a:b"), "token", null);
    channel(Shape.NTFY, url("/topic"), "tk", null);
    find(NOW, found(AlertKind.NEW_SENDER, "shapes"));
    post(NOW.plusSeconds(300)).round();
    assertThat(got).hasSize(4);
    Got slack = to("/slack");
    assertThat(slack.body()).contains("&lt;Odd&gt; &amp; ").doesNotContain("<Odd>");
    assertThat(slack.body()).contains("*A new sender*").containsOnlyOnce("happened to shapes.");
    Got teams = to("/teams");
    assertThat(teams.body()).contains("AdaptiveCard", "TextRun").doesNotContain("\"TextBlock\"");
    assertThat(teams.body()).containsOnlyOnce("happened to shapes.");
    Got matrix = to("/rooms/");
    assertThat(matrix.method()).isEqualTo("PUT");
    assertThat(matrix.path()).contains("/send/m.room.message/plumbline-");
    assertThat(matrix.authorization()).isEqualTo("Bearer token");
    assertThat(matrix.body()).contains("org.matrix.custom.html", "&lt;Odd&gt;");
    Got ntfy = to("/topic");
    assertThat(ntfy.title()).startsWith("=?UTF-8?B?");
    assertThat(MimeUtility.decodeText(ntfy.title())).endsWith("happened to shapes");
    assertThat(ntfy.body()).startsWith("A new sender\nBecause of");
  }

  private Got to(String path) {
    return got.stream().filter(one -> one.path().startsWith(path)).findFirst().orElseThrow();
  }

  @Test
  void nothing_is_posted_to_addresses_inside_that_the_settings_do_not_name() {
    Channel plain = channel(Shape.JSON, url("/inside"), "secret", null);
    Channel secure = channel(Shape.JSON, url("/inside").replace("http:", "https:"), "secret", null);
    posts.test(plain.id(), NOW);
    posts.test(secure.id(), NOW);
    post(NOW, List.of("other.example")).round();
    assertThat(got).isEmpty();
    assertThat(posts.newest(plain.id(), 1).get(0).problem()).contains("not of https");
    assertThat(posts.newest(secure.id(), 1).get(0).problem())
        .contains("127.0.0.1 is not one of the public Internet");
    assertThat(state(secure)).isEqualTo("refused");
  }

  @Test
  void two_processes_tell_everything_once() throws Exception {
    List<Channel> all =
        IntStream.range(0, 20)
            .mapToObj(i -> channel(Shape.JSON, url("/both/" + i), "secret", null))
            .toList();
    Found[] some =
        IntStream.range(0, 5)
            .mapToObj(i -> found(AlertKind.NEW_SENDER, "both " + i))
            .toArray(Found[]::new);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        running.add(
            pool.submit(
                () -> {
                  find(NOW, some);
                  post(NOW.plusSeconds(300)).round();
                }));
      }
      for (Future<?> one : running) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
    post(NOW.plusSeconds(600)).round();
    assertThat(all).allMatch(one -> state(one).equals("sent"));
    for (int i = 0; i < 5; i++) {
      String subject = "\"both " + i + "\"";
      assertThat(got.stream().filter(one -> one.body().contains(subject)).map(Got::path))
          .as(subject)
          .hasSize(20)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void a_process_that_dies_loses_no_post() throws Exception {
    Channel one = channel(Shape.JSON, url("/dies"), "secret", null);
    posts.test(one.id(), NOW);
    assertThat(posts.claim(Duration.ofMillis(1))).isPresent();
    Thread.sleep(20);
    post(NOW).round();
    assertThat(state(one)).isEqualTo("sent");
  }

  @Test
  void alerts_are_had_tested_and_ended_on_their_pages_and_taken_care_of() {
    known();
    given()
        .redirects()
        .follow(false)
        .formParam("shape", "mail")
        .formParam("address", "page@alert-test.example")
        .formParam("domains", DOMAIN)
        .formParam("kinds", "regressed")
        .formParam("quiet_from", "22")
        .formParam("quiet_to", "6")
        .formParam("zone", "Europe/Berlin")
        .post("/account/alerts")
        .then()
        .statusCode(303);
    Channel one =
        channels.active().stream()
            .filter(active -> active.address().equals("page@alert-test.example"))
            .findFirst()
            .orElseThrow();
    find(NOW, found(AlertKind.REGRESSED, "page"));
    assertThat(given().get("/account/alerts").asString())
        .contains("page@alert-test.example", "not from 22:00 to 06:00 (Europe/Berlin)");
    assertThat(given().get("/alerts").asString())
        .contains("&lt;Odd&gt; &amp; “odd” happened to page.");
    for (String action : List.of("test", "again", "end")) {
      given()
          .redirects()
          .follow(false)
          .formParam("any", "thing")
          .post("/account/alerts/" + one.id() + "/" + action)
          .then()
          .statusCode(303);
    }
    assertThat(channels.byKey(one.key()).orElseThrow().endedAt()).isNotNull();
    given()
        .get("/api/v1/alerts?state=open&limit=1000")
        .then()
        .statusCode(200)
        .body("items.subject", hasItem("page"));
    given()
        .post("/api/v1/alerts/" + alert("page").id() + "/acknowledge")
        .then()
        .statusCode(200)
        .body("subject", equalTo("page"));
    given()
        .get("/api/v1/alerts?state=open&limit=1000")
        .then()
        .body("items.subject", not(hasItem("page")));
    given()
        .redirects()
        .follow(false)
        .formParam("shape", "json")
        .formParam("address", "http://127.0.0.1/inside")
        .post("/account/alerts")
        .then()
        .statusCode(400);
  }

  /** So that a report has come in about the domain. */
  private void known() {
    store.record(
        MadeReport.item(),
        MadeReport.about(DOMAIN, MadeReport.row("198.51.100.1", 10, true)).alone());
  }

  @Test
  void quiet_hours_that_are_none_and_domains_that_nobody_knows_are_refused_in_a_sentence() {
    known();
    assertThat(refused("quiet_from", "22", "quiet_to", "22"))
        .contains("Quiet hours that begin and end at 22 are none; leave both empty");
    assertThat(refused("quiet_from", "22", "quiet_to", ""))
        .contains("Quiet hours need both: when they begin and when they end.");
    assertThat(refused("quiet_from", "", "quiet_to", "7")).contains("Quiet hours need both");
    assertThat(refused("domains", DOMAIN + " unheard-of.example"))
        .contains("No report about unheard-of.example has come in.");
    assertThat(channels.active())
        .extracting(Channel::address)
        .doesNotContain("refused@alert-test.example");
  }

  private static String refused(String... fields) {
    RequestSpecification form =
        given().formParam("shape", "mail").formParam("address", "refused@alert-test.example");
    for (int i = 0; i < fields.length; i += 2) {
      form.formParam(fields[i], fields[i + 1]);
    }
    return form.post("/account/alerts").then().statusCode(400).extract().asString();
  }

  @Test
  void a_mail_client_ends_alerts_by_one_click() {
    Channel one = channel(Shape.MAIL, "click@alert-test.example", "", null);
    given().get("/alerts/stop/" + one.key()).then().statusCode(200);
    assertThat(channels.byKey(one.key()).orElseThrow().endedAt()).isNull();
    given()
        .formParam("List-Unsubscribe", "One-Click")
        .post("/alerts/stop/" + one.key())
        .then()
        .statusCode(200);
    assertThat(channels.byKey(one.key()).orElseThrow().endedAt()).isNotNull();
  }

  @Test
  void a_mail_that_comes_back_is_shown_and_sent_again_when_somebody_asks_for_it() throws Exception {
    Channel one = channel(Shape.MAIL, "gone@alert-test.example", "", null);
    find(NOW, found(AlertKind.REGRESSED, "came back"));
    post(NOW.plusSeconds(121)).round();
    String id = mail.getReceivedMessages()[0].getMessageID();
    assertThat(id).matches("<alerts-\\d+\\.[0-9a-f]{32}@.*>");
    intake.take(
        "smtp",
        "Undelivered",
        null,
        ReceivedBytes.of(ReturnedMail.forGood(id, "gone@alert-test.example").bytes()));
    AlertPosts.Line line = posts.newest(one.id(), 1).get(0);
    assertThat(line.bounce()).isNotNull();
    assertThat(line.dead()).isTrue();
    assertThat(given().get("/account/alerts").asString())
        .contains(
            "came back", "User unknown", "Send what was not taken by gone@alert-test.example");
    assertThat(given().get("/api/v1/metrics").asString())
        .contains("plumbline_alert_posts{state=\"bounced\"}");
    assertThat(posts.again(one.id())).isEqualTo(1);
    post(NOW.plusSeconds(121)).round();
    assertThat(mail.getReceivedMessages()).hasSize(2);
    assertThat(posts.newest(one.id(), 1).get(0).bounce()).isNull();
    assertThat(posts.again(one.id())).isZero();
  }

  @Test
  void a_subject_says_what_is_most_pressing_and_where_and_how_many_more_there_are()
      throws Exception {
    channel(Shape.MAIL, "many@alert-test.example", "", null);
    find(
        NOW,
        found(AlertKind.NEW_SENDER, "subject one"),
        found(AlertKind.REGRESSED, "subject two"),
        found(AlertKind.REGRESSED, "subject three"),
        found(AlertKind.LOSING_MAIL, "subject four"),
        found(AlertKind.SPOOFING, "subject five"),
        found(AlertKind.RECORD_CHANGED, "subject six"));
    post(NOW.plusSeconds(121)).round();
    assertThat(mail.getReceivedMessages()[0].getSubject())
        .isEqualTo(DOMAIN + " is losing mail, and 5 more alerts");
  }
}
