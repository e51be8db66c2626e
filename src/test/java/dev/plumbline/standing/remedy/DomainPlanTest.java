package dev.plumbline.standing.remedy;

import static dev.plumbline.standing.Standing.NEEDS_AUTHORIZING;
import static dev.plumbline.standing.Standing.REGRESSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.standing.remedy.DomainPlan.Left;
import dev.plumbline.standing.remedy.DomainPlan.Part;
import dev.plumbline.standing.remedy.DomainPlan.RecordSet;
import dev.plumbline.standing.remedy.DomainPlan.Tested;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records for several senders of one domain. */
class DomainPlanTest {

  private static final String DOMAIN = Household.DOMAIN;

  private final Household house = new Household();

  @Test
  void two_senders_with_one_name_share_its_record() {
    house.publishes("v=spf1 ip4:192.0.2.1 ~all");
    house.own(REGRESSED, Mail.fromHost("192.0.2.24", 300));
    house.other(
        "Oldhaven", REGRESSED, Mail.from("192.0.2.70", 500).envelope(DOMAIN).listedEarlier());
    DomainPlan plan = house.plan();
    assertThat(plan.records())
        .containsExactly(
            new RecordSet(
                DOMAIN,
                "TXT",
                "v=spf1 ip4:192.0.2.1 ~all",
                "v=spf1 ip4:192.0.2.1 ip4:192.0.2.70 ip4:192.0.2.24 ~all",
                List.of(
                    new Part("Oldhaven", "Oldhaven", "ip4:192.0.2.70", 1, true),
                    new Part("own", "Your own servers", "ip4:192.0.2.24", 1, true)),
                new Tested(2, 0, 0, 0, 98),
                null));
    assertThat(plan.left()).isEmpty();
    RecordSet record = plan.record(DOMAIN, "TXT").orElseThrow();
    assertThat(house.remedy("own").records())
        .as("pasting the second does not undo the first")
        .isEqualTo(house.remedy("Oldhaven").records())
        .containsExactly(record.change());
    assertThat(plan.of("own")).containsExactly(record);
    assertThat(house.remedy("own").steps())
        .containsExactly(
            "Publish the new SPF record of gull.example: it adds ip4:192.0.2.24, which the mail of"
                + " 192.0.2.24 needs.",
            "The same record also lists ip4:192.0.2.70 for Oldhaven.",
            "Better still, sign with DKIM on these hosts: a signature survives forwarding, SPF does"
                + " not.");
  }

  @Test
  void a_sender_that_a_term_for_others_lets_pass_adds_none() {
    house.publishes("v=spf1 ~all").dns.txt("spf.postlark.example", "v=spf1 ip4:192.0.2.0/24 -all");
    house.hired(NEEDS_AUTHORIZING, Mail.from("192.0.2.7", 5_000).envelope(DOMAIN));
    house.own(NEEDS_AUTHORIZING, Mail.fromHost("192.0.2.24", 300));
    assertThat(house.remedy("own").records())
        .extracting(Remedy.Change::after)
        .containsExactly("v=spf1 include:spf.postlark.example ~all");
    assertThat(house.remedy("own").steps())
        .startsWith(
            "Publish the new SPF record of gull.example: what it adds for others lets the mail of"
                + " 192.0.2.24 pass too.",
            "The same record also lists include:spf.postlark.example for Postlark.");
    assertThat(house.remedy("postlark").steps())
        .noneMatch(step -> step.startsWith("The same record also"));
  }

  @Test
  void more_than_three_others_are_counted() {
    house.publishes("v=spf1 ~all");
    for (int i = 1; i <= 5; i++) {
      house.other(
          "S" + i, REGRESSED, Mail.from("192.0.2." + i, 100 - i).envelope(DOMAIN).listedEarlier());
    }
    assertThat(house.remedy("S5").steps().get(1))
        .isEqualTo(
            "The same record also lists ip4:192.0.2.1 for S1, ip4:192.0.2.2 for S2, ip4:192.0.2.3"
                + " for S3 and what 1 more sender needs.");
  }

