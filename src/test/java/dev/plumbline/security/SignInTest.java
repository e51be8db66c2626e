package dev.plumbline.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.people.Accounts;
import dev.plumbline.people.FirstReader;
import dev.plumbline.people.ProgramTokens;
import dev.plumbline.people.SignIns;
import dev.plumbline.store.Database;
import dev.plumbline.store.people.ApiTokens.Draft;
import dev.plumbline.store.people.Limits;
import dev.plumbline.store.people.Person;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.people.Who;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Attacks on the way in; {@code docs/security.md} lists them with what they threaten. */
@QuarkusTest
class SignInTest {

  private static final Who TEST = Who.atShell("test");
  private static final Pattern SECRET = Pattern.compile("name=\"secret\" value=\"([0-9a-f]{40})\"");

  @Inject People people;
  @Inject Accounts accounts;
  @Inject SignIns signIns;
  @Inject ProgramTokens tokens;
  @Inject FirstReader itself;
  @Inject Database database;
  @Inject Clock clock;

  @AfterEach
  void nobodyIsLeft() {
    people.clear();
  }

  @Test
  void without_anybody_nobody_has_to_sign_in_and_with_the_first_everybody_has() {
    assertThat(given().get("/").statusCode()).isEqualTo(200);
    people.add("first@signin.example", "administrator");
    Response page = given().redirects().follow(false).get("/intake?page=1");
    assertThat(page.statusCode()).isEqualTo(303);
    assertThat(page.header("Location")).endsWith("/sign-in?to=%2Fintake%3Fpage%3D1");
    assertThat(given().get("/api/v1/intake/1").statusCode()).isEqualTo(401);
    String session = People.signIn("FIRST@signin.example");
    assertThat(People.as(session).get("/").statusCode()).isEqualTo(200);
  }

  @Test
  void the_program_reads_its_own_pages_by_a_key_that_changes_nothing_and_ends() {
    people.add("first@signin.example", "administrator");
    String key = itself.begin();
    assertThat(People.as(key).get("/").statusCode()).isEqualTo(200);
    assertThat(People.as(key).redirects().follow(false).get("/users").statusCode()).isEqualTo(403);
    assertThat(People.as(key).formParam("reason", "x").post("/reporters/1/exclude").statusCode())
        .isEqualTo(403);
    assertThat(People.as(key + "x").redirects().follow(false).get("/").statusCode()).isEqualTo(303);
    String next = itself.begin();
    assertThat(People.as(key).redirects().follow(false).get("/").statusCode()).isEqualTo(303);
    itself.end();
    assertThat(People.as(next).redirects().follow(false).get("/").statusCode()).isEqualTo(303);
  }

  @Test
  void the_first_user_is_an_administrator_whoever_adds_them() {
    assertThatThrownBy(
            () ->
                accounts.add(
                    TEST,
                    accounts.draft(
                        "first@signin.example", null, "viewer", false, List.of(), List.of())))
        .hasMessage("The first user has to be an administrator.");
    assertThat(given().get("/").statusCode()).as("nobody has to sign in").isEqualTo(200);
  }

  @Test
  void who_guesses_is_slowed_down_and_nobody_else_is_locked_out() {
    people.add("guessed@signin.example", "viewer");
    people.add("other@signin.example", "viewer");
    for (int i = 0; i < 5; i++) {
      assertThat(People.tryIt("guessed@signin.example", "wrong").statusCode()).isEqualTo(401);
    }
    Response slowed = People.tryIt("guessed@signin.example", People.PASSWORD);
    assertThat(slowed.statusCode()).isEqualTo(429);
    assertThat(slowed.header("Retry-After")).isNotNull();
    People.signIn("other@signin.example");
    assertThat(People.tryIt("nobody@signin.example", "wrong").asString())
        .as("nobody is told who exists")
        .contains("That is not right.");
  }

