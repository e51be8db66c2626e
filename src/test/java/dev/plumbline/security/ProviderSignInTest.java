package dev.plumbline.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.people.Accounts;
import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.AuditLog.Wanted;
import dev.plumbline.store.people.Person;
import dev.plumbline.store.people.Persons;
import dev.plumbline.store.people.Role;
import dev.plumbline.store.people.Who;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People come from an OpenID provider, beside those with a password. */
@QuarkusTest
@TestProfile(ProviderSignInTest.WithProvider.class)
class ProviderSignInTest {

  private static final Who TEST = Who.atShell("test");
  private static final String PATH = "/sign-in/provider";

  /** As {@code serve} sets it for {@code plumbline.oidc.issuer}. */
  public static final class WithProvider implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new HashMap<>();
      settings.put("plumbline.oidc.issuer", OpenIdProvider.start().issuer());
      settings.put("plumbline.oidc.client-id", OpenIdProvider.CLIENT);
      settings.put("plumbline.oidc.client-secret", OpenIdProvider.SECRET);
      settings.put("plumbline.oidc.name", "the office");
      settings.put("plumbline.oidc.administrators", "mail-admins");
      settings.put("plumbline.oidc.analysts", "mail-team");
      settings.put("plumbline.oidc.viewers", "support,sales");
      settings.put("plumbline.oidc.unmask", "privacy");
      settings.put("quarkus.oidc.tenant-enabled", "true");
      settings.put("quarkus.oidc.authentication.state-secret", "0123456789abcdef0123456789abcdef");
      settings.put(
          "quarkus.oidc.token-state-manager.encryption-secret", "fedcba9876543210fedcba9876543210");
      return settings;
    }
  }

  @Inject AuditLog log;
  @Inject People people;
  @Inject Persons persons;
  @Inject Accounts accounts;

  @BeforeEach
  void begin() {
    people.clear();
    people.add("boss@provider.example", "administrator");
  }

  @AfterEach
  void nobodyIsLeft() {
    people.clear();
  }

  /** A browser, which keeps its cookies and follows by hand. */
  private static final class Browser {
    private final Map<String, String> cookies = new HashMap<>();

    Response get(String address) {
      Response answer =
          given().urlEncodingEnabled(false).redirects().follow(false).cookies(cookies).get(address);
      answer
          .getDetailedCookies()
          .forEach(
              one -> {
                if (one.getMaxAge() == 0 || one.getValue() == null || one.getValue().isEmpty()) {
                  cookies.remove(one.getName());
                } else {
                  cookies.put(one.getName(), one.getValue());
                }
              });
      return answer;
    }

    /** Goes to the provider; the address it would be shown at. */
    String toProvider(String to) {
      Response away = get(PATH + "?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
      assertThat(away.statusCode()).isEqualTo(302);
      return away.header("Location");
    }

    /** Says at the provider who they are, and comes back with its word. */
    Response comeBack(String provider, String subject, String groups, String fault) {
      Response said =
          given()
              .urlEncodingEnabled(false)
              .redirects()
              .follow(false)
              .get(
                  provider
                      + "&subject=%s&email=%s@provider.example&groups=%s&fault=%s"
                          .formatted(subject, subject, groups.replace(" ", "%20"), fault));
      assertThat(said.statusCode()).as(said.asString()).isEqualTo(302);
      return get(said.header("Location"));
    }

    /** All of the way, until a page is shown. */
    Response signIn(String subject, String groups, String fault) {
      Response answer = comeBack(toProvider("/intake"), subject, groups, fault);
      for (int i = 0; i < 5 && answer.statusCode() / 100 == 3; i++) {
        answer = get(answer.header("Location"));
      }
      return answer;
    }
  }

  @Test
  void the_page_leads_to_the_provider_beside_the_form() {
    String page = given().urlEncodingEnabled(false).get("/sign-in?to=%2Fintake").asString();
    assertThat(page).contains("Sign in by the office", PATH + "?to=%2Fintake", "name=\"password\"");
    People.signIn("boss@provider.example");
    assertThat(given().redirects().follow(false).get("/intake").header("Location"))
        .as("pages lead to our own sign-in")
        .contains("/sign-in?to=");
    assertThat(given().get("/api/v1/intake/1").statusCode()).isEqualTo(401);
  }

  @Test
  void the_provider_is_asked_with_state_nonce_and_a_challenge() {
    String address = new Browser().toProvider("/");
    assertThat(address)
        .contains("response_type=code", "client_id=plumbline", "code_challenge_method=S256")
        .contains("&code_challenge=", "&nonce=", "&state=", "openid")
        .doesNotContain(OpenIdProvider.SECRET);
  }

  @Test
  void groups_say_what_somebody_is_and_they_get_a_session_of_ours() {
    Browser browser = new Browser();
    Response page = browser.signIn("ada", "sales mail-team privacy", "");
    assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
    assertThat(page.asString()).contains("Intake");
    assertThat(browser.cookies.keySet())
        .contains("plumbline")
        .noneMatch(one -> one.startsWith("q_session"));
    Person ada = persons.byLogin("ada@provider.example").orElseThrow();
    assertThat(ada.role()).isEqualTo(Role.ANALYST);
    assertThat(ada.unmask()).isTrue();
    assertThat(ada.hasPassword()).isFalse();
    assertThat(People.tryIt("ada@provider.example", "").statusCode()).isEqualTo(401);
    assertThat(browser.get("/users").statusCode()).isEqualTo(403);

    accounts.disable(TEST, ada, true);
    assertThat(browser.get("/").statusCode()).as("out at once").isEqualTo(303);
    assertThat(new Browser().signIn("ada", "mail-team", "").statusCode()).isEqualTo(403);
  }

  @Test
  void they_are_what_their_groups_say_today() {
    new Browser().signIn("bob", "mail-admins", "");
    assertThat(role("bob")).isEqualTo(Role.ADMINISTRATOR);
    accounts.setGroup(TEST, "support", List.of("provider.example"));
    new Browser().signIn("bob", "support", "");
    assertThat(role("bob")).isEqualTo(Role.VIEWER);
    assertThat(persons.byLogin("bob@provider.example").orElseThrow().limits().words())
        .isEqualTo("group support");
    Response refused = new Browser().signIn("bob", "canteen", "");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.asString()).contains("None of your groups is let in here");
  }

  @Test
  void the_first_of_all_has_to_be_an_administrator() {
    people.clear();
    assertThat(new Browser().signIn("carl", "sales", "").statusCode()).isEqualTo(403);
    assertThat(new Browser().signIn("carl", "mail-admins", "").statusCode()).isEqualTo(200);
  }

  @Test
  void an_account_that_was_there_before_is_not_opened_by_its_address() {
    Response refused = new Browser().signIn("boss", "mail-admins", "");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.asString()).contains("Somebody signs in as boss@provider.example already");
    assertThat(new Browser().signIn("dora", "sales", "unproven").statusCode()).isEqualTo(403);
    for (String login : new String[] {"boss@provider.example", "dora@provider.example"}) {
      assertThat(log.page(new Wanted(login, "sign-in-refused"), 0, 1).items())
          .as(login)
          .isNotEmpty();
    }
  }

  @Test
  void a_word_that_is_forged_old_or_for_others_lets_nobody_in() {
    for (String fault : new String[] {"key", "nonce", "audience", "issuer", "old"}) {
      Browser browser = new Browser();
      Response answer = browser.signIn("eve", "mail-admins", fault);
      assertThat(answer.statusCode()).as(fault).isIn(401, 403, 500);
      assertThat(browser.cookies).as(fault).doesNotContainKey("plumbline");
    }
    assertThat(persons.byLogin("eve@provider.example")).isEmpty();
  }

  @Test
  void a_code_of_somebody_elses_browser_lets_nobody_in() {
    Browser attacker = new Browser();
    String address = attacker.toProvider("/");
    Browser victim = new Browser();
    victim.toProvider("/");
    Response answer = victim.comeBack(address, "mallory", "mail-admins", "");
    assertThat(answer.statusCode()).isIn(302, 401);
    assertThat(victim.cookies).doesNotContainKey("plumbline");
    assertThat(persons.byLogin("mallory@provider.example")).isEmpty();
  }

  @Test
  void a_code_is_of_use_once() {
    Browser browser = new Browser();
    String address = browser.toProvider("/");
    Map<String, String> before = Map.copyOf(browser.cookies);
    Response said =
        given()
            .urlEncodingEnabled(false)
            .redirects()
            .follow(false)
            .get(address + "&subject=fay&email=fay@provider.example&groups=sales");
    String back = said.header("Location");
    assertThat(browser.get(back).statusCode()).isEqualTo(302);
    Browser again = new Browser();
    again.cookies.putAll(before);
    assertThat(again.get(back).statusCode()).isEqualTo(401);
    assertThat(again.cookies).doesNotContainKey("plumbline");
  }

  @Test
  void who_is_refused_there_is_told_so_here() {
    Response page = new Browser().signIn("gil", "sales", "refuse");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.asString()).contains("The provider did not let you in");
  }

  private Role role(String subject) {
    return persons.byLogin(subject + "@provider.example").orElseThrow().role();
  }
}
