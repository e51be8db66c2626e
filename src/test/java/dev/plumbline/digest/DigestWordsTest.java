package dev.plumbline.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.standing.Reason;
import dev.plumbline.store.digest.DigestFacts.Missing;
import dev.plumbline.store.judgement.Cause;
import dev.plumbline.store.judgement.StandingChange;
import dev.plumbline.store.judgement.StandingChange.Because;
import dev.plumbline.store.judgement.StandingChange.What;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DigestWordsTest {

  private static StandingChange change(What what, @Nullable String was, @Nullable String became) {
    return change("known:mailer", "Mailer", what, was, became);
  }

  private static StandingChange change(
      String key, String name, What what, @Nullable String was, @Nullable String became) {
    return new StandingChange(
        1,
        "words.example",
        Instant.parse("2026-11-18T00:00:00Z"),
        key,
        name,
        what,
        was,
        became,
        new Because(Cause.REPORTS, List.of(), null));
  }

  private static List<String> words(StandingChange... changes) {
    return DigestWords.changes(List.of(changes), List.of());
  }

  @Test
  void a_sender_that_comes_back_is_not_told_to_be_of_unknown_standing() {
    assertThat(words(change(What.BACK, "2026-11-02", null))).containsExactly("Mailer sends again.");
  }

  @Test
  void ones_own_servers_are_many() {
    String name = "Your own servers (words.example)";
    assertThat(
            words(
                change("own", name, What.STANDING, "authorized", "regressed"),
                change("own", name, What.SILENT, null, "2026-11-02"),
                change("own", name, What.BACK, "2026-11-02", null)))
        .containsExactly(
            name + " were authorized and are regressed.",
            name + " have sent nothing since 2 Nov 2026.",
            name + " send again.");
  }

  @Test
  void days_are_told_as_in_the_rest_of_the_mail() {
    assertThat(
            words(
                change(What.SILENT, null, "2026-11-02"), change(What.REPORTS, null, "2026-11-09")))
        .containsExactly(
            "Mailer has sent nothing since 2 Nov 2026.",
            "No reports have come in since 9 Nov 2026.");
  }

  @Test
  void several_reporters_that_tell_no_more_are_one_line() {
    Missing one = new Missing(1, "google.com", LocalDate.of(2026, 11, 9));
    Missing other = new Missing(1, "Yahoo", LocalDate.of(2026, 11, 8));
    assertThat(DigestWords.missing(List.of())).isEmpty();
    assertThat(DigestWords.missing(List.of(one)))
        .containsExactly("google.com tells no more: its last report is of 9 Nov 2026.");
    assertThat(DigestWords.missing(List.of(one, other)))
        .containsExactly(
            "Tell no more: google.com (last report of 9 Nov 2026), Yahoo (last report of 8 Nov"
                + " 2026).");
  }

  @Test
  void policies_become_safe_and_are_not_safe_any_more() {
    assertThat(
            Stream.of(
                    change(What.READY, "none", "quarantine"),
                    change(What.READY, "quarantine", "reject"),
                    change(What.READY, "reject", "quarantine"),
                    change(What.READY, "reject", "none"))
                .flatMap(one -> words(one).stream()))
        .containsExactly(
            "p=quarantine became safe.",
            "p=reject became safe.",
            "p=reject is not safe any more; p=quarantine still is.",
            "p=reject is not safe any more.");
  }

  @Test
  void what_is_wrong_with_records_is_said_not_only_that_it_changed() {
    StandingChange wrong = change(What.FINDINGS, null, "no_spf_record");
    assertThat(DigestWords.changes(List.of(wrong), List.of(new Reason.NoSpfRecord())))
        .hasSize(1)
        .first()
        .asString()
        .matches("Its records are wrong: .+SPF.+\\.");
    assertThat(words(change(What.FINDINGS, "no_spf_record", null)))
        .containsExactly("Nothing is wrong with its records any more.");
  }
}
