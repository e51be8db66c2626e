package dev.plumbline.standing.remedy;

import static dev.plumbline.standing.Standing.NEEDS_ALIGNMENT;
import static dev.plumbline.standing.Standing.NEEDS_AUTHORIZING;
import static dev.plumbline.standing.Standing.REGRESSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.remedy.Remedy.Change;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one sender is told. What several of one domain are is in DomainPlanTest. */
class RemedyAdviceTest {

  private static final String DOMAIN = Household.DOMAIN;
  private static final String SELECTOR = "s1._domainkey." + DOMAIN;
  private static final String KEY = Household.KEY;

  private final Household house = new Household();

  @Test
  void a_host_of_ours_is_added_before_the_term_that_settles_the_rest() {
    house.publishes("v=spf1 ip4:192.0.2.1 ~all", "other text");
    Remedy remedy = house.own(NEEDS_AUTHORIZING, Mail.fromHost("192.0.2.7", 100)).remedy();
    assertThat(remedy.records())
        .containsExactly(
            new Change(
                DOMAIN,
                "TXT",
                "v=spf1 ip4:192.0.2.1 ~all",
                "v=spf1 ip4:192.0.2.1 ip4:192.0.2.7 ~all"));
    assertThat(remedy.tested()).isEqualTo(new Remedy.Tested("pass", 1, 0, 0, 0));
    assertThat(remedy.steps())
        .containsExactly(
            "Publish the new SPF record of gull.example: it adds ip4:192.0.2.7, which the mail of"
                + " 192.0.2.7 needs.",
            "Better still, sign with DKIM on these hosts: a signature survives forwarding, SPF does"
                + " not.");
  }

  @Test
  void a_name_without_a_record_gets_one() {
    assertThat(house.own(NEEDS_AUTHORIZING, Mail.fromHost("192.0.2.7", 100)).remedy().records())
        .containsExactly(new Change(DOMAIN, "TXT", null, "v=spf1 ip4:192.0.2.7 ~all"));
  }

  @Test
  void a_term_that_was_taken_away_comes_back_rather_than_an_address() {
    house
        .publishes("v=spf1 mx -all")
        .hadSpf("v=spf1 mx -all", "v=spf1 mx include:spf.service.example -all")
        .dns
        .txt("spf.service.example", "v=spf1 ip4:192.0.2.0/28 -all");
    Remedy remedy =
        house
            .other(
                "Somebody", REGRESSED, Mail.from("192.0.2.7", 100).envelope(DOMAIN).listedEarlier())
            .remedy();
    assertThat(remedy.records())
        .extracting(Change::after)
        .containsExactly("v=spf1 mx include:spf.service.example -all");
    assertThat(remedy.tested())
        .as("mx and include, and mx finds nothing")
        .isEqualTo(new Remedy.Tested("pass", 1, 2, 1, 0));
  }

  @Test
  void a_record_that_lets_everybody_pass_is_not_brought_back() {
    house.publishes("v=spf1 -all").hadSpf("v=spf1 +all");
    assertThat(house.own(REGRESSED, Mail.fromHost("192.0.2.7", 100)).remedy().records())
        .extracting(Change::after)
        .containsExactly("v=spf1 ip4:192.0.2.7 -all");
  }

  @Test
  void a_record_that_does_not_pass_the_test_is_not_proposed() {
    house.publishes("v=spf1 include:a.example -all").dns.fail("a.example", "TXT");
    Remedy remedy = house.own(NEEDS_AUTHORIZING, Mail.fromHost("192.0.2.7", 100)).remedy();
    assertThat(remedy.records()).isEmpty();
    assertThat(remedy.tested()).isNull();
    assertThat(remedy.steps())
        .containsExactly(
            "No change of the SPF record of gull.example was found that passes the addresses, keeps"
                + " the limits and costs nobody else; sign the mail with DKIM instead.");
  }

  @Test
  void a_record_that_would_lose_somebody_else_is_not_proposed() {
    StringBuilder record = new StringBuilder("v=spf1");
    for (int i = 0; i < 9; i++) {
      house.dns.txt("s" + i + ".example", "v=spf1 ip4:198.51.100." + i + " -all");
      record.append(" include:s").append(i).append(".example");
    }
    house.dns.txt("rest.example", "v=spf1 ip4:203.0.113.9 -all");
    house.dns.txt("spf.postlark.example", "v=spf1 ip4:192.0.2.7 -all");
    house.publishes(record + " redirect=rest.example");
    house.hired(NEEDS_AUTHORIZING, Mail.from("192.0.2.7", 100).envelope(DOMAIN));
    assertThat(house.remedy().records()).as("nobody depends on redirect").hasSize(1);
    house.passes("203.0.113.9");
    assertThat(house.remedy().records()).isEmpty();
  }

