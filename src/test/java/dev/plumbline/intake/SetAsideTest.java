package dev.plumbline.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.store.Table;
import dev.plumbline.store.intake.DocumentOutcome;
import dev.plumbline.store.intake.IntakeQueries;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.intake.SetAside;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports that are not believed wait outside of all figures until somebody decides. */
@QuarkusTest
class SetAsideTest {

  @TempDir Path folder;
  @Inject Intake intake;
  @Inject IntakeQueries log;
  @Inject SecondChances chances;
  @Inject DataSource database;

  private ItemOutcome take(String domain, String id, String count) {
    String mail =
        """
        From: reports@forger-%s
        To: dmarc@%s
        Subject: Report
        Message-ID: <%s@forger.example>
        MIME-Version: 1.0
        Content-Type: text/xml

        %s"""
            .formatted(
                domain,
                domain,
                id,
                Mails.xml(id)
                    .replace("intake.example", domain)
                    .replace("<count>3", "<count>" + count));
    return intake.take(
        "mailbox:test", "Report", null, ReceivedBytes.of(mail.getBytes(StandardCharsets.UTF_8)));
  }

  private List<String> reportsAbout(String domain) {
    return Table.rows(
        database,
        "select message_count from report r join domain d on d.id = r.domain_id where d.name = '%s'"
            .formatted(domain));
  }

  @Test
  void an_absurd_count_is_outside_of_all_figures_until_it_is_taken_in() {
    String domain = "aside-take.example";
    ItemOutcome outcome = take(domain, "aside-1", "1000000000000");
    assertThat(outcome.outcome()).isEqualTo(Outcome.SET_ASIDE);
    assertThat(outcome.limit()).isEqualTo("messages");
    assertThat(outcome.reason()).startsWith("Set aside, outside of all figures: It counts 1,000,");
    assertThat(Table.rows(database, "select name from domain where name = '" + domain + "'"))
        .isEmpty();
    assertThat(log.entry(outcome.intakeId()).orElseThrow().documents().get(0).domain())
        .isEqualTo(domain);

    assertThat(chances.again(outcome.intakeId()).orElseThrow().outcome())
        .as("reading again believes nothing")
        .isEqualTo(Outcome.SET_ASIDE);
    assertThat(chances.believe(outcome.intakeId()).orElseThrow().outcome())
        .isEqualTo(Outcome.STORED);
    assertThat(reportsAbout(domain)).containsExactly("1000000000000");
    assertThat(chances.again(outcome.intakeId()).orElseThrow().outcome())
        .as("what was believed stays so")
        .isEqualTo(Outcome.STORED);
  }

  @Test
  void what_is_thrown_out_counts_nothing_and_is_not_listed_any_more() {
    String domain = "aside-out.example";
    ItemOutcome outcome = take(domain, "aside-2", "2000000000");
    assertThat(log.throwOut(outcome.intakeId(), "Thrown out by ana.")).isTrue();
    assertThat(log.setAside(domain, null)).isEmpty();
    assertThat(log.entry(outcome.intakeId()).orElseThrow())
        .satisfies(
            entry -> {
              assertThat(entry.outcome()).isEqualTo(Outcome.NOT_A_REPORT);
              assertThat(entry.reason()).startsWith("Thrown out by ana. Set aside");
            });
    assertThat(log.throwOut(outcome.intakeId(), "Again.")).isFalse();
    assertThat(reportsAbout(domain)).isEmpty();
  }

  @Test
  void a_click_throws_out_and_a_second_one_finds_nothing_left_to_do() {
    long id = take("aside-click.example", "aside-10", "6000000000").intakeId();
    for (int click = 1; click <= 2; click++) {
      given().redirects().follow(false).post("/intake/" + id + "/throw-out").then().statusCode(303);
    }
    assertThat(log.setAside("aside-click.example", null)).isEmpty();
    given().post("/intake/999999999999/throw-out").then().statusCode(404);
  }

