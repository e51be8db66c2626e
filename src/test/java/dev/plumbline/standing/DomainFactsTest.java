package dev.plumbline.standing;

import static dev.plumbline.standing.Facts.CHECKED;
import static dev.plumbline.standing.Facts.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.dkim.Selector;
import dev.plumbline.dns.DomainName;
import dev.plumbline.spf.SpfResult;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainFactsTest {

  private static final DomainName GULL = DomainName.of(DOMAIN);
  private static final DomainRecords PLAIN = records("v=spf1 ip4:192.0.2.7 -all", List.of("10 a."));
  private static final DomainRecords LOCKED = records("v=spf1 -all", List.of());

  @Test
  void a_domain_is_parked_by_its_records_if_it_neither_sends_nor_receives() {
    assertThat(facts(LOCKED).parked()).isEqualTo(new Reason.Parked(DOMAIN));
    assertThat(facts(records("V=SPF1 -ALL ", List.of("0 ."))).parked()).as("a null MX").isNotNull();
    assertThat(facts(records("v=spf1 -all", List.of("10 mx.gull.example."))).parked()).isNull();
    assertThat(facts(records("v=spf1 ~all", List.of())).parked()).isNull();
    assertThat(facts(records(null, List.of())).parked()).isNull();
    assertThat(facts(records("v=spf1 -all", null)).parked())
        .as("nobody asked for its mail hosts")
        .isNull();
  }

  @Test
  void what_somebody_said_of_the_domain_goes_before_its_records() {
    assertThat(said(PLAIN, Decision.Verdict.NOT_OURS))
        .isEqualTo(new Reason.SaidParked("ana", DOMAIN));
    assertThat(said(LOCKED, Decision.Verdict.OURS)).isNull();
    assertThat(said(LOCKED, Decision.Verdict.UNDECIDED)).isEqualTo(new Reason.Parked(DOMAIN));
  }

  @ParameterizedTest(name = "{0} of 1000 messages signed with a key of today: parked {1}")
  @CsvSource({"0, true", "9, true", "10, false", "1000, false"})
  void a_domain_that_signs_what_it_sends_is_not_parked(long signed, boolean parked) {
    Facts signing =
        Facts.of(1_000)
            .signed(DOMAIN, "m1", "pass", true, signed)
            .key(DOMAIN, "m1", KeyState.VALID)
            .now(DOMAIN, SpfResult.FAIL, true);
    assertThat(facts(LOCKED, signing).isParked()).isEqualTo(parked);
  }

  @Test
  void a_signature_by_a_key_that_is_gone_does_not_keep_a_domain_from_being_parked() {
    Facts signing =
        Facts.of(10).signed(DOMAIN, "m1", "pass", true, 10).key(DOMAIN, "m1", KeyState.REVOKED);
    assertThat(facts(LOCKED, signing).isParked()).isTrue();
  }

  @Test
  void what_sources_at_home_sign_with_is_told_from_what_verified_anywhere() {
    Facts home =
        Facts.of(10)
            .signed(DOMAIN, "own", "pass", true, 10)
            .signed(DOMAIN, "broken", "fail", true, 10)
            .signed("postlark.example", "p1", "pass", false, 10)
            .host("mx1.gull.example", true);
    Facts service = Facts.of(10).signed(DOMAIN, "m1", "pass", true, 10);
    DomainFacts facts = facts(PLAIN, home, service);
    assertThat(facts.homeSelectors()).containsExactly(new Selector(GULL, "own"));
    assertThat(facts.verifiedSelectors())
        .containsExactlyInAnyOrder(new Selector(GULL, "own"), new Selector(GULL, "m1"));
  }

  @ParameterizedTest
  @CsvSource({"mx1.gull.example, true", "mx1.gull.example.evil.example, false"})
  void a_source_is_at_home_by_its_confirmed_name(String host, boolean atHome) {
    assertThat(traits(Facts.of(10).host(host, true)).atHome()).isEqualTo(atHome);
    assertThat(traits(Facts.of(10).host(host, false)).atHome()).isFalse();
  }

  @Test
  void a_source_is_at_home_by_a_record_of_today_of_before_or_as_it_was_meant() {
    assertThat(traits(Facts.of(10).now(DOMAIN, SpfResult.PASS, true)).atHome()).isTrue();
    assertThat(traits(Facts.of(10).now("else.example", SpfResult.PASS, false)).atHome()).isFalse();
    assertThat(traits(Facts.of(10).listedEarlier()).atHome()).isTrue();
    assertThat(traits(Facts.of(10).meant("a").now(DOMAIN, SpfResult.PERMERROR, true)).atHome())
        .isTrue();
    assertThat(traits(Facts.of(10).now(DOMAIN, SpfResult.PERMERROR, true)).atHome()).isFalse();
  }

  @Test
  void a_broken_record_is_found_by_the_sources_that_met_it() {
    Facts met = Facts.of(10).now(DOMAIN, SpfResult.PERMERROR, true);
    assertThat(facts(PLAIN, met).brokenSpf()).isEqualTo("It needs 11 lookups.");
    assertThat(
            facts(PLAIN, Facts.of(10).now("else.example", SpfResult.PERMERROR, true)).brokenSpf())
        .isNull();
    assertThat(PLAIN.findings("It needs 11 lookups."))
        .containsExactly(new Reason.SpfBroken("It needs 11 lookups."));
  }

  @Test
  void missing_records_are_found_only_where_dns_was_asked() {
    assertThat(new DomainRecords(GULL, GULL, CHECKED, null, null, null).findings(null))
        .containsExactly(new Reason.NoSpfRecord(), new Reason.NoDmarcRecord());
    assertThat(DomainRecords.unknown(GULL).findings(null)).isEmpty();
    assertThat(PLAIN.findings(null)).isEmpty();
  }

  @Test
  void a_source_is_judged_again_when_what_it_shares_has_changed() {
    SourceTraits source = traits(Facts.of(10).signed(DOMAIN, "m1", "fail", true, 10));
    DomainFacts before = facts(PLAIN);
    assertThat(before.concerns(source, facts(PLAIN))).isFalse();
    assertThat(facts(LOCKED).concerns(source, before)).as("parked").isTrue();
    assertThat(
            facts(PLAIN, Facts.of(10).signed(DOMAIN, "m1", "pass", true, 10))
                .concerns(source, before))
        .as("others sign with its selector")
        .isTrue();
    assertThat(
            facts(PLAIN, Facts.of(10).signed(DOMAIN, "x9", "pass", true, 10))
                .concerns(source, before))
        .as("others sign with another one")
        .isFalse();
    assertThat(
            facts(PLAIN, Facts.of(10).now(DOMAIN, SpfResult.PERMERROR, true))
                .concerns(source, before))
        .as("the record broke")
        .isTrue();
  }

  private static @Nullable Reason said(DomainRecords records, Decision.Verdict verdict) {
    Decision decision =
        new Decision(verdict, null, null, null, null, "ana", Instant.parse("2026-11-12T06:00:00Z"));
    return DomainFacts.of(records, decision, List.of()).parked();
  }

  private static DomainFacts facts(DomainRecords records, Facts... sources) {
    return DomainFacts.of(records, null, Stream.of(sources).map(DomainFactsTest::traits).toList());
  }

  private static SourceTraits traits(Facts source) {
    return Traits.of(source.source(), PLAIN);
  }

  private static DomainRecords records(@Nullable String spf, @Nullable List<String> mx) {
    return new DomainRecords(GULL, GULL, CHECKED, spf, "v=DMARC1; p=none", mx);
  }
}
