package dev.plumbline.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.people.FormToken;
import dev.plumbline.people.ProgramTokens;
import dev.plumbline.security.Crawler.Answer;
import dev.plumbline.security.Neighbours.Value;
import dev.plumbline.security.Routes.Route;
import dev.plumbline.store.people.ApiTokens.Draft;
import dev.plumbline.store.people.Limits;
import dev.plumbline.store.people.Person;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.people.Who;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.ext.web.Router;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Goes every way there is, as nobody and as everybody who may not: what is foreign is answered like
 * what does not exist, and no byte of it is told. {@link Routes} finds the ways; {@link Neighbours}
 * knows what to ask for, and fails for a name it does not know.
 */
@QuarkusTest
class CrawlTest {

  private static final Who TEST = Who.atShell("test");

  private static final Set<Right> GRANTABLE = ProgramTokens.GRANTABLE;

  /**
   * A password, a provider's word or the key in the link is the secret of these; mail servers of
   * others post reports.
   */
  private static final Set<String> OPEN =
      Set.of(
          "/sign-in",
          "/sign-in/provider",
          "/welcome/{key}",
          "/digests/stop/{key}",
          "/alerts/stop/{key}",
          "/api/v1/tls-report");

  /**
   * What is one's own ends or changes the session that crawls, or is another each time that it is
   * made.
   */
  private static final Set<String> ONESELF =
      Set.of(
          "/sign-out",
          "/account/password",
          "/account/second-factor",
          "/account/tokens",
          "/test-mail");

  /**
   * What the server answers to beside the methods of resources, itself behind the first two; none
   * of it is about domains.
   */
  private static final Set<String> PLAIN_PATHS =
      Set.of(
          "/",
          "/*",
          "/_importmap/generated_importmap.js",
          "/_static/*",
          "/webjars/*",
          "/api/v1/openapi",
          "/api/v1/openapi.json",
          "/api/v1/openapi.yaml",
          "/api/v1/openapi.yml",
          "/q/health",
          "/q/health/live",
          "/q/health/ready",
          "/q/health/started",
          "/q/health/well",
          "/q/health/group",
          "/q/health/group/*",
          // These are there in tests only.
          "/q/health-ui",
          "/q/health-ui*",
          "/q/swagger-ui",
          "/q/swagger-ui*");

  /** About the program, and told to whoever may read anything. */
  private static final String DOCS = "/help/docs/";

  /** About any domain whatever, and nothing that is kept. */
  private static final String CHECKS = "/api/v1/checks/";

