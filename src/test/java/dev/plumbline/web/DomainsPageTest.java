package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.store.people.Persons;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DomainsPageTest {

  private static final String GROUP = "domains-page";

  @Inject SeededReports seeded;
  @Inject Persons persons;

  @BeforeEach
  void seed() {
    seeded.pages();
  }

  @AfterEach
  void noGroupIsLeft() {
    post("/settings/domains/groups", "name", GROUP, "domains", "");
  }

  @Test
  void chosen_domains_are_put_into_a_group_beside_those_that_are_there() {
    post("/settings/domains/groups", "name", GROUP, "domains", "first.domains-page.example");
    post("/settings/domains/into", "group", GROUP, "chosen_domain", SeededReports.DOMAIN);
    assertThat(persons.groups().get(GROUP))
        .containsExactlyInAnyOrder("first.domains-page.example", SeededReports.DOMAIN);
    assertThat(given().get("/settings/domains?q=" + SeededReports.DOMAIN).asString())
        .contains(SeededReports.DOMAIN, GROUP);
    assertThat(given().get("/?group=" + GROUP).asString()).contains(SeededReports.DOMAIN);
  }

  @Test
  void a_group_without_domains_is_gone() {
    post("/settings/domains/groups", "name", GROUP, "domains", SeededReports.DOMAIN);
    post("/settings/domains/groups", "name", GROUP, "domains", "");
    assertThat(persons.groups()).doesNotContainKey(GROUP);
  }

  @Test
  void what_makes_no_sense_is_one_sentence() {
    for (Response refused :
        List.of(
            post("/settings/domains/into", "group", GROUP, "chosen_domain", ""),
            post("/settings/domains/groups", "name", "two words", "domains", "a.example"),
            post("/settings/domains/groups", "name", GROUP, "domains", "no_domain!"))) {
      assertThat(refused.statusCode()).isEqualTo(400);
    }
    assertThat(persons.groups()).doesNotContainKey(GROUP);
  }

  private static Response post(String path, String... fields) {
    var request =
        given().redirects().follow(false).contentType("application/x-www-form-urlencoded");
    for (int i = 0; i < fields.length; i += 2) {
      request = request.formParam(fields[i], fields[i + 1]);
    }
    return request.post(path);
  }
}