  @Test
  void each_name_has_its_own_record() {
    house.publishes("v=spf1 ~all");
    house.own(
        NEEDS_AUTHORIZING,
        Mail.fromHost("192.0.2.7", 60),
        Mail.from("192.0.2.8", 40).ownHost().envelope("alarms." + DOMAIN));
    assertThat(house.plan().records())
        .extracting(RecordSet::name, RecordSet::after)
        .containsExactly(
            tuple(DOMAIN, "v=spf1 ip4:192.0.2.7 ~all"),
            tuple("alarms." + DOMAIN, "v=spf1 ip4:192.0.2.8 ~all"));
    assertThat(house.remedy().records()).hasSize(2);
    assertThat(house.remedy().tested()).isEqualTo(new Remedy.Tested("pass", 2, 0, 0, 0));
  }

  @Test
  void a_key_that_two_senders_sign_with_comes_back_once() {
    String name = "s1._domainkey." + DOMAIN;
    house.hadKey(name, Household.KEY);
    house.other("A", REGRESSED, Mail.from("192.0.2.7", 10).signed("s1", KeyState.MISSING));
    house.other("B", REGRESSED, Mail.from("192.0.2.8", 20).signed("s1", KeyState.MISSING));
    assertThat(house.plan().records())
        .containsExactly(
            new RecordSet(
                name,
                "TXT",
                null,
                Household.KEY,
                List.of(new Part("A", "A", "", 1, true), new Part("B", "B", "", 1, true)),
                new Tested(2, 0, 0, 0, 0),
                RemedyWords.WITHDRAWN));
  }

  @Test
  void where_not_all_fits_the_sender_with_less_mail_is_told_what_to_do_instead() {
    StringBuilder record = new StringBuilder("v=spf1");
    for (int i = 0; i < 9; i++) {
      house.dns.txt("s" + i + ".example", "v=spf1 ip4:198.51.100." + i + " -all");
      record.append(" include:s").append(i).append(".example");
    }
    house.dns.txt("was.example", "v=spf1 ip4:203.0.113.0/24 -all");
    house.dns.txt("spf.postlark.example", "v=spf1 ip4:192.0.2.7 -all");
    house.publishes(record + " ~all").hadSpf("v=spf1 include:was.example -all");
    Mail[] many = new Mail[21];
    for (int i = 0; i < many.length; i++) {
      many[i] = Mail.from("203.0.113." + i, 10).envelope(DOMAIN).listedEarlier();
    }
    house.other("Was", REGRESSED, many);
    house.hired(NEEDS_AUTHORIZING, Mail.from("192.0.2.7", 100).envelope(DOMAIN));
    DomainPlan plan = house.plan();
    assertThat(plan.record(DOMAIN, "TXT").orElseThrow().parts())
        .extracting(Part::sender)
        .containsExactly("Was");
    String why =
        "The SPF record of gull.example has no room for Postlark beside what senders with more mail"
            + " need, since receivers stop at ten lookups: sign its mail with DKIM instead, or take"
            + " out of the record what nobody uses any more.";
    assertThat(plan.left()).containsExactly(new Left("postlark", "Postlark", DOMAIN, why));
    assertThat(house.remedy("postlark").records()).isEmpty();
    assertThat(house.remedy("postlark").steps()).contains(why);
  }

  @Test
  void a_record_that_settles_its_sender_in_part_is_in_the_plan_too() {
    house.publishes("v=spf1 -all");
    house.own(
        NEEDS_AUTHORIZING,
        Mail.fromHost("192.0.2.7", 50),
        Mail.from("192.0.2.8", 50).ownEnvelope("elsewhere.example"));
    house.other("Oldhaven", REGRESSED, Mail.from("192.0.2.70", 9).envelope(DOMAIN).listedEarlier());
    RecordSet record = house.plan().record(DOMAIN, "TXT").orElseThrow();
    assertThat(record.parts()).extracting(Part::settles).containsExactly(false, true);
    assertThat(house.remedy("own").steps())
        .contains(
            "Publish at gull.example (TXT), in place of what is there now: " + record.after());
    assertThat(house.remedy("Oldhaven").records()).containsExactly(record.change());
  }

  @Test
  void a_plan_that_knows_nothing_proposes_nothing() {
    assertThatThrownBy(
            () ->
                new DomainPlan(
                    List.of(), List.of(new Left("a", "a", DOMAIN, "why")), List.of(), "unknown"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
