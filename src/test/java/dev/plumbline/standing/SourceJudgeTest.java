package dev.plumbline.standing;

import static dev.plumbline.standing.Facts.CHANGED;
import static dev.plumbline.standing.Facts.DOMAIN;
import static dev.plumbline.standing.Standing.AUTHORIZED;
import static dev.plumbline.standing.Standing.FIXED;
import static dev.plumbline.standing.Standing.FORWARDER;
import static dev.plumbline.standing.Standing.NEEDS_ALIGNMENT;
import static dev.plumbline.standing.Standing.NEEDS_AUTHORIZING;
import static dev.plumbline.standing.Standing.REGRESSED;
import static dev.plumbline.standing.Standing.UNAUTHORIZED_USE;
import static dev.plumbline.standing.Standing.UNRECOGNIZED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.dkim.Selector;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfResult;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceJudgeTest {

  private static final String OWN_HOST = "mx1.gull.example";

  @Test
  void passed_and_would_pass_is_authorized() {
    Facts facts =
        Facts.of(100).envelope(DOMAIN, "pass", true, 100).now(DOMAIN, SpfResult.PASS, true);
    assertThat(facts.standing()).isEqualTo(AUTHORIZED);
    assertThat(facts.judged().sentences().get(0)).contains("lists the address", "ip4:192.0.2.7");
  }

  @Test
  void a_signature_alone_is_enough_for_authorized() {
    assertThat(
            Facts.of(100)
                .envelope("bounce.mailer.example", "pass", false, 100)
                .signed(DOMAIN, "m1", "pass", true, 100)
                .key(DOMAIN, "m1", KeyState.VALID)
                .now(DOMAIN, SpfResult.FAIL, true)
                .now("bounce.mailer.example", SpfResult.PASS, false)
                .standing())
        .isEqualTo(AUTHORIZED);
  }

  @Test
  void the_reports_themselves_can_show_that_it_was_fixed() {
    assertThat(turned().failedOn(day(2), 1).passedOn(day(3), 1).passedOn(day(3), 2).standing())
        .as("two reporters")
        .isEqualTo(AUTHORIZED);
    assertThat(turned().failedOn(day(2), 1).passedOn(day(3), 1).passedOn(day(11), 1).standing())
        .as("one reporter, nine days")
        .isEqualTo(FIXED);
    assertThat(turned().passedOn(day(3), 1).passedOn(day(3), 2).failedOn(day(4), 1).standing())
        .as("it failed again")
        .isEqualTo(FIXED);
  }

  /** 30 of 100 passed; whenever the change was, we saw it on 12 November. */
  private static Facts turned() {
    return Facts.of(100)
        .envelope(DOMAIN, "fail", true, 70)
        .envelope(DOMAIN, "pass", true, 30)
        .now(DOMAIN, SpfResult.PASS, true, CHANGED, null, null);
  }

  private static LocalDate day(int day) {
    return LocalDate.of(2026, 11, day);
  }

  @Test
  void a_key_that_came_after_its_signatures_fixes_them() {
    Facts seen = signedWithoutKey("fail").key(DOMAIN, "m1", KeyState.VALID, KeyState.MISSING);
    assertThat(seen.standing()).as("we saw it come").isEqualTo(FIXED);
    assertThat(seen.judged().sentences().get(0))
        .contains("selector m1", "now there is a valid one");
    assertThat(signedWithoutKey("permerror").key(DOMAIN, "m1", KeyState.VALID).standing())
        .as("receivers found none")
        .isEqualTo(FIXED);
  }

  @Test
  void a_forged_signature_is_not_fixed_by_the_key_that_it_names() {
    assertThat(signedWithoutKey("fail").key(DOMAIN, "m1", KeyState.VALID).standing())
        .as("the key was there, and the signature was wrong")
        .isEqualTo(UNRECOGNIZED);
    assertThat(
            signedWithoutKey("permerror")
                .key(DOMAIN, "m1", KeyState.VALID)
                .verifiedSelector("m1")
                .standing())
        .as("others sign with that key")
        .isEqualTo(UNRECOGNIZED);
    assertThat(signedWithoutKey("permerror").key(DOMAIN, "m1", KeyState.MISSING).standing())
        .isEqualTo(UNRECOGNIZED);
  }

  private static Facts signedWithoutKey(String result) {
    return Facts.of(100)
        .envelope("bounce.mailer.example", "pass", false, 100)
        .signed(DOMAIN, "m1", result, true, 100)
        .now(DOMAIN, SpfResult.FAIL, true)
        .now("bounce.mailer.example", SpfResult.PASS, false);
  }

  @Test
  void a_source_that_passes_on_what_a_service_signs_is_a_forwarder() {
    Facts facts =
        Facts.of(100)
            .envelope("srs.college.example", "pass", false, 100)
            .signed(DOMAIN, "m1", "pass", true, 70)
            .signed(DOMAIN, "m1", "fail", true, 30)
            .key(DOMAIN, "m1", KeyState.VALID)
            .now(DOMAIN, SpfResult.FAIL, true);
    assertThat(facts.standing()).isEqualTo(AUTHORIZED);
    assertThat(facts.passesOn().standing()).isEqualTo(FORWARDER);
  }

  @Test
  void passed_and_would_fail_is_regressed_with_the_day_of_the_change() {
    Facts facts =
        Facts.of(100)
            .envelope(DOMAIN, "pass", true, 100)
            .now(DOMAIN, SpfResult.FAIL, true, CHANGED, SpfResult.PASS, null);
    assertThat(facts.standing()).isEqualTo(REGRESSED);
    assertThat(facts.judged().sentences().get(0)).contains("it did until 12 Nov 2026");
  }

  @Test
  void more_than_a_tenth_passing_counts_as_passed_before() {
    assertThat(partly(11).standing()).isEqualTo(REGRESSED);
    assertThat(partly(10).standing()).isEqualTo(NEEDS_AUTHORIZING);
  }

  private static Facts partly(long passing) {
    return Facts.of(100)
        .envelope(DOMAIN, "pass", true, passing)
        .envelope(DOMAIN, "fail", true, 100 - passing)
        .now(DOMAIN, SpfResult.FAIL, true);
  }

  @Test
  void a_revoked_key_makes_a_signer_regressed() {
    Facts facts =
        Facts.of(100)
            .envelope("bounce.mailer.example", "pass", false, 100)
            .signed(DOMAIN, "m1", "pass", true, 100)
            .key(DOMAIN, "m1", KeyState.REVOKED)
            .now(DOMAIN, SpfResult.FAIL, true);
    assertThat(facts.standing()).isEqualTo(REGRESSED);
    assertThat(facts.judged().sentences().get(0)).contains("selector m1 no longer verifies");
  }

  @Test
  void failed_and_would_pass_is_fixed_until_reports_show_it() {
    Facts facts =
        Facts.of(100)
            .envelope(DOMAIN, "fail", true, 100)
            .now(DOMAIN, SpfResult.PASS, true, CHANGED, SpfResult.FAIL, null);
    assertThat(facts.standing()).isEqualTo(FIXED);
    assertThat(facts.judged().sentences().get(0)).contains("fail until 12 Nov 2026");
  }

  @Test
  void half_passing_is_mostly_passed() {
    assertThat(mended(49).standing()).isEqualTo(FIXED);
    assertThat(mended(50).standing()).isEqualTo(AUTHORIZED);
  }

  private static Facts mended(long passing) {
    return Facts.of(100)
        .envelope(DOMAIN, "pass", true, passing)
        .envelope(DOMAIN, "fail", true, 100 - passing)
        .now(DOMAIN, SpfResult.PASS, true, CHANGED, SpfResult.FAIL, null);
  }

  @Test
  void two_reporters_after_the_change_prove_a_fix() {
    assertThat(
            mended(20)
                .passedOn(LocalDate.of(2026, 11, 13), 1)
                .passedOn(LocalDate.of(2026, 11, 13), 2)
                .standing())
        .isEqualTo(AUTHORIZED);
    assertThat(
            mended(20)
                .passedOn(LocalDate.of(2026, 11, 12), 1)
                .passedOn(LocalDate.of(2026, 11, 13), 2)
                .standing())
        .as("the day of the change itself proves nothing")
        .isEqualTo(FIXED);
  }

  @Test
  void one_reporter_over_a_fortnight_proves_a_fix() {
    assertThat(
            mended(20)
                .passedOn(LocalDate.of(2026, 11, 13), 1)
                .passedOn(LocalDate.of(2026, 11, 26), 1)
                .standing())
        .isEqualTo(AUTHORIZED);
    assertThat(
            mended(20)
                .passedOn(LocalDate.of(2026, 11, 13), 1)
                .passedOn(LocalDate.of(2026, 11, 25), 1)
                .standing())
        .isEqualTo(FIXED);
  }

  @Test
  void spf_that_passes_for_another_domain_needs_alignment_if_the_source_is_known() {
    Facts known =
        Facts.of(100)
            .envelope("bounce.mailer.example", "pass", false, 100)
            .now("bounce.mailer.example", SpfResult.PASS, false)
            .now(DOMAIN, SpfResult.PASS, true);
    assertThat(known.standing()).isEqualTo(NEEDS_ALIGNMENT);
    assertThat(known.judged().sentences().get(0)).contains("bounce.mailer.example");
  }

  @Test
  void a_stranger_that_passes_spf_for_itself_is_unrecognized() {
    Facts stranger =
        Facts.of(100)
            .envelope("blast.example", "pass", false, 100)
            .signed("blast.example", "s", "pass", false, 100)
            .now("blast.example", SpfResult.PASS, false)
            .now(DOMAIN, SpfResult.FAIL, true);
    assertThat(stranger.standing()).isEqualTo(UNRECOGNIZED);
  }

  @Test
  void an_own_host_outside_spf_needs_authorizing() {
    Facts facts =
        Facts.of(100)
            .envelope(DOMAIN, "fail", true, 100)
            .now(DOMAIN, SpfResult.FAIL, true)
            .host(OWN_HOST, true);
    assertThat(facts.standing()).isEqualTo(NEEDS_AUTHORIZING);
    assertThat(facts.judged().sentences()).anyMatch(reason -> reason.contains(OWN_HOST));
  }

  @Test
  void a_reverse_name_that_does_not_lead_back_proves_nothing() {
    assertThat(
            Facts.of(100)
                .envelope(DOMAIN, "fail", true, 100)
                .now(DOMAIN, SpfResult.FAIL, true)
                .host(OWN_HOST, false)
                .standing())
        .isEqualTo(UNRECOGNIZED);
  }

  @Test
  void an_envelope_of_ours_proves_nothing() {
    assertThat(
            Facts.of(100)
                .envelope(DOMAIN, "fail", true, 100)
                .now(DOMAIN, SpfResult.SOFTFAIL, true)
                .standing())
        .isEqualTo(UNRECOGNIZED);
  }

  @Test
  void earlier_passes_and_earlier_records_recognise_a_source() {
    Facts passed =
        Facts.of(100).envelope(DOMAIN, "fail", true, 100).now(DOMAIN, SpfResult.FAIL, true);
    assertThat(passed.passedEarlier().standing()).isEqualTo(NEEDS_AUTHORIZING);
    Facts listed =
        Facts.of(100).envelope(DOMAIN, "fail", true, 100).now(DOMAIN, SpfResult.FAIL, true);
    assertThat(listed.listedEarlier().standing()).isEqualTo(NEEDS_AUTHORIZING);
  }

  @Test
  void what_receivers_call_forwarded_is_a_forwarder_before_anything_else() {
    for (String type :
        new String[] {"forwarded", "trusted_forwarder", "mailing_list", "arc,other"}) {
      assertThat(forwarding(type, 10).standing()).as(type).isEqualTo(FORWARDER);
    }
    assertThat(forwarding("forwarded", 9).standing()).isEqualTo(NEEDS_ALIGNMENT);
    assertThat(forwarding("local_policy", 90).standing()).isEqualTo(NEEDS_ALIGNMENT);
  }

  private static Facts forwarding(String type, long messages) {
    return Facts.of(100)
        .envelope("list.example", "pass", false, 100)
        .overridden(type, messages)
        .now("list.example", SpfResult.PASS, false)
        .now(DOMAIN, SpfResult.FAIL, true)
        .passedEarlier();
  }

  @Test
  void our_servers_signature_arriving_from_elsewhere_is_a_forwarder() {
    assertThat(passedOn().homeSelector("2026").standing()).isEqualTo(FORWARDER);
    assertThat(passedOn().standing())
        .as("a selector only it uses is its own")
        .isEqualTo(AUTHORIZED);
  }

  private static Facts passedOn() {
    return Facts.of(100)
        .envelope(DOMAIN, "fail", true, 100)
        .signed(DOMAIN, "2026", "pass", true, 70)
        .signed(DOMAIN, "2026", "fail", true, 30)
        .key(DOMAIN, "2026", KeyState.VALID)
        .now(DOMAIN, SpfResult.FAIL, true);
  }

  @Test
  void a_listed_address_is_no_forwarder() {
    assertThat(
            Facts.of(100)
                .envelope(DOMAIN, "pass", true, 80)
                .overridden("forwarded", 20)
                .now(DOMAIN, SpfResult.PASS, true)
                .standing())
        .isEqualTo(AUTHORIZED);
  }

  @Test
  void before_the_first_check_what_was_reported_stands() {
    assertThat(Facts.of(100).envelope(DOMAIN, "pass", true, 100).neverChecked().standing())
        .isEqualTo(AUTHORIZED);
    Facts failing = Facts.of(100).envelope(DOMAIN, "fail", true, 100).neverChecked();
    assertThat(failing.standing()).isEqualTo(UNRECOGNIZED);
  }

  @Test
  void no_answer_from_dns_is_never_a_failure() {
    Facts never =
        Facts.of(100).envelope(DOMAIN, "pass", true, 100).now(DOMAIN, SpfResult.TEMPERROR, true);
    assertThat(never.standing()).isEqualTo(AUTHORIZED);
    Facts lately =
        Facts.of(100)
            .envelope(DOMAIN, "pass", true, 100)
            .now(
                DOMAIN, SpfResult.PASS, true, CHANGED, null, Instant.parse("2026-11-19T00:00:00Z"));
    assertThat(lately.standing()).isEqualTo(AUTHORIZED);
    assertThat(lately.judged().sentences())
        .anyMatch(reason -> reason.contains("has not answered for gull.example since 19 Nov 2026"));
    Facts unknownKey =
        Facts.of(100)
            .signed(DOMAIN, "m1", "pass", true, 100)
            .key(DOMAIN, "m1", KeyState.UNKNOWN)
            .now(DOMAIN, SpfResult.FAIL, true);
    assertThat(unknownKey.standing()).isEqualTo(AUTHORIZED);
  }

  @Test
  void a_broken_record_regresses_who_passed_and_stops_who_did_not() {
    assertThat(
            Facts.of(100)
                .envelope(DOMAIN, "pass", true, 100)
                .now(DOMAIN, SpfResult.PERMERROR, true)
                .brokenRecord()
                .standing())
        .isEqualTo(REGRESSED);
    assertThat(
            Facts.of(100)
                .envelope(DOMAIN, "permerror", true, 100)
                .now(DOMAIN, SpfResult.PERMERROR, true)
                .host(OWN_HOST, true)
                .brokenRecord()
                .standing())
        .isEqualTo(NEEDS_AUTHORIZING);
  }

  @Test
  void the_reports_tell_until_when_mail_passed_that_would_fail_now() {
    Facts lost =
        Facts.of(100)
            .envelope(DOMAIN, "pass", true, 60)
            .now(DOMAIN, SpfResult.FAIL, true)
            .passedOn(day(15), 1)
            .passedOn(day(18), 2)
            .failedOn(day(19), 1)
            .failedOn(day(20), 2);
    assertThat(lost.standing()).isEqualTo(REGRESSED);
    assertThat(lost.judged().sentences())
        .contains("By the reports its mail passed until 18 Nov 2026.");
    Facts unseen =
        Facts.of(100)
            .envelope(DOMAIN, "pass", true, 60)
            .now(DOMAIN, SpfResult.FAIL, true)
            .failedOn(day(15), 1)
            .passedOn(day(18), 2);
    assertThat(unseen.judged().sentences()).noneMatch(reason -> reason.contains("until"));
  }

  @Test
  void a_host_without_a_name_is_known_by_the_record_that_would_list_it() {
    Facts named =
        Facts.of(100)
            .envelope(DOMAIN, "permerror", true, 100)
            .meant("ip4:192.0.2.7")
            .now(DOMAIN, SpfResult.PERMERROR, true)
            .brokenRecord();
    assertThat(named.standing()).isEqualTo(NEEDS_AUTHORIZING);
    assertThat(named.judged().sentences())
        .contains(
            "The SPF record of gull.example, though broken, names the address by the term"
                + " ip4:192.0.2.7.");
    assertThat(
            Facts.of(100)
                .envelope(DOMAIN, "permerror", true, 100)
                .now(DOMAIN, SpfResult.PERMERROR, true)
                .brokenRecord()
                .standing())
        .as("a stranger")
        .isEqualTo(UNRECOGNIZED);
    assertThat(
            Facts.of(100)
                .envelope("bounce.postlark.example", "pass", false, 100)
                .meant("include:spf.postlark.example")
                .now(DOMAIN, SpfResult.PERMERROR, true)
                .brokenRecord()
                .standing())
        .as("a service that the record includes, with an envelope of its own")
        .isEqualTo(NEEDS_ALIGNMENT);
  }

  @Test
  void nobody_may_use_a_parked_domain() {
    assertThat(
            Facts.of(100)
                .envelope(DOMAIN, "fail", true, 100)
                .now(DOMAIN, SpfResult.FAIL, true)
                .parked()
                .standing())
        .isEqualTo(UNAUTHORIZED_USE);
    assertThat(
            Facts.of(100)
                .signed(DOMAIN, "m1", "pass", true, 100)
                .key(DOMAIN, "m1", KeyState.VALID)
                .now(DOMAIN, SpfResult.FAIL, true)
                .parked()
                .standing())
        .as("who signs with a key that is published is not anybody")
        .isEqualTo(AUTHORIZED);
    assertThat(
            Facts.of(100)
                .signed(DOMAIN, "m1", "pass", true, 100)
                .key(DOMAIN, "m1", KeyState.MISSING)
                .now(DOMAIN, SpfResult.FAIL, true)
                .parked()
                .standing())
        .as("its key was withdrawn")
        .isEqualTo(UNAUTHORIZED_USE);
  }

  @Test
  void a_service_known_to_pass_mail_on_is_a_forwarder_unless_it_is_at_home() {
    Facts list =
        Facts.of(100)
            .envelope("list.example", "pass", false, 100)
            .now(DOMAIN, SpfResult.FAIL, true);
    assertThat(list.standing()).isEqualTo(Standing.UNRECOGNIZED);
    assertThat(list.service(Service.Role.PASSES_ON).standing()).isEqualTo(Standing.FORWARDER);
    Facts own =
        Facts.of(100)
            .envelope(DOMAIN, "softfail", true, 100)
            .host("out." + DOMAIN, true)
            .now(DOMAIN, SpfResult.SOFTFAIL, true)
            .service(Service.Role.PASSES_ON);
    assertThat(own.standing()).isEqualTo(Standing.NEEDS_AUTHORIZING);
  }

  @Test
  void a_service_that_domains_hire_is_recognised_and_one_that_hosts_anybody_is_not() {
    Facts seen =
        Facts.of(100)
            .envelope("bounce.postlark.example", "pass", false, 100)
            .now(DOMAIN, SpfResult.FAIL, true);
    assertThat(seen.service(Service.Role.EITHER).standing()).isEqualTo(Standing.UNRECOGNIZED);
    assertThat(seen.service(Service.Role.HIRED).standing()).isEqualTo(Standing.NEEDS_ALIGNMENT);
    assertThat(seen.judged().sentences().toString()).contains("if nobody of you did");
  }

  @Test
  void a_test_that_passed_fixes_what_fails_until_mail_of_a_later_day_fails() {
    Proof signed = proof(12, "192.0.2.9", "p1");
    assertThat(failing(12).tested(signed).standing()).as("on the same day").isEqualTo(FIXED);
    assertThat(failing(13).tested(signed).standing())
        .as("on the day after")
        .isEqualTo(NEEDS_AUTHORIZING);
    assertThat(failing(12).tested(signed).judged().sentences().get(0))
        .isEqualTo(
            "A test mail through it passed DMARC on 12 Nov 2026, from 192.0.2.9, signed as"
                + " gull.example with selector p1.");
  }

  @Test
  void a_test_that_passed_by_its_address_shows_nothing_of_another_address() {
    assertThat(failing(12).tested(proof(12, "192.0.2.7", null)).standing()).isEqualTo(FIXED);
    assertThat(failing(12).tested(proof(12, "192.0.2.9", null)).standing())
        .isEqualTo(NEEDS_AUTHORIZING);
  }

  @Test
  void what_passes_and_is_to_pass_needs_no_test() {
    assertThat(
            Facts.of(100)
                .envelope(DOMAIN, "pass", true, 100)
                .now(DOMAIN, SpfResult.PASS, true)
                .tested(proof(12, "192.0.2.7", "p1"))
                .standing())
        .isEqualTo(AUTHORIZED);
  }

  /** Ours, listed nowhere, and failing until a day of November. */
  private static Facts failing(int last) {
    return Facts.of(100)
        .envelope(DOMAIN, "fail", true, 100)
        .now(DOMAIN, SpfResult.FAIL, true)
        .host(OWN_HOST, true)
        .failedOn(day(last), 1);
  }

  private static Proof proof(int day, String source, @Nullable String selector) {
    return new Proof(
        day(day).atTime(9, 0).toInstant(ZoneOffset.UTC),
        IpAddresses.parse(source).orElseThrow(),
        selector == null ? null : Selector.parse(DOMAIN, selector).orElseThrow());
  }
}