  @Test
  void while_dns_does_not_answer_there_is_no_plan_and_no_remedy() {
    house.own(NEEDS_AUTHORIZING, Mail.fromHost("192.0.2.7", 100)).dns.fail(DOMAIN, "TXT");
    assertThat(house.advice().remedies()).isEmpty();
    assertThat(house.plan())
        .isEqualTo(
            DomainPlan.unknown(
                "DNS does not answer for gull.example now; what to publish is found when it does."));
  }

  @Test
  void a_name_about_which_dns_is_silent_gets_no_record() {
    house.own(NEEDS_AUTHORIZING, Mail.from("192.0.2.7", 100).ownHost().envelope("news." + DOMAIN));
    house.dns.fail("news." + DOMAIN, "TXT");
    assertThat(house.remedy().records()).isEmpty();
    assertThat(house.remedy().steps().get(0))
        .isEqualTo(
            "DNS does not answer for news.gull.example now; which record would help is found when"
                + " it does.");
  }

  @Test
  void an_address_known_by_a_surviving_signature_only_is_never_listed() {
    house.publishes("v=spf1 -all");
    Mail mail = Mail.from("192.0.2.7", 100).envelope(DOMAIN).signed("m1", KeyState.REVOKED);
    Remedy remedy = house.other("Somebody", NEEDS_AUTHORIZING, mail).remedy();
    assertThat(remedy.records()).isEmpty();
    assertThat(remedy.steps())
        .containsExactly(
            "Have Somebody sign its mail with DKIM as gull.example. Its address is not proposed for"
                + " SPF, since a forwarder of signed mail would look the same.");
  }

  @Test
  void an_address_that_passed_spf_as_the_domain_may_be_listed() {
    house.publishes("v=spf1 -all");
    Mail mail = Mail.from("192.0.2.7", 100).envelope(DOMAIN).passedSpf(1);
    assertThat(house.other("Somebody", NEEDS_AUTHORIZING, mail).remedy().records())
        .extracting(Change::after)
        .containsExactly("v=spf1 ip4:192.0.2.7 -all");
  }

  @Test
  void an_address_that_somebody_called_ours_may_be_listed() {
    house.publishes("v=spf1 -all");
    Mail mail = Mail.from("192.0.2.7", 100).envelope(DOMAIN);
    assertThat(
            house
                .decided("Ours", decision(Decision.Verdict.OURS), NEEDS_AUTHORIZING, mail)
                .remedy("Ours")
                .records())
        .hasSize(1);
    assertThat(
            house
                .decided("Open", decision(Decision.Verdict.UNDECIDED), NEEDS_AUTHORIZING, mail)
                .remedy("Open")
                .records())
        .isEmpty();
  }

  private static Decision decision(Decision.Verdict verdict) {
    return new Decision(verdict, null, null, null, null, "ann", Instant.EPOCH);
  }

  @Test
  void twenty_addresses_are_listed_and_no_more() {
    house.publishes("v=spf1 -all");
    assertThat(house.own(NEEDS_AUTHORIZING, hosts(20)).remedy("own").records()).hasSize(1);
    Household larger = new Household().publishes("v=spf1 -all");
    assertThat(larger.own(NEEDS_AUTHORIZING, hosts(21)).remedy("own").records()).isEmpty();
  }

