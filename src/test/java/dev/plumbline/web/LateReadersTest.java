package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.store.Database;
import dev.plumbline.store.server.ReadReplica;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages that are read from a second database, which here is the first one by another way. */
@QuarkusTest
@TestProfile(LateReadersTest.SecondDatabase.class)
class LateReadersTest {

  /** Its connections tell their name, so that one sees who asked. */
  private static final String NAME = "second-for-pages";

  public static final class SecondDatabase implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "plumbline.db.read-url",
          "${plumbline.db.url}?ApplicationName=" + NAME,
          "plumbline.db.read-lag",
          "20s");
    }
  }

  @Inject Database sql;
  @Inject ReadReplica replica;

  @BeforeEach
  void looked() throws InterruptedException {
    long end = System.nanoTime() + 60_000_000_000L;
    while (replica.secondsBehind().isEmpty()) {
      assertThat(System.nanoTime()).as("it is looked at").isLessThan(end);
      Thread.sleep(100);
    }
  }

  @Test
  void pages_are_read_from_it_and_the_interface_for_programs_and_those_who_write_are_not() {
    long before = asked();
    given().get("/api/v1/domains").then().statusCode(200);
    given().cookie("plumbline-wrote", "1").get("/").then().statusCode(200);
    assertThat(asked()).as("asked of the first").isEqualTo(before);
    given().get("/").then().statusCode(200);
    assertThat(asked()).as("asked of the second").isGreaterThan(before);
  }

  @Test
  void whoever_changed_something_reads_from_the_first_for_as_long_as_the_second_may_be_behind() {
    Response answer = given().redirects().follow(false).post("/intake/again");
    assertThat(answer.statusCode()).isLessThan(400);
    assertThat(answer.detailedCookie("plumbline-wrote").getMaxAge()).isEqualTo(30);
    assertThat(answer.detailedCookie("plumbline-wrote").isHttpOnly()).isTrue();
    assertThat(given().get("/").cookies()).doesNotContainKey("plumbline-wrote");
  }

  /** How often the second connections were used, as the server tells. */
  private long asked() {
    return sql.number(
        "select coalesce(sum(extract(epoch from query_start) * 1000)::bigint, 0)"
            + " from pg_stat_activity where application_name = ? and query not like ?",
        NAME,
        "select max(seen_at)%");
  }
}