  private static final List<String> OTHER_METHODS =
      List.of("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "GET", "POST");

  @Inject People people;
  @Inject ProgramTokens tokens;
  @Inject Neighbours neighbours;
  @Inject BeanManager beans;
  @Inject Router router;

  private List<Route> routes;

  @BeforeEach
  void put() {
    neighbours.put();
    routes = Routes.of(beans);
  }

  @AfterEach
  void nobodyIsLeft() {
    people.clear();
  }

  @Test
  void whoever_may_see_everything_finds_what_is_foreign_on_every_route() {
    Crawler boss = of(people.addUnmasking("whole@crawl.example", "administrator"));
    Crawler program = Crawler.withToken(neighbours, token(null, Limits.NONE, GRANTABLE));
    for (Route route : inOrder()) {
      Crawler crawler = route.isForPrograms() ? program : boss;
      if (OPEN.contains(route.path())
          || ONESELF.contains(route.path())
          || route.path().startsWith("/account/tokens/")) {
        continue;
      }
      Answer answer = crawler.ask(route, Value::foreign);
      if (answer.status() == 400) {
        // What it has to be told stands in its query.
        answer = crawler.ask(route, Value::foreign, Value::foreign, route.query());
      }
      assertThat(answer.status()).as("%s", route).isLessThan(400);
      if (!route.variables().isEmpty()) {
        assertThat(crawler.ask(route, Value::unknown).status()).as("%s", route).isEqualTo(404);
      }
    }
  }

  @Test
  void nobody_is_told_anything_by_any_route() {
    List<String> before = neighbours.state();
    for (Crawler nobody :
        List.of(
            Crawler.nobody(neighbours),
            Crawler.withSession(neighbours, "x".repeat(43)),
            Crawler.withToken(neighbours, "plb_" + "x".repeat(43)))) {
      for (Route route : routes) {
        assertSame("nobody", nobody, route);
        if (!OPEN.contains(route.path())) {
          assertThat(nobody.ask(route, Value::foreign).status()).as("%s", route).isIn(303, 401);
        }
      }
    }
    assertThat(neighbours.state()).isEqualTo(before);
  }

  @Test
  void who_may_see_other_domains_meets_the_foreign_as_the_unknown_on_every_route() {
    List<String> before = neighbours.state();
    Map<String, Person> all = new LinkedHashMap<>();
    all.put("viewer", people.add("viewer@crawl.example", "viewer", Neighbours.OWN));
    all.put("analyst", people.add("analyst@crawl.example", "analyst", Neighbours.OWN));
    all.put(
        "analyst of a group who unmasks",
        people.addUnmasking("group@crawl.example", "analyst", Neighbours.OWN_GROUP));
    all.forEach(
        (who, person) -> {
          Crawler crawler = of(person);
          for (Route route : routes) {
            if (!ONESELF.contains(route.path()) && !route.path().equals("/sign-in")) {
              assertSame(who, crawler, route);
            }
          }
          assertSeesOwn(who, crawler);
        });
    assertThat(neighbours.state()).isEqualTo(before);
  }

  @Test
  void a_token_for_other_domains_meets_the_foreign_as_the_unknown_on_every_route() {
    List<String> before = neighbours.state();
    Limits own = Limits.of(List.of(Neighbours.OWN), List.of());
    Person limited = people.add("owner@crawl.example", "analyst", Neighbours.OWN);
    Map<String, String> secrets = new LinkedHashMap<>();
    for (Right right : GRANTABLE) {
      if (right != Right.UPLOAD) {
        secrets.put("a token to " + right, token(null, own, Set.of(right)));
      }
    }
    secrets.put(
        "a token of a group",
        token(null, Limits.of(List.of(), List.of(Neighbours.OWN_GROUP)), Set.of(Right.READ)));
    secrets.put("a token of who is limited", token(limited.id(), Limits.NONE, GRANTABLE));
    secrets.forEach(
        (what, secret) -> {
          Crawler crawler = Crawler.withToken(neighbours, secret);
          for (Route route : routes) {
            if (route.isForPrograms()) {
              assertSame(what, crawler, route);
            } else if (!OPEN.contains(route.path())) {
              assertThat(crawler.ask(route, Value::own).status())
                  .as("%s: pages are for people: %s", what, route)
                  .isEqualTo(303);
            }
          }
        });
    assertThat(neighbours.state()).isEqualTo(before);
  }

  @Test
  void no_method_tells_the_foreign_from_the_unknown() {
    Map<String, Crawler> all =
        Map.of(
            "nobody",
            Crawler.nobody(neighbours),
            "analyst",
            of(people.add("method@crawl.example", "analyst", Neighbours.OWN)));
    Set<String> paths = new TreeSet<>();
    for (Route route : routes) {
      if (ONESELF.contains(route.path())
          || route.path().startsWith(DOCS)
          || !paths.add(route.path())) {
        continue;
      }
      for (String method : OTHER_METHODS) {
        all.forEach(
            (who, crawler) -> {
              Answer foreign = crawler.askBy(method, route, Value::foreign);
              Answer unknown = crawler.askBy(method, route, Value::unknown);
              Set<String> asked = new TreeSet<>(foreign.asked());
              asked.addAll(unknown.asked());
              assertThat(foreign.alike(asked))
                  .as("%s: %s of %s", who, method, route.path())
                  .isEqualTo(unknown.alike(asked));
            });
      }
    }
  }

  /** An administrator too has to be given the right, and a program has to ask. */
  @Test
  void what_failure_reports_hide_is_told_by_no_route_without_the_right() {
    Person boss = people.add("masked@crawl.example", "administrator");
    Set<Right> masked = EnumSet.copyOf(GRANTABLE);
    masked.remove(Right.UNMASK);
    String secret = token(null, Limits.NONE, masked);
    for (Route route : inOrder()) {
      if (OPEN.contains(route.path()) || ONESELF.contains(route.path())) {
        continue;
      }
      Crawler crawler = route.isForPrograms() ? Crawler.withToken(neighbours, secret) : of(boss);
      var queries = new ArrayList<List<String>>(List.of(List.of()));
      if (route.isRead()) {
        route.query().forEach(name -> queries.add(List.of(name)));
      }
      for (List<String> query : queries) {
        Answer answer = crawler.ask(route, Value::own, Value::own, query);
        assertThat(answer.body() + answer.location())
            .as("%s by %s", route, query)
            .doesNotContainIgnoringCase(Neighbours.HIDDEN.toArray(String[]::new));
      }
    }
    for (String path : List.of("failure-reports?unmask=true", "failure-reports?examples=100")) {
      String told =
          RestAssured.given()
              .header("Authorization", "Bearer " + secret)
              .get("/api/v1/" + path)
              .asString();
      assertThat(told)
          .as(path)
          .doesNotContainIgnoringCase(Neighbours.HIDDEN.toArray(String[]::new));
    }
  }

  /** No figure, no list and no order of theirs changes by what they may not see. */
  @Test
  void what_comes_in_about_others_changes_no_byte_of_what_somebody_sees() {
    Crawler crawler = of(people.add("still@crawl.example", "analyst", Neighbours.OWN));
    Crawler program =
        Crawler.withToken(
            neighbours,
            token(
                null,
                Limits.of(List.of(Neighbours.OWN), List.of()),
                Set.of(Right.READ, Right.EXPORT)));
    Map<String, Answer> before = own(crawler, program);
    neighbours.putMore();
    Map<String, Answer> after = own(crawler, program);
    before.forEach((what, answer) -> assertThat(after.get(what)).as(what).isEqualTo(answer));
  }

  private Map<String, Answer> own(Crawler crawler, Crawler program) {
    Map<String, Answer> answers = new LinkedHashMap<>();
    for (Route route : routes) {
      if (route.isRead() && !OPEN.contains(route.path()) && !route.path().equals("/account")) {
        Crawler asking = route.isForPrograms() ? program : crawler;
        answers.put(route.toString(), asking.ask(route, Value::own).alike(List.of()));
        for (String name : told(route)) {
          answers.put(
              route + " by " + name,
              asking.ask(route, Value::own, Value::own, List.of(name)).alike(List.of()));
        }
      }
    }
    return answers;
  }

  @Test
  void a_mail_that_brought_foreign_reports_too_is_not_shown_as_a_whole() {
    String session = people.session(people.add("half@crawl.example", "analyst", Neighbours.OWN));
    String report = "/domains/" + Neighbours.OWN + "/reports/" + neighbours.mixedReport();
    assertThat(People.as(session).get(report).statusCode()).isEqualTo(200);
    assertThat(People.as(session).get(report + "/xml").asString())
        .contains(Neighbours.OWN)
        .doesNotContain(Neighbours.FOREIGN);
    assertThat(People.as(session).get(report + "/raw").statusCode()).isEqualTo(404);
    String entry = "/intake/" + neighbours.mixedEntry();
    assertThat(People.as(session).get(entry).statusCode()).isEqualTo(404);
    assertThat(People.as(session).get(entry + "/raw").statusCode()).isEqualTo(404);
  }

  @Test
  void a_token_for_some_domains_reads_the_intake_log_of_these_alone() {
    Limits own = Limits.of(List.of(Neighbours.OWN), List.of());
    for (String format : List.of("json", "ndjson", "csv")) {
      String log =
          RestAssured.given()
              .auth()
              .oauth2(token(null, own, Set.of(Right.READ)))
              .get("/api/v1/intake?format=" + format)
              .then()
              .statusCode(200)
              .extract()
              .asString();
      assertThat(log)
          .contains("own-crawl-file.xml")
          .doesNotContain(Neighbours.FOREIGN, "foreign-crawl-file.xml", "mixed-crawl");
    }
  }

  @Test
  void no_form_is_taken_without_the_token_of_its_session() {
    Person boss = people.add("forms@crawl.example", "administrator");
    String key = people.session(boss);
    String others = FormToken.of(people.session(boss));
    Crawler without = Crawler.withSession(neighbours, key, null);
    Crawler wrong = Crawler.withSession(neighbours, key, others);
    List<String> before = neighbours.state();
    for (Route route : routes) {
      if (!route.isRead() && !OPEN.contains(route.path())) {
        int refused = route.isForPrograms() ? 401 : 403;
        assertThat(without.ask(route, Value::foreign).status())
            .as("%s without a token", route)
            .isEqualTo(refused);
        assertThat(wrong.ask(route, Value::foreign).status())
            .as("%s with that of another session", route)
            .isEqualTo(refused);
      }
    }
    assertThat(neighbours.state()).isEqualTo(before);
    assertThat(People.as(key).get("/users").statusCode()).isEqualTo(200);
  }

  @Test
  void a_viewer_changes_nothing_by_any_route() {
    Crawler viewer = of(people.add("reader@crawl.example", "viewer"));
    List<String> before = neighbours.state();
    for (Route route : routes) {
      if (!route.isRead()
          && !OPEN.contains(route.path())
          && !route.room().equals("tools")
          && !route.room().equals("account")
          && !route.path().equals("/sign-out")) {
        assertThat(viewer.ask(route, Value::foreign).status())
            .as("%s", route)
            .isEqualTo(route.isForPrograms() ? 401 : 403);
      }
    }
    assertThat(neighbours.state()).isEqualTo(before);
  }

  @Test
  void nothing_is_changed_by_reading() {
    Crawler boss = of(people.add("reads@crawl.example", "administrator"));
    List<String> before = neighbours.state();
    for (Route route : routes) {
      if (route.isRead()) {
        boss.ask(route, Value::foreign, Value::foreign, told(route));
      }
    }
    assertThat(neighbours.state()).isEqualTo(before);
  }

  @Test
  void the_server_answers_to_nothing_that_is_not_crawled() {
    Set<String> paths = paths("", router);
    assertThat(paths).contains("/q/health");
    paths.removeAll(PLAIN_PATHS);
    assertThat(paths).isEmpty();
  }

  private static Set<String> paths(String above, Router router) {
    var paths = new TreeSet<String>();
    for (var route : router.getRoutes()) {
      String path = route.getPath();
      if (route.getSubRouter() != null) {
        paths.addAll(paths(path.replaceFirst("/$", ""), route.getSubRouter()));
      } else if (path != null) {
        paths.add(above + path + (route.isExactPath() ? "" : "*"));
      }
    }
    return paths;
  }

  /** Alike in status, place, type and every byte; and nothing foreign told by either. */
  private void assertSame(String who, Crawler crawler, Route route) {
    var queries = new ArrayList<List<String>>();
    queries.add(List.of());
    told(route).forEach(name -> queries.add(List.of(name)));
    for (List<String> query : queries) {
      assertAlike(who, crawler, route, query, Value::foreign, Value::unknown);
      if (route.variables().contains("domain") && route.variables().size() > 1) {
        assertAlike(who + ", below their own", crawler, route, query, Value::own, Value::own);
      }
    }
  }

  private void assertAlike(
      String who,
      Crawler crawler,
      Route route,
      List<String> query,
      Function<Value, String> domain,
      Function<Value, String> unknownDomain) {
    String what = who + ": " + route + (query.isEmpty() ? "" : " by " + query);
    Answer foreign = crawler.ask(route, domain, Value::foreign, query);
    Answer unknown = crawler.ask(route, unknownDomain, Value::unknown, query);
    if (route.path().startsWith(DOCS)) {
      assertThat(foreign.status()).as(what).isIn(200, 303, 401);
      return;
    }
    if (route.path().startsWith(CHECKS)) {
      // They tell what DNS tells everybody, under the names that were asked for.
      assertThat(foreign.status()).as(what).isEqualTo(unknown.status());
      return;
    }
    Set<String> asked = new TreeSet<>(foreign.asked());
    asked.addAll(unknown.asked());
    assertThat(foreign.alike(asked)).as(what).isEqualTo(unknown.alike(asked));
    assertThat(foreign.told()).as(what).doesNotContain(Neighbours.SECRETS);
  }

  private void assertSeesOwn(String who, Crawler crawler) {
    for (Route route : routes) {
      if (route.isRead()
          && !OPEN.contains(route.path())
          && !route.isForPrograms()
          && !route.path().startsWith("/account/digests/")
          && !route.path().startsWith("/test-mail/")
          && !route.path().startsWith("/settings/")
          // It leads to "/", which is asked for itself.
          && !route.path().equals("/domains")
          && !Set.of("users", "audit").contains(route.room())) {
        assertThat(crawler.ask(route, Value::own).status()).as("%s: %s", who, route).isEqualTo(200);
      }
    }
  }

  /** The names of a query that tell the foreign from the unknown; all of them are known. */
  private List<String> told(Route route) {
    return route.query().stream().filter(name -> neighbours.value(route, name).tells()).toList();
  }

  /** What shuts out or takes away comes last. */
  private List<Route> inOrder() {
    var sorted = new ArrayList<>(routes);
    sorted.sort((one, two) -> Boolean.compare(!one.isRead(), !two.isRead()));
    return sorted;
  }

  private Crawler of(Person person) {
    return Crawler.withSession(neighbours, people.session(person));
  }

  private String token(@Nullable Long owner, Limits limits, Set<Right> rights) {
    return tokens
        .create(TEST, new Draft("crawler", owner, EnumSet.copyOf(rights), limits, null))
        .secret();
  }
}