  @Test
  void a_cookie_is_dead_after_sign_out_wherever_it_was_carried() {
    people.add("out@signin.example", "viewer");
    String session = People.signIn("out@signin.example");
    String other = People.signIn("out@signin.example");
    String token = People.formToken(session);
    assertThat(People.as(session).formParam("form_token", token).post("/sign-out").statusCode())
        .isEqualTo(303);
    assertThat(People.as(session).get("/").statusCode()).isEqualTo(303);
    assertThat(People.as(other).get("/").statusCode()).isEqualTo(200);
    People.as(other)
        .formParam("form_token", People.formToken(other))
        .formParam("everywhere", "yes")
        .post("/sign-out");
    assertThat(People.as(other).get("/").statusCode()).isEqualTo(303);
  }

  @Test
  void a_session_key_that_somebody_else_chose_is_never_taken_on() {
    people.add("fixed@signin.example", "viewer");
    String planted = "p".repeat(43);
    Response answer =
        given()
            .redirects()
            .follow(false)
            .cookie("plumbline", planted)
            .formParam("login", "fixed@signin.example")
            .formParam("password", People.PASSWORD)
            .post("/sign-in");
    assertThat(answer.cookie("plumbline")).isNotEqualTo(planted).hasSize(43);
    assertThat(answer.header("Set-Cookie")).contains("HttpOnly", "SameSite=Lax", "Path=/");
    assertThat(People.as(planted).get("/").statusCode()).isEqualTo(303);
  }

  @Test
  void somebody_who_is_shut_out_is_out_at_once_with_their_tokens() {
    people.add("boss@signin.example", "administrator");
    Person person = people.add("shut@signin.example", "analyst");
    String session = People.signIn("shut@signin.example");
    String token = token(person.id(), Set.of(Right.READ), null);
    assertThat(entry(token)).isEqualTo(404);
    accounts.disable(TEST, person, true);
    assertThat(People.as(session).get("/").statusCode()).isEqualTo(303);
    assertThat(entry(token)).isEqualTo(401);
    assertThat(People.tryIt("shut@signin.example", People.PASSWORD).statusCode()).isEqualTo(401);
  }