  @Test
  void one_finds_them_by_domain_and_by_submitter() {
    long first = take("a.aside-find.example", "aside-3", "2000000000").intakeId();
    long second = take("aside-find.example", "aside-4", "3000000000").intakeId();
    take("notaside-find.example", "aside-5", "3000000000");
    assertThat(log.setAside("aside-find.example", null))
        .extracting(SetAside::intakeId)
        .containsExactly(first, second);
    assertThat(log.setAside(null, "forger-aside-find.example"))
        .extracting(SetAside::intakeId)
        .containsExactly(second);
  }

  @Test
  void of_a_mail_with_both_the_honest_report_counts_and_the_other_waits() {
    String honest = Mails.xml("aside-6").replace("intake.example", "aside-both.example");
    String forged = honest.replace("aside-6", "aside-7").replace("<count>3", "<count>9000000000");
    ItemOutcome outcome =
        intake.take(
            "upload",
            "both.xml",
            null,
            ReceivedBytes.of((honest + forged).getBytes(StandardCharsets.UTF_8)));
    assertThat(outcome.outcome()).isEqualTo(Outcome.STORED);
    assertThat(outcome.documents())
        .extracting(one -> one.outcome())
        .containsExactly(DocumentOutcome.STORED, DocumentOutcome.SET_ASIDE);
    assertThat(chances.again(outcome.intakeId()).orElseThrow().documents())
        .extracting(one -> one.outcome())
        .containsExactly(DocumentOutcome.STORED, DocumentOutcome.SET_ASIDE);
    assertThat(reportsAbout("aside-both.example")).containsExactly("3");
  }

  @Test
  void several_that_come_together_are_looked_at_each() {
    List<Intake.Incoming> items =
        List.of("3", "7000000000", "4").stream()
            .map(
                count ->
                    new Intake.Incoming(
                        "folder",
                        "together",
                        null,
                        ReceivedBytes.of(
                            Mails.xml("aside-t" + count)
                                .replace("intake.example", "aside-together.example")
                                .replace("<count>3", "<count>" + count)
                                .getBytes(StandardCharsets.UTF_8))))
            .toList();
    assertThat(intake.takeAll(items))
        .extracting(ItemOutcome::outcome)
        .containsExactly(Outcome.STORED, Outcome.SET_ASIDE, Outcome.STORED);
    assertThat(reportsAbout("aside-together.example")).containsExactlyInAnyOrder("3", "4");
  }

  @Test
  void another_content_under_a_known_key_is_a_conflict_in_the_outcome() {
    take("aside-conflict.example", "aside-8", "3");
    ItemOutcome other = take("aside-conflict.example", "aside-8", "5");
    assertThat(other.outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(log.entry(other.intakeId()).orElseThrow().outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(take("aside-conflict.example", "aside-8", "3").outcome())
        .isEqualTo(Outcome.DUPLICATE);
    assertThat(reportsAbout("aside-conflict.example")).containsExactly("3");
    given()
        .get("/intake?outcome=conflict")
        .then()
        .statusCode(200)
        .body(containsString("Conflict"), containsString("stored with other content"));
  }

  @Test
  void a_file_that_vanished_is_no_outcome_and_says_no_path() throws IOException {
    Path file = Files.writeString(folder.resolve("gone.xml"), Mails.xml("aside-gone"));
    ReceivedBytes bytes = ReceivedBytes.of(file);
    Files.delete(file);
    ItemOutcome outcome = intake.take("folder", "gone.xml", null, bytes);
    assertThat(outcome.outcome()).isEqualTo(Outcome.TRY_AGAIN);
    assertThat(outcome.reason())
        .contains("it is not there any more")
        .doesNotContain(folder.toString());
  }

  @Test
  void the_page_of_an_entry_offers_both_decisions() {
    long id = take("aside-page.example", "aside-9", "6000000000").intakeId();
    given()
        .get("/intake/" + id)
        .then()
        .statusCode(200)
        .body(
            containsString("set aside"),
            containsString("/intake/" + id + "/take-in"),
            containsString("/intake/" + id + "/throw-out"));
    given().get("/intake?outcome=set_aside").then().body(containsString("Set aside"));
  }
}
