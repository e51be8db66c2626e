package dev.plumbline.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.Remedy.Change;
import dev.plumbline.standing.RemedyAdvice.Judged;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemedyAdviceTest {

  private static final String DOMAIN = Facts.DOMAIN;

  @Test
  void a_host_of_ours_is_added_before_the_term_that_settles_the_rest() {
    FakeDns dns = new FakeDns().txt(DOMAIN, "v=spf1 ip4:192.0.2.1 ~all", "other text");
    Remedy remedy = remedy(dns, ownHost(), Map.of());
    assertThat(remedy.records())
        .containsExactly(
            new Change(
                DOMAIN,
                "TXT",
                "v=spf1 ip4:192.0.2.1 ~all",
                "v=spf1 ip4:192.0.2.1 ip4:192.0.2.7 ~all"));
    assertThat(remedy.tested()).isEqualTo(new Remedy.Tested("pass", 1, 0, 0, 0));
  }

  @Test
  void a_name_without_a_record_gets_one() {
    Remedy remedy = remedy(new FakeDns(), ownHost(), Map.of());
    assertThat(remedy.records())
        .containsExactly(new Change(DOMAIN, "TXT", null, "v=spf1 ip4:192.0.2.7 ~all"));
  }

  @Test
  void a_term_that_was_taken_away_comes_back_rather_than_an_address() {
    FakeDns dns =
        new FakeDns()
            .txt(DOMAIN, "v=spf1 mx -all")
            .txt("spf.service.example", "v=spf1 ip4:192.0.2.0/28 -all");
    Facts removed =
        Facts.of(100)
            .envelope(DOMAIN, "pass", true, 100)
            .listedEarlier()
            .now(DOMAIN, SpfResult.FAIL, true, Facts.CHANGED, SpfResult.PASS, null);
    Remedy remedy =
        remedy(
            dns,
            removed,
            Map.of(
                DOMAIN, List.of("v=spf1 mx -all", "v=spf1 mx include:spf.service.example -all")));
    assertThat(remedy.records())
        .extracting(Change::after)
        .containsExactly("v=spf1 mx include:spf.service.example -all");
  }

  @Test
  void a_record_that_does_not_pass_the_test_is_not_proposed() {
    FakeDns dns = new FakeDns().txt(DOMAIN, "v=spf1 include:a.example -all");
    dns.fail("a.example", "TXT");
    Remedy remedy = remedy(dns, ownHost(), Map.of());
    assertThat(remedy.records()).isEmpty();
    assertThat(String.join(" ", remedy.steps())).contains("DKIM");
  }

  @Test
  void nothing_is_proposed_while_dns_does_not_answer() {
    assertThat(remedy(new FakeDns().fail(DOMAIN, "TXT"), ownHost(), Map.of()).records()).isEmpty();
  }

  @Test
  void an_address_known_by_a_surviving_signature_only_is_never_listed() {
    FakeDns dns = new FakeDns().txt(DOMAIN, "v=spf1 -all");
    Facts mayBeForwarder =
        Facts.of(100)
            .envelope(DOMAIN, "fail", true, 100)
            .signed(DOMAIN, "m1", "pass", true, 5)
            .key(DOMAIN, "m1", KeyState.REVOKED)
            .now(DOMAIN, SpfResult.FAIL, true);
    assertThat(mayBeForwarder.standing()).isEqualTo(Standing.NEEDS_AUTHORIZING);
    Remedy remedy = remedy(dns, mayBeForwarder, Map.of());
    assertThat(remedy.records()).isEmpty();
    assertThat(remedy.steps()).isNotEmpty();
  }

  @Test
  void forwarders_strangers_and_misuse_get_words_and_no_records() {
    RemedyAdvice advice =
        new RemedyAdvice(
            new FakeDns(), ownHost().domain(), List.of(), Map.of(), Map.of(), Map.of());
    for (Standing standing :
        List.of(Standing.FORWARDER, Standing.UNRECOGNIZED, Standing.UNAUTHORIZED_USE)) {
      Remedy remedy =
          advice.about(
              "X", false, standing, null, null, List.of(new Judged(ownHost().source(), standing)));
      assertThat(remedy.records()).as(standing.toString()).isEmpty();
      assertThat(remedy.steps()).as(standing.toString()).isNotEmpty();
    }
  }

  @Test
  void a_service_that_is_not_aligned_comes_with_its_own_steps_and_dkim_first() {
    Facts hired =
        Facts.of(100)
            .envelope("bounce.postlark.example", "pass", false, 100)
            .now("bounce.postlark.example", SpfResult.PASS, false)
            .now(DOMAIN, SpfResult.SOFTFAIL, true)
            .service(Service.Role.HIRED);
    assertThat(hired.standing()).isEqualTo(Standing.NEEDS_ALIGNMENT);
    Remedy remedy = remedy(new FakeDns().txt(DOMAIN, "v=spf1 ~all"), hired, Map.of());
    assertThat(remedy.records()).isEmpty();
    assertThat(remedy.steps())
        .containsExactly(
            "Have Somebody sign with DKIM as gull.example. SPF is not the problem: its envelope"
                + " domain is its own.",
            "In its settings: Settings, Domains. Its own page: https://postlark.example/domains",
            "Publish p1._domainkey.gull.example CNAME p1.postlark.example.",
            "Publish the records for DKIM that it shows there.",
            "It can use a return path below gull.example too; then SPF is aligned as well.");
  }

  @Test
  void a_service_that_sends_with_our_envelope_is_included_rather_than_listed() {
    FakeDns dns =
        new FakeDns()
            .txt(DOMAIN, "v=spf1 mx ~all")
            .txt("spf.postlark.example", "v=spf1 ip4:192.0.2.0/28 -all");
    Facts hired =
        Facts.of(100)
            .envelope(DOMAIN, "pass", true, 5)
            .envelope(DOMAIN, "softfail", true, 95)
            .now(DOMAIN, SpfResult.SOFTFAIL, true)
            .service(Service.Role.HIRED);
    Remedy remedy = remedy(dns, hired, Map.of());
    assertThat(remedy.records())
        .extracting(Change::after)
        .containsExactly("v=spf1 mx include:spf.postlark.example ~all");
    assertThat(String.join(" ", remedy.steps())).contains("a signature survives forwarding");
  }

  @Test
  void a_key_that_was_seen_before_can_be_published_again() {
    String name = "s1._domainkey." + DOMAIN;
    String key = "v=DKIM1; k=ed25519; p=sJKRHdbJ5LlLL8vPDwyIWjE9tE01mFDRMN3lMWhT6GQ=";
    Facts revoked =
        Facts.of(100)
            .envelope("bounce.postlark.example", "pass", false, 100)
            .signed(DOMAIN, "s1", "pass", true, 90)
            .key(DOMAIN, "s1", KeyState.REVOKED)
            .now(DOMAIN, SpfResult.FAIL, true);
    assertThat(revoked.standing()).isEqualTo(Standing.REGRESSED);
    FakeDns dns = new FakeDns().txt(name, "v=DKIM1; p=");
    Judged judged = new Judged(revoked.source(), revoked.standing());
    List<Judged> all = List.of(judged);
    Remedy remedy =
        new RemedyAdvice(dns, revoked.domain(), all, Map.of(), Map.of(name, key), Map.of())
            .about("Somebody", false, revoked.standing(), null, null, all);
    assertThat(remedy.records()).containsExactly(new Change(name, "TXT", "v=DKIM1; p=", key));
    assertThat(remedy.tested()).isEqualTo(new Remedy.Tested("pass", 1, 0, 0, 0));
    assertThat(String.join(" ", remedy.steps())).contains("withdrawn on purpose");
    assertThat(
            new RemedyAdvice(
                    dns, revoked.domain(), all, Map.of(), Map.of(name, "v=DKIM1; p="), Map.of())
                .about("Somebody", false, revoked.standing(), null, null, all)
                .records())
        .as("what was there before is no key either")
        .isEmpty();
  }

  @Test
  void an_alias_that_was_taken_away_comes_back_if_its_target_holds_a_key() {
    String name = "s1._domainkey." + DOMAIN;
    String key = "v=DKIM1; k=ed25519; p=sJKRHdbJ5LlLL8vPDwyIWjE9tE01mFDRMN3lMWhT6GQ=";
    Facts gone =
        Facts.of(100)
            .envelope("bounce.postlark.example", "pass", false, 100)
            .signed(DOMAIN, "s1", "pass", true, 90)
            .key(DOMAIN, "s1", KeyState.MISSING)
            .now(DOMAIN, SpfResult.FAIL, true);
    List<Judged> all = List.of(new Judged(gone.source(), gone.standing()));
    Map<String, String> aliases = Map.of(name, "s1.dkim.postlark.example");
    FakeDns dns = new FakeDns().txt("s1.dkim.postlark.example", key);
    assertThat(
            new RemedyAdvice(dns, gone.domain(), all, Map.of(), Map.of(name, key), aliases)
                .about("Somebody", false, gone.standing(), null, null, all)
                .records())
        .containsExactly(new Change(name, "CNAME", null, "s1.dkim.postlark.example"));
    assertThat(
            new RemedyAdvice(new FakeDns(), gone.domain(), all, Map.of(), Map.of(), aliases)
                .about("Somebody", false, gone.standing(), null, null, all)
                .records())
        .as("nothing is at the target any more")
        .isEmpty();
  }

  @Test
  void a_hired_service_is_included_if_its_own_record_lists_the_addresses() {
    Facts hired =
        Facts.of(100)
            .envelope(DOMAIN, "softfail", true, 100)
            .now(DOMAIN, SpfResult.SOFTFAIL, true)
            .service(Service.Role.HIRED);
    FakeDns dns = new FakeDns().txt(DOMAIN, "v=spf1 mx ~all");
    assertThat(remedy(dns, hired, Map.of()).records()).as("no record of its own").isEmpty();
    dns.txt("spf.postlark.example", "v=spf1 ip4:192.0.2.0/28 -all");
    assertThat(remedy(dns, hired, Map.of()).records())
        .extracting(Change::after)
        .containsExactly("v=spf1 mx include:spf.postlark.example ~all");
  }

  @Test
  void a_broken_record_is_mended() {
    String broken = "v=spf1 ipv4:192.0.2.1 ip4:192.0.2.7 ~all";
    Facts facts =
        Facts.of(100)
            .envelope(DOMAIN, "permerror", true, 100)
            .host("out." + DOMAIN, true)
            .brokenRecord()
            .now(DOMAIN, SpfResult.PERMERROR, true);
    Remedy remedy = remedy(new FakeDns().txt(DOMAIN, broken), facts, Map.of());
    assertThat(remedy.records())
        .containsExactly(
            new Change(DOMAIN, "TXT", broken, "v=spf1 ip4:192.0.2.1 ip4:192.0.2.7 ~all"));
    assertThat(remedy.steps().get(0)).startsWith("Publish the mended SPF record of gull.example.");
  }

  @Test
  void a_host_that_only_a_broken_record_names_gets_the_mended_record() {
    String broken = "v=spf1 ipv4:192.0.2.1 ip4:192.0.2.7 ~all";
    Facts facts =
        Facts.of(100)
            .envelope(DOMAIN, "permerror", true, 100)
            .meant("ip4:192.0.2.7")
            .brokenRecord()
            .now(DOMAIN, SpfResult.PERMERROR, true);
    assertThat(remedy(new FakeDns().txt(DOMAIN, broken), facts, Map.of()).records())
        .extracting(Change::after)
        .containsExactly("v=spf1 ip4:192.0.2.1 ip4:192.0.2.7 ~all");
  }

  @Test
  void includes_that_nobody_uses_leave_a_record_that_is_over_the_limit() {
    FakeDns dns = new FakeDns();
    StringBuilder record = new StringBuilder("v=spf1");
    for (int i = 0; i < 11; i++) {
      String name = "spf" + i + ".example";
      dns.txt(name, "v=spf1 ip4:198.51.100." + i + " -all");
      record.append(" include:").append(name);
    }
    dns.txt("spf.used.example", "v=spf1 ip4:192.0.2.0/28 -all");
    dns.txt(DOMAIN, record.append(" include:spf.used.example -all").toString());
    Facts facts =
        Facts.of(100)
            .envelope(DOMAIN, "permerror", true, 100)
            .host("out." + DOMAIN, true)
            .brokenRecord()
            .now(DOMAIN, SpfResult.PERMERROR, true);
    Remedy remedy = remedy(dns, facts, Map.of());
    assertThat(remedy.records())
        .extracting(Change::after)
        .containsExactly("v=spf1 include:spf.used.example -all");
    assertThat(remedy.steps().get(0)).contains("no source seen here uses");
  }

  @Test
  void two_records_are_joined_in_words() {
    Facts facts =
        Facts.of(100)
            .envelope(DOMAIN, "permerror", true, 100)
            .host("out." + DOMAIN, true)
            .brokenRecord()
            .now(DOMAIN, SpfResult.PERMERROR, true);
    FakeDns dns =
        new FakeDns().txt(DOMAIN, "v=spf1 ip4:192.0.2.7 ~all", "v=spf1 ip4:192.0.2.1 -all");
    Remedy remedy = remedy(dns, facts, Map.of());
    assertThat(remedy.records()).isEmpty();
    assertThat(remedy.steps().get(0)).contains("2 SPF records", "ip4:192.0.2.7", "ip4:192.0.2.1");
  }

  private static Facts ownHost() {
    return Facts.of(100)
        .envelope(DOMAIN, "softfail", true, 100)
        .host("out." + DOMAIN, true)
        .now(DOMAIN, SpfResult.SOFTFAIL, true);
  }

  private static Remedy remedy(FakeDns dns, Facts facts, Map<String, List<String>> earlierRecords) {
    Judged judged = new Judged(facts.source(), facts.standing());
    return new RemedyAdvice(
            dns, facts.domain(), List.of(judged), earlierRecords, Map.of(), Map.of())
        .about(
            "Somebody",
            facts.service() == null,
            facts.standing(),
            null,
            facts.service(),
            List.of(judged));
  }
}
