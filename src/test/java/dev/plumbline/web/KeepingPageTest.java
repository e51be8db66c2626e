package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sender.Catalogue;
import dev.plumbline.store.Table;
import dev.plumbline.store.people.Who;
import dev.plumbline.store.settings.Adjustable;
import dev.plumbline.store.settings.KeptSettings;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class KeepingPageTest {

  private static final String SERVICE =
      """
      services:
        - key: keeping-page.example
          name: Keeping Page Payroll
          kind: other
          recognise:
            envelope: [bounces.keeping-page.example]
          authorize:
            dkim:
              - {type: CNAME, name: "k1._domainkey.{domain}", value: k1.keeping-page.example}
            spf: {use: no, why: "Its envelope is its own."}
            return_path: {offered: no}
            where: "Ask"
            link: https://keeping-page.example/
          certain: yes
      """;

  @Inject KeptSettings settings;
  @Inject Catalogue catalogue;
  @Inject DataSource database;
  @Inject Clock clock;

  @AfterEach
  void asUsual() {
    for (Adjustable one : Adjustable.values()) {
      settings.set(Who.atShell("test"), one, "", clock.instant());
    }
    catalogue.layOver("");
  }

  @Test
  void how_long_reports_are_kept_is_set_and_told_with_who_set_it() {
    Response said =
        post(
            "/settings/data/retention",
            Map.of(
                "reports_days", "9000",
                "failures_days", "",
                "tls_days", "800d",
                "held_domains", "Keeping-Page.example, other.keeping-page.example"));
    assertThat(said.statusCode()).isEqualTo(303);
    assertThat(settings.find(Adjustable.REPORTS).orElseThrow().value()).isEqualTo("9000d");
    assertThat(settings.find(Adjustable.FAILURES)).isEmpty();
    String page = given().get("/settings/data").asString();
    assertThat(page)
        .contains("value=\"9000\"", "value=\"800\"", "Set by", "Empty: 90 days")
        .contains("keeping-page.example other.keeping-page.example");
    assertThat(Table.rows(database, "select subject from audit where action = 'setting-change'"))
        .anyMatch(row -> row.contains("plumbline.retention.reports"));
  }

  @Test
  void what_makes_no_sense_is_refused_and_nothing_of_it_is_set() {
    Response said =
        post(
            "/settings/data/retention",
            Map.of(
                "reports_days", "30", "failures_days", "60", "tls_days", "", "held_domains", ""));
    assertThat(said.statusCode()).isEqualTo(400);
    assertThat(said.asString()).contains("a number of days from 90");
    assertThat(settings.find(Adjustable.FAILURES)).isEmpty();
    Response services = post("/settings/data/services", Map.of("catalogue_yaml", "services: [x"));
    assertThat(services.statusCode()).isEqualTo(400);
    assertThat(settings.find(Adjustable.CATALOGUE)).isEmpty();
  }

  @Test
  void services_are_known_at_once_and_forgotten_at_once() {
    String before = catalogue.version();
    assertThat(post("/settings/data/services", Map.of("catalogue_yaml", SERVICE)).statusCode())
        .isEqualTo(303);
    assertThat(catalogue.byEnvelopeDomain("a.bounces.keeping-page.example"))
        .hasValueSatisfying(one -> assertThat(one.name()).isEqualTo("Keeping Page Payroll"));
    assertThat(catalogue.version()).isNotEqualTo(before);
    assertThat(given().get("/settings/data").asString()).contains("Keeping Page Payroll");
    post("/settings/data/services", Map.of("catalogue_yaml", ""));
    assertThat(catalogue.byEnvelopeDomain("a.bounces.keeping-page.example")).isEmpty();
    assertThat(catalogue.version()).isEqualTo(before);
  }

  private static Response post(String path, Map<String, String> form) {
    return given().redirects().follow(false).formParams(form).post(path);
  }
}
