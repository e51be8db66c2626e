package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.store.Table;
import dev.plumbline.store.server.Frozen;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What readers, programs and keepers of containers are told while PostgreSQL stands still. */
@QuarkusTest
class FrozenDatabaseTest {

  private static final Duration SOON = Duration.ofSeconds(12);

  @Inject DataSource database;

  @Test
  void nobody_waits_for_a_database_that_says_nothing() throws Exception {
    Path cluster = Path.of(Table.rows(database, "show data_directory").get(0));
    assumeTrue(Files.exists(cluster.resolve("postmaster.pid")), "it is on another machine");
    awaitReady(200);
    Frozen frozen = Frozen.of(cluster);
    try (frozen) {
      awaitReady(503);
      long begin = System.nanoTime();
      given().get("/q/health/live").then().statusCode(200);
      given()
          .get("/intake")
          .then()
          .statusCode(503)
          .header("Retry-After", "60")
          .body(containsString("The database says nothing at the moment; try again in a minute."));
      given()
          .get("/api/v1/intake/1")
          .then()
          .statusCode(503)
          .contentType("application/problem+json")
          .body("status", equalTo(503));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
    }
    awaitReady(200);
    given().get("/intake").then().statusCode(200);
  }

  private static void awaitReady(int status) throws InterruptedException {
    long begin = System.nanoTime();
    while (given().get("/q/health/ready").statusCode() != status) {
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
      Thread.sleep(200);
    }
  }
}