  @Test
  void a_link_works_once() {
    Person person = people.add("link@signin.example", "viewer");
    Accounts.MadeLink link = accounts.passwordLink(TEST, person);
    Response page = given().get(link.path());
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.header("Referrer-Policy")).isEqualTo("strict-origin");
    assertThat(page.header("Cache-Control")).contains("no-store");
    assertThat(use(link, "short").statusCode()).as("a weak password").isEqualTo(400);
    assertThat(use(link, "a whole new sentence").statusCode()).isEqualTo(303);
    assertThat(use(link, "and yet another one").statusCode()).isEqualTo(404);
    assertThat(given().get(link.path()).statusCode()).isEqualTo(404);
    assertThat(People.tryIt("link@signin.example", "a whole new sentence").statusCode())
        .isEqualTo(303);
  }

  @Test
  void a_link_is_dead_once_its_person_set_a_password_by_other_means() {
    Person person = people.add("links@signin.example", "viewer");
    Accounts.MadeLink link = accounts.passwordLink(TEST, person);
    accounts.setPassword(TEST, person, "a whole new sentence");
    assertThat(given().get(link.path()).statusCode()).isEqualTo(404);
    assertThat(use(link, "and yet another one").statusCode()).isEqualTo(404);
    assertThat(People.tryIt("links@signin.example", "a whole new sentence").statusCode())
        .isEqualTo(303);
  }

  @Test
  void sessions_and_links_are_over_after_their_time() {
    Person person = people.add("late@signin.example", "viewer");
    String unused = people.session(person);
    database.write("update session set seen_at = ?", clock.instant().minus(Duration.ofHours(13)));
    assertThat(People.as(unused).get("/").statusCode()).as("not used for long").isEqualTo(303);
    String old = people.session(person);
    database.write("update session set started_at = ?", clock.instant().minus(Duration.ofDays(8)));
    assertThat(People.as(old).get("/").statusCode()).as("begun long ago").isEqualTo(303);
    Accounts.MadeLink link = accounts.passwordLink(TEST, person);
    database.write("update one_time_link set ends_at = ?", clock.instant());
    assertThat(given().get(link.path()).statusCode()).isEqualTo(404);
    assertThat(use(link, "a whole new sentence").statusCode()).isEqualTo(404);
  }

  @Test
  void the_first_link_makes_an_administrator_and_is_dead_once_there_is_somebody() {
    Accounts.MadeLink link = accounts.firstLink().orElseThrow();
    Accounts.MadeLink later = accounts.firstLink().orElseThrow();
    assertThat(given().get(link.path()).statusCode()).as("replaced").isEqualTo(404);
    Response made =
        given()
            .redirects()
            .follow(false)
            .formParam("login", "root@signin.example")
            .formParam("password", People.PASSWORD)
            .post(later.path());
    assertThat(made.statusCode()).isEqualTo(303);
    assertThat(People.as(made.cookie("plumbline")).get("/users").statusCode()).isEqualTo(200);
    assertThat(accounts.firstLink()).isEmpty();
    assertThat(given().get(later.path()).statusCode()).isEqualTo(404);
  }

  @Test
  void a_token_counts_in_its_header_only_and_not_when_it_is_over_or_revoked() {
    people.add("boss@signin.example", "administrator");
    String token = token(null, Set.of(Right.READ), null);
    assertThat(entry(token)).isEqualTo(404);
    for (String name : new String[] {"token", "access_token", "api_key"}) {
      assertThat(given().get("/api/v1/intake/999999999?" + name + "=" + token).statusCode())
          .as("in the address")
          .isEqualTo(401);
    }
    assertThat(given().cookie("plumbline", token).get("/api/v1/intake/999999999").statusCode())
        .isEqualTo(401);
    assertThat(
            given()
                .redirects()
                .follow(false)
                .header("Authorization", "Bearer " + token)
                .get("/")
                .statusCode())
        .as("pages are for people")
        .isEqualTo(303);
    String brief = token(null, Set.of(Right.READ), Duration.ofHours(1));
    assertThat(entry(brief)).isEqualTo(404);
    database.write("update api_token set ends_at = ? where name = 'brief'", clock.instant());
    assertThat(entry(brief)).as("over").isEqualTo(401);
    tokens.revoke(TEST, tokens.all(null).get(1).id(), null);
    assertThat(entry(token)).as("revoked").isEqualTo(401);
  }

  @Test
  void a_token_does_what_it_was_made_for_and_no_more_than_its_owner_may() {
    Person viewer = people.add("viewer@signin.example", "viewer");
    String reader = token(null, Set.of(Right.READ), null);
    String uploader = token(null, Set.of(Right.UPLOAD), null);
    String tooMuch = token(viewer.id(), Set.of(Right.UPLOAD, Right.READ), null);
    assertThat(upload(reader)).isEqualTo(403);
    assertThat(upload(uploader)).isEqualTo(200);
    assertThat(upload(tooMuch)).isEqualTo(403);
    assertThat(entry(uploader)).isEqualTo(403);
  }

  @Test
  void a_token_that_is_refused_is_told_what_it_takes() {
    String reader = token(null, Set.of(Right.READ), null);
    String exporter = token(null, Set.of(Right.EXPORT), null);
    assertThat(refusal(reader, "/api/v1/rows"))
        .isEqualTo("Your token does not allow this; it takes one that may \"export\".");
    assertThat(refusal(reader, "/api/v1/metrics")).contains("may \"metrics\"");
    assertThat(refusal(exporter, "/api/v1/alerts")).contains("may \"read\"");
    assertThat(refusal(exporter, "/api/v1/failure-reports?unmask=true")).contains("may \"unmask\"");
  }

  @Test
  void a_token_has_a_short_name_and_ends_within_ten_years_if_at_all() {
    assertThatThrownBy(
            () ->
                tokens.create(
                    TEST, new Draft("n".repeat(101), null, Set.of(Right.READ), Limits.NONE, null)))
        .hasMessage("A name may have 100 characters.");
    assertThatThrownBy(() -> token(null, Set.of(Right.READ), Duration.ofDays(3_651)))
        .hasMessage("A token with an end works for 3650 days at most.");
  }

  @Test
  void private_pages_are_kept_by_nobody_and_framed_by_nobody() {
    people.add("private@signin.example", "viewer");
    Response page = People.as(People.signIn("private@signin.example")).get("/");
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    assertThat(page.header("Content-Security-Policy"))
        .contains("frame-ancestors 'none'", "form-action 'self'")
        .doesNotContain("unsafe");
    assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(given().get("/sign-in").header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void nobody_is_led_elsewhere_after_they_signed_in() {
    people.add("led@signin.example", "viewer");
    for (String to :
        new String[] {"https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil"}) {
      Response answer =
          given()
              .redirects()
              .follow(false)
              .formParam("login", "led@signin.example")
              .formParam("password", People.PASSWORD)
              .formParam("to", to)
              .post("/sign-in");
      assertThat(answer.header("Location")).as(to).matches("(http://[^/]+:\\d+)?/");
    }
  }

  @Test
  void headers_that_a_stranger_forges_are_not_believed() {
    for (String name : new String[] {"X-Forwarded-For", "Forwarded", "X-Forwarded-Host"}) {
      assertThat(given().header(name, "127.0.0.1").get("/").statusCode()).as(name).isEqualTo(403);
    }
  }

  @Test
  void the_audit_log_tells_who_came_and_cannot_be_changed() {
    people.add("told@signin.example", "administrator");
    String session = People.signIn("told@signin.example");
    People.tryIt("told@signin.example", "wrong");
    String page = People.as(session).get("/audit?who=told%40signin.example").asString();
    assertThat(page).contains("sign-in", "sign-in-refused", "127.0.0.1");
    assertThat(People.as(session).get("/audit/export?format=csv").asString())
        .contains("\"told@signin.example\"");
    assertThat(People.as(session).get("/audit/export?format=json").asString())
        .contains("\"who\":\"told@signin.example\"");
    for (String attack :
        new String[] {"update audit set who = 'x'", "delete from audit", "truncate audit"}) {
      assertThatThrownBy(() -> database.write(attack)).hasMessageContaining("only ever added to");
    }
  }

  @Test
  void who_borrowed_a_session_cannot_guess_the_password_there() {
    String session = people.session(people.add("borrowed@signin.example", "viewer"));
    String form = People.formToken(session);
    for (int i = 0; i < 5; i++) {
      assertThat(newPassword(session, form, "wrong").asString())
          .contains("That is not your present password.");
    }
    assertThat(newPassword(session, form, People.PASSWORD).asString()).contains("Too many tries");
  }

  private static Response newPassword(String session, String form, String old) {
    return People.as(session)
        .formParam("form_token", form)
        .formParam("old", old)
        .formParam("password", "a whole new sentence")
        .post("/account/password");
  }

  @Test
  void a_second_factor_is_set_up_by_password_and_asked_for_from_then_on() throws Exception {
    String login = "factor@signin.example";
    String session = people.session(people.add(login, "viewer"));
    Matcher secret = SECRET.matcher(People.as(session).get("/account").asString());
    assertThat(secret.find()).isTrue();
    byte[] key = HexFormat.of().parseHex(secret.group(1));
    String code = code(key, 0);
    assertThat(setUp(session, secret.group(1), "wrong", code).asString())
        .contains("That is not your present password.");
    assertThat(setUp(session, secret.group(1), People.PASSWORD, "000").asString())
        .contains("That is not the code of this moment");
    assertThat(setUp(session, secret.group(1), People.PASSWORD, code).statusCode()).isEqualTo(303);

    assertThat(People.tryIt(login, People.PASSWORD).asString())
        .contains("Give the code of your authenticator app, too.");
    String boss = people.session(people.add("hears@signin.example", "administrator"));
    assertThat(People.as(boss).get("/audit/export?format=json").asString())
        .as("somebody knows the password")
        .containsPattern(
            "\"sign-in-refused\",\"subject\":\"factor@signin.example\"[^\n]*not given");
    assertThat(withCode(login, code)).as("used already").isEqualTo(401);
    String next = code(key, 1);
    assertThat(withCode(login, next)).isEqualTo(303);
    assertThat(withCode(login, next)).as("again").isEqualTo(401);
  }

  private static Response setUp(String session, String secret, String password, String code) {
    return People.as(session)
        .formParam("form_token", People.formToken(session))
        .formParam("secret", secret)
        .formParam("password", password)
        .formParam("code", code)
        .post("/account/second-factor");
  }

  private static int withCode(String login, String code) {
    return given()
        .redirects()
        .follow(false)
        .formParam("login", login)
        .formParam("password", People.PASSWORD)
        .formParam("code", code)
        .post("/sign-in")
        .statusCode();
  }

  /** RFC 6238 with SHA-1, six digits and steps of 30 seconds, as apps do it. */
  private String code(byte[] key, int stepsAhead) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key, "HmacSHA1"));
    long step = clock.instant().getEpochSecond() / 30 + stepsAhead;
    byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
    int number = ByteBuffer.wrap(hash).getInt(hash[19] & 0xf) & 0x7fffffff;
    return "%06d".formatted(number % 1_000_000);
  }

  @Test
  void what_a_browser_says_it_is_stays_short_and_inert() {
    Person person = people.add("agent@signin.example", "viewer");
    String session =
        signIns.begin(person, "test", "127.0.0.1", "<b>\u202Eevil\u0007" + "x".repeat(500));
    assertThat(signIns.open(person.id(), session).get(0).session().agent())
        .startsWith("<b>?evil?x")
        .hasSize(200);
    assertThat(People.as(session).get("/account").asString())
        .contains("&lt;b&gt;?evil?")
        .doesNotContain("<b>?evil", "x".repeat(100));
  }

  @Test
  void the_audit_log_tells_what_was_before_and_whose_it_is() {
    Person boss = people.add("boss@signin.example", "administrator");
    Person person = people.add("subject@signin.example", "viewer");
    accounts.passwordLink(TEST, person);
    signIns.endAll(TEST, person.id());
    accounts.disable(TEST, person, true);
    token(boss.id(), Set.of(Right.READ), null);
    tokens.revoke(TEST, tokens.all(null).get(0).id(), null);
    String log =
        People.as(people.session(boss))
            .get("/audit/export?format=json")
            .asString()
            .lines()
            .toList()
            .toString();
    assertThat(log)
        .contains("\"action\":\"password-link\",\"subject\":\"subject@signin.example\"")
        .contains("all sessions of subject@signin.example")
        .contains("\"before\":{\"disabled\": false},\"after\":{\"disabled\": true}")
        .contains("\"whose\": \"boss@signin.example\"");
  }

  private static Response use(Accounts.MadeLink link, String password) {
    return given().redirects().follow(false).formParam("password", password).post(link.path());
  }

  private String token(Long owner, Set<Right> rights, Duration time) {
    return tokens
        .create(
            TEST,
            new Draft(
                time == null ? "lasting" : "brief",
                owner,
                rights,
                Limits.NONE,
                time == null ? null : clock.instant().plus(time)))
        .secret();
  }

  private static int entry(String token) {
    return given()
        .header("Authorization", "Bearer " + token)
        .get("/api/v1/intake/999999999")
        .statusCode();
  }

  private static String refusal(String token, String path) {
    return given()
        .header("Authorization", "Bearer " + token)
        .get(path)
        .then()
        .statusCode(403)
        .extract()
        .path("detail");
  }

  private static int upload(String token) {
    return given()
        .header("Authorization", "Bearer " + token)
        .contentType("text/plain")
        .body("no report")
        .post("/api/v1/intake")
        .statusCode();
  }
}