  private static Mail[] hosts(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> Mail.fromHost("192.0.2." + i, 10))
        .toArray(Mail[]::new);
  }

  @Test
  void records_are_shown_only_if_they_settle_the_sender() {
    house.publishes("v=spf1 -all");
    house.own(
        NEEDS_AUTHORIZING,
        Mail.fromHost("192.0.2.7", 99),
        Mail.from("192.0.2.8", 1).ownEnvelope("elsewhere.example"));
    Remedy remedy = house.remedy();
    assertThat(remedy.records()).isEmpty();
    assertThat(remedy.tested()).isNull();
    assertThat(remedy.steps())
        .contains(
            "Publish at gull.example (TXT), in place of what is there now: v=spf1 ip4:192.0.2.7"
                + " -all")
        .anyMatch(step -> step.startsWith("Have Your own servers sign with DKIM"));
    Household nearly = new Household().publishes("v=spf1 -all");
    nearly.own(
        NEEDS_AUTHORIZING,
        Mail.fromHost("192.0.2.7", 199),
        Mail.from("192.0.2.8", 1).ownEnvelope("elsewhere.example"));
    assertThat(nearly.remedy().records()).as("less than a hundredth is left").hasSize(1);
  }

  @Test
  void forwarders_strangers_and_misuse_get_words_and_no_records() {
    for (Standing standing :
        List.of(Standing.FORWARDER, Standing.UNRECOGNIZED, Standing.UNAUTHORIZED_USE)) {
      Remedy remedy = RemedyAdvice.withoutRecords("X", standing).orElseThrow();
      assertThat(remedy.records()).as(standing.toString()).isEmpty();
      assertThat(remedy.steps()).as(standing.toString()).isNotEmpty();
    }
    for (Standing standing :
        List.of(Standing.REGRESSED, Standing.NEEDS_AUTHORIZING, Standing.NEEDS_ALIGNMENT)) {
      assertThat(standing.isOpen()).isTrue();
      assertThat(RemedyAdvice.withoutRecords("X", standing)).as(standing.toString()).isEmpty();
    }
    assertThat(RemedyAdvice.withoutRecords("X", Standing.AUTHORIZED).orElseThrow().steps())
        .isEmpty();
  }

  @Test
  void sources_of_a_sender_that_need_nothing_are_left_alone() {
    house.publishes("v=spf1 ip4:192.0.2.1 -all");
    house.own(Standing.AUTHORIZED, Mail.fromHost("192.0.2.1", 100));
    assertThat(house.remedy()).isEqualTo(new Remedy(List.of(), List.of(), null));
    assertThat(house.plan()).isEqualTo(DomainPlan.NOTHING);
  }

  @Test
  void a_service_that_is_not_aligned_comes_with_its_own_steps_and_dkim_first() {
    house.publishes("v=spf1 ~all");
    house.hired(
        NEEDS_ALIGNMENT, Mail.from("192.0.2.7", 100).ownEnvelope("bounce.postlark.example"));
    Remedy remedy = house.remedy();
    assertThat(remedy.records()).isEmpty();
    assertThat(remedy.steps())
        .containsExactly(
            "Have Postlark sign with DKIM as gull.example. SPF is not the problem: its envelope"
                + " domain is its own.",
            "In its settings: Settings, Domains. Its own page: https://postlark.example/domains",
            "Publish p1._domainkey.gull.example CNAME p1.postlark.example.",
            "Publish the records for DKIM that it shows there.",
            "It can use a return path below gull.example too; then SPF is aligned as well.");
  }

  @Test
  void a_service_that_sends_with_our_envelope_is_included_rather_than_listed() {
    house
        .publishes("v=spf1 mx ~all")
        .dns
        .txt("spf.postlark.example", "v=spf1 ip4:192.0.2.0/28 -all");
    house.hired(NEEDS_AUTHORIZING, Mail.from("192.0.2.7", 100).envelope(DOMAIN).passedSpf(5));
    assertThat(house.remedy().records())
        .extracting(Change::after)
        .containsExactly("v=spf1 mx include:spf.postlark.example ~all");
    assertThat(String.join(" ", house.remedy().steps()))
        .contains("a signature survives forwarding");
  }

  @Test
  void a_hired_service_is_included_only_if_its_own_record_lists_the_addresses() {
    house.publishes("v=spf1 mx ~all");
    house.hired(NEEDS_AUTHORIZING, Mail.from("192.0.2.7", 100).envelope(DOMAIN));
    assertThat(house.remedy().records()).as("no record of its own").isEmpty();
    assertThat(house.remedy().steps().get(0)).contains("its other customers send from them too");
    house.dns.txt("spf.postlark.example", "v=spf1 ip4:192.0.2.0/28 -all");
    assertThat(house.remedy().records())
        .extracting(Change::after)
        .containsExactly("v=spf1 mx include:spf.postlark.example ~all");
  }

  @Test
  void proven_addresses_of_a_service_are_listed_where_its_record_does_not_list_the_others() {
    house.publishes("v=spf1 ~all").dns.txt("spf.postlark.example", "v=spf1 ip4:198.51.100.1 -all");
    house.hired(
        NEEDS_AUTHORIZING,
        Mail.from("192.0.2.7", 1_000).envelope(DOMAIN).listedEarlier(),
        Mail.from("192.0.2.8", 1).envelope(DOMAIN));
    assertThat(house.remedy().records())
        .extracting(Change::after)
        .containsExactly("v=spf1 ip4:192.0.2.7 ~all");
  }

  @Test
  void a_key_that_was_seen_before_can_be_published_again() {
    house.hadKey(SELECTOR, KEY).dns.txt(SELECTOR, "v=DKIM1; p=");
    house.other("Somebody", REGRESSED, signed("192.0.2.7"), signed("192.0.2.8"));
    Remedy remedy = house.remedy();
    assertThat(remedy.records()).containsExactly(new Change(SELECTOR, "TXT", "v=DKIM1; p=", KEY));
    assertThat(remedy.tested()).isEqualTo(new Remedy.Tested("pass", 2, 0, 0, 0));
    assertThat(remedy.steps()).hasSize(2);
    assertThat(remedy.steps().get(1)).contains("withdrawn on purpose");
    house.hadKey(SELECTOR, "v=DKIM1; p=");
    assertThat(house.remedy().records()).as("what was there before is no key either").isEmpty();
  }

  @Test
  void a_key_is_not_published_beside_several_texts() {
    house.hadKey(SELECTOR, KEY).dns.txt(SELECTOR, "v=DKIM1; p=", "something else");
    assertThat(house.other("Somebody", REGRESSED, signed("192.0.2.7")).remedy().records())
        .isEmpty();
  }

  @Test
  void a_key_is_not_published_beside_an_alias() {
    house.hadKey(SELECTOR, KEY).dns.cname(SELECTOR, "s1.dkim.postlark.example");
    assertThat(house.other("Somebody", REGRESSED, signed("192.0.2.7")).remedy().records())
        .isEmpty();
  }

  @Test
  void a_key_is_not_published_where_dns_is_silent() {
    house.hadKey(SELECTOR, KEY).dns.fail(SELECTOR, "TXT");
    assertThat(house.other("Somebody", REGRESSED, signed("192.0.2.7")).remedy().records())
        .isEmpty();
  }

  @Test
  void an_alias_that_was_taken_away_comes_back_if_its_target_holds_a_key() {
    house.hadKey(SELECTOR, KEY).hadAlias(SELECTOR, "s1.dkim.postlark.example");
    house.other("Somebody", REGRESSED, signed("192.0.2.7"));
    assertThat(house.remedy().records()).as("nothing is at the target any more").isEmpty();
    house.dns.txt("s1.dkim.postlark.example", KEY);
    assertThat(house.remedy().records())
        .containsExactly(new Change(SELECTOR, "CNAME", null, "s1.dkim.postlark.example"));
    house.dns.txt(SELECTOR, "v=DKIM1; p=");
    assertThat(house.remedy().records()).as("another record took its place").isEmpty();
  }

  private static Mail signed(String ip) {
    return Mail.from(ip, 100).ownEnvelope("bounce.postlark.example").signed("s1", KeyState.MISSING);
  }

  @Test
  void a_broken_record_is_mended() {
    String broken = "v=spf1 ipv4:192.0.2.1 ip4:192.0.2.7 ~all";
    house.publishes(broken).own(NEEDS_AUTHORIZING, Mail.fromHost("192.0.2.7", 100));
    assertThat(house.remedy().records())
        .containsExactly(
            new Change(DOMAIN, "TXT", broken, "v=spf1 ip4:192.0.2.1 ip4:192.0.2.7 ~all"));
    assertThat(house.remedy().steps().get(0))
        .startsWith("Publish the mended SPF record of gull.example.");
  }

  @Test
  void a_host_that_only_a_broken_record_names_gets_the_mended_record() {
    house.publishes("v=spf1 ipv4:192.0.2.1 ip4:192.0.2.7 ~all");
    Mail mail = Mail.from("192.0.2.7", 100).envelope(DOMAIN).meant("ip4:192.0.2.7");
    assertThat(house.other("Somebody", NEEDS_AUTHORIZING, mail).remedy().records())
        .extracting(Change::after)
        .containsExactly("v=spf1 ip4:192.0.2.1 ip4:192.0.2.7 ~all");
  }

  @Test
  void includes_that_nobody_uses_leave_a_record_that_is_over_the_limit() {
    StringBuilder record = new StringBuilder("v=spf1");
    for (int i = 0; i < 11; i++) {
      String name = "spf" + i + ".example";
      house.dns.txt(name, "v=spf1 ip4:198.51.100." + i + " -all");
      record.append(" include:").append(name);
    }
    house.dns.txt("spf.used.example", "v=spf1 ip4:192.0.2.0/28 -all");
    house.publishes(record.append(" include:spf.used.example -all").toString());
    house.own(NEEDS_AUTHORIZING, Mail.fromHost("192.0.2.7", 100));
    assertThat(house.remedy().records())
        .extracting(Change::after)
        .containsExactly("v=spf1 include:spf.used.example -all");
    assertThat(house.remedy().steps().get(0)).contains("no source seen here uses");
    house.sees("198.51.100.4");
    assertThat(house.remedy().records())
        .extracting(Change::after)
        .containsExactly("v=spf1 include:spf4.example include:spf.used.example -all");
  }

  @Test
  void two_records_are_joined_in_words() {
    house.publishes("v=spf1 ip4:192.0.2.7 ~all", "v=spf1 ip4:192.0.2.1 -all");
    Remedy remedy = house.own(NEEDS_AUTHORIZING, Mail.fromHost("192.0.2.7", 100)).remedy();
    assertThat(remedy.records()).isEmpty();
    assertThat(remedy.steps().get(0)).contains("2 SPF records", "ip4:192.0.2.7", "ip4:192.0.2.1");
  }
}
