package dev.plumbline.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dmarc.DmarcRecord.PublicSuffix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DmarcRecordTest {

  @Test
  void all_tags_are_read() {
    DmarcRecord record =
        parse(
            "v=DMARC1; p=reject; sp=quarantine; np=none; psd=n; t=y; adkim=s; aspf=r; fo=d:s;"
                + " rua=mailto:a@example.org,mailto:b@example.net!10m; ruf=mailto:c@example.org;"
                + " pct=50; rf=afrf; ri=86400; x=unknown");
    assertThat(record.problems()).isEmpty();
    assertThat(record.p()).isEqualTo(Policy.REJECT);
    assertThat(record.sp()).isEqualTo(Policy.QUARANTINE);
    assertThat(record.np()).isEqualTo(Policy.NONE);
    assertThat(record.psd()).isEqualTo(PublicSuffix.NO);
    assertThat(record.testing()).isTrue();
    assertThat(record.adkim()).isEqualTo(Alignment.Mode.STRICT);
    assertThat(record.aspf()).isEqualTo(Alignment.Mode.RELAXED);
    assertThat(record.fo()).containsExactly("d", "s");
    assertThat(record.rua()).hasSize(2);
    assertThat(record.rua()).extracting(ReportUri::sizeLimit).containsExactly(null, "10m");
    assertThat(record.ruf()).extracting(ReportUri::text).containsExactly("mailto:c@example.org");
    assertThat(record.retired()).isEqualTo(new DmarcRecord.Retired(50, "afrf", 86400L));
  }

  @Test
  void absent_tags_have_the_defaults_of_the_rfc() {
    DmarcRecord record = parse("v=DMARC1");
    assertThat(record.p()).isNull();
    assertThat(record.policyFor(false, true)).contains(Policy.NONE);
    assertThat(record.psd()).isEqualTo(PublicSuffix.UNSPECIFIED);
    assertThat(record.testing()).isFalse();
    assertThat(record.adkim()).isEqualTo(Alignment.Mode.RELAXED);
    assertThat(record.fo()).containsExactly("0");
    assertThat(record.rua()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "p=none", "p=none; v=DMARC1", "v=dmarc1; p=none", "v=DMARC2", "v=spf1 -all"})
  void text_that_does_not_begin_with_the_version_is_no_record(String text) {
    assertThat(DmarcRecord.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "v=DMARC1; p=reject, true, true, REJECT",
    "v=DMARC1; p=reject; sp=none, false, true, REJECT",
    "v=DMARC1; p=reject; sp=none, true, true, NONE",
    "v=DMARC1; p=none; np=reject, true, false, REJECT",
    "v=DMARC1; p=none; np=reject, true, true, NONE",
    "v=DMARC1; p=none; sp=quarantine, true, false, QUARANTINE",
    "v=DMARC1; p=bogus; rua=mailto:a@example.org, false, true, NONE",
    "v=DMARC1; p=reject; sp=bogus; rua=mailto:a@example.org, true, true, NONE",
  })
  void policy_depends_on_whether_the_author_is_a_subdomain_that_exists(
      String text, boolean subdomain, boolean exists, Policy policy) {
    assertThat(parse(text).policyFor(subdomain, exists)).contains(policy);
  }

  @Test
  void wrong_policy_without_report_address_asks_for_nothing() {
    DmarcRecord record = parse("v=DMARC1; p=bogus");
    assertThat(record.isUnusable()).isTrue();
    assertThat(record.policyFor(false, true)).isEmpty();
    assertThat(record.problems()).singleElement().asString().contains("p=bogus");
  }

  @Test
  void wrong_values_count_as_absent_and_are_told() {
    DmarcRecord record =
        parse("v=DMARC1; p=none; t=x; psd=x; adkim=x; fo=x; pct=101; ri=x; rua=a@example.org");
    assertThat(record.problems()).hasSize(7);
    assertThat(record.rua()).isEmpty();
    assertThat(record.retired().pct()).isNull();
  }

  @Test
  void test_mode_asks_for_one_level_less() {
    assertThat(Policy.REJECT.weaker()).isEqualTo(Policy.QUARANTINE);
    assertThat(Policy.QUARANTINE.weaker()).isEqualTo(Policy.NONE);
    assertThat(Policy.NONE.weaker()).isEqualTo(Policy.NONE);
  }

  private static DmarcRecord parse(String text) {
    return DmarcRecord.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v=DMARC1; p=none; sp=none; np=reject | quarantine"
            + " | v=DMARC1; p=quarantine; sp=quarantine; np=reject",
        "v=DMARC1; p=none; pct=20; t=y; adkim=s | reject | v=DMARC1; p=reject; adkim=s",
        "v=DMARC1; rua=mailto:a@b.example | reject | v=DMARC1; p=reject; rua=mailto:a@b.example",
        "v=DMARC1; p=none; new=tag | quarantine | v=DMARC1; p=quarantine; new=tag",
      })
  void only_what_lowers_the_policy_is_changed(String record, String policy, String after) {
    assertThat(
            DmarcRecord.parse(record).orElseThrow().stricter(Policy.ofWire(policy).orElseThrow()))
        .isEqualTo(after);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "v=DMARC1; p=none | v=DMARC1; p=none; rua=mailto:c@d.example",
        "v=DMARC1;p=none;x=Y | v=DMARC1; p=none; x=Y; rua=mailto:c@d.example",
        "v=DMARC1; rua=mailto:a@b.example; p=reject | v=DMARC1;"
            + " rua=mailto:a@b.example,mailto:c@d.example; p=reject"
      })
  void one_more_address_is_told_and_all_else_stays(String record, String after) {
    assertThat(
            DmarcRecord.parse(record)
                .orElseThrow()
                .reportedTo(ReportUri.parse("mailto:c@d.example").orElseThrow()))
        .isEqualTo(after);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "v=DMARC1; p=reject, REJECT",
    "v=DMARC1; p=reject; t=y, QUARANTINE",
    "v=DMARC1; p=reject; pct=99, QUARANTINE",
    "v=DMARC1; p=reject; pct=100, REJECT",
    "v=DMARC1; p=quarantine; t=y, NONE",
    "v=DMARC1; p=none; t=y, NONE",
    "v=DMARC1; rua=mailto:a@b.example, NONE",
  })
  void a_tested_or_sampled_policy_is_in_force_one_level_lower(String record, Policy inForce) {
    assertThat(DmarcRecord.parse(record).orElseThrow().inForce()).isEqualTo(inForce);
  }

  @Test
  void levels_go_from_none_to_reject() {
    assertThat(Policy.QUARANTINE.isAtLeast(Policy.QUARANTINE)).isTrue();
    assertThat(Policy.QUARANTINE.isAtLeast(Policy.REJECT)).isFalse();
    assertThat(Policy.NONE.stricter().stricter().stricter()).isEqualTo(Policy.REJECT);
    assertThat(Policy.REJECT.weaker().weaker().weaker()).isEqualTo(Policy.NONE);
  }
}
