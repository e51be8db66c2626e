package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What readers and programs are told while PostgreSQL lets nobody in. */
@QuarkusTest
class DatabaseAwayTest {

  /** Answers in a row after which it is there for all. */
  private static final int STEADY = 10;

  @ConfigProperty(name = "plumbline.db.url")
  String url;

  @ConfigProperty(name = "plumbline.db.user")
  String user;

  @ConfigProperty(name = "plumbline.db.password")
  String password;

  @BeforeEach
  void close() throws SQLException {
    change("alter database " + name() + " allow_connections false");
    change("select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'", name());
  }

  @AfterEach
  void open() throws Exception {
    change("alter database " + name() + " allow_connections true");
    Instant patience = Instant.now().plus(Duration.ofSeconds(20));
    // Connections that were cut off are found one by one.
    int inARow = 0;
    while (inARow < STEADY && Instant.now().isBefore(patience)) {
      inARow = given().get("/intake").statusCode() == 200 ? inARow + 1 : 0;
      Thread.sleep(20);
    }
    assertThat(inARow).isEqualTo(STEADY);
  }

  @Test
  void a_page_says_to_try_again() {
    for (String path : new String[] {"/intake", "/domains/pages.example"}) {
      given()
          .get(path)
          .then()
          .statusCode(503)
          .contentType("text/html")
          .body(containsString("<h1>Not available right now</h1>"))
          .body(containsString("The database cannot be reached; try again in a minute."));
    }
  }

  @Test
  void the_api_says_it_as_a_problem() {
    given()
        .get("/api/v1/intake/1")
        .then()
        .statusCode(503)
        .contentType("application/problem+json")
        .body("status", equalTo(503))
        .body("detail", equalTo("The database cannot be reached; try again in a minute."));
  }

  @Test
  void while_the_database_comes_and_goes_a_page_is_there_or_says_why_not() throws Exception {
    change("alter database " + name() + " allow_connections true");
    List<String> paths = List.of("/intake", "/", "/reporters", "/audit", "/domains/pages.example");
    ExecutorService readers = Executors.newFixedThreadPool(paths.size());
    AtomicBoolean over = new AtomicBoolean();
    List<Future<Set<Integer>>> seen = new ArrayList<>();
    for (String path : paths) {
      seen.add(
          readers.submit(
              () -> {
                Set<Integer> statuses = new TreeSet<>();
                while (!over.get()) {
                  statuses.add(given().get(path).statusCode());
                }
                return statuses;
              }));
    }
    for (int restart = 0; restart < 10; restart++) {
      Thread.sleep(150);
      change("select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'", name());
    }
    over.set(true);
    readers.shutdown();
    for (Future<Set<Integer>> one : seen) {
      assertThat(one.get()).isSubsetOf(200, 404, 503);
    }
  }

  private String name() {
    return url.replaceFirst(".*/", "").replaceFirst("\\?.*", "");
  }

  private void change(String sql, Object... words) throws SQLException {
    String elsewhere = url.replaceFirst("/[^/]+$", "/postgres");
    try (Connection connection = DriverManager.getConnection(elsewhere, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql.formatted(words));
    }
  }
}
