package dev.plumbline.standing.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.dmarc.DmarcRecord;
import dev.plumbline.dns.DomainName;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.remedy.DomainPlan.AuthorName;
import dev.plumbline.standing.remedy.DomainPlan.RecordSet;
import dev.plumbline.standing.remedy.DomainPlan.Tested;
import dev.plumbline.standing.remedy.DomainPlan.User;
import dev.plumbline.standing.remedy.Lockdown.Published;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockdownTest {

  private static final DomainName DOMAIN = DomainName.of("gull.example");
  private static final DomainName ALARMS = DomainName.of("alarms.gull.example");
  private static final User OWN = new User("own", "Your own servers");

  private static final Published SENDING =
      new Published(
          DOMAIN, "v=spf1 mx -all", dmarc("v=DMARC1; p=none; rua=mailto:d@gull.example"), true);

  @Test
  void a_name_that_nobody_sends_with_can_be_closed() {
    assertThat(of(SENDING, ALARMS, Map.of()))
        .isEqualTo(
            new AuthorName(
                "alarms.gull.example",
                List.of(),
                List.of(
                    "alarms.gull.example. TXT \"v=spf1 -all\"",
                    "_dmarc.alarms.gull.example. TXT \"v=DMARC1; p=reject\"")));
  }

  @Test
  void a_name_that_a_sender_of_yours_uses_is_never_closed() {
    assertThat(of(SENDING, ALARMS, Map.of(ALARMS, Set.of(OWN))))
        .isEqualTo(new AuthorName("alarms.gull.example", List.of(OWN), List.of()));
  }

  @Test
  void a_name_above_one_that_a_sender_of_yours_uses_is_never_closed() {
    DomainName below = DomainName.of("bounce.alarms.gull.example");
    assertThat(of(SENDING, ALARMS, Map.of(below, Set.of(OWN))).closing()).isEmpty();
    assertThat(of(SENDING, below, Map.of(ALARMS, Set.of(OWN))).closing())
        .as("what is below a used name is another name")
        .hasSize(2);
  }

  @Test
  void a_name_that_gets_a_record_is_never_closed() {
    RecordSet record =
        new RecordSet(
            "alarms.gull.example",
            "TXT",
            null,
            "v=spf1 ip4:192.0.2.7 ~all",
            List.of(),
            new Tested(1, 0, 0, 0, 90),
            null);
    DomainPlan plan = new DomainPlan(List.of(record), List.of(), List.of(), null);
    assertThat(Lockdown.of(SENDING, List.of(ALARMS), Map.of(), plan))
        .containsExactly(new AuthorName("alarms.gull.example", List.of(), List.of()));
  }

  @Test
  void the_domain_itself_lacks_what_it_does_not_publish_yet_and_keeps_its_reports() {
    assertThat(of(SENDING, DOMAIN, Map.of()).closing())
        .containsExactly(
            "gull.example. TXT \"v=spf1 -all\"",
            "*._domainkey.gull.example. TXT \"v=DKIM1; p=\"",
            "gull.example. MX 0 .",
            "_dmarc.gull.example. TXT \"v=DMARC1; p=reject; rua=mailto:d@gull.example\"");
    Published closed = new Published(DOMAIN, "v=spf1 -all", dmarc("v=DMARC1; p=reject"), true);
    assertThat(of(closed, DOMAIN, Map.of()).closing()).isEmpty();
    Published above = new Published(DOMAIN, "v=spf1 -all", dmarc("v=DMARC1; p=reject"), false);
    assertThat(of(above, DOMAIN, Map.of()).closing())
        .as("the policy is that of a domain above")
        .containsExactly("_dmarc.gull.example. TXT \"v=DMARC1; p=reject\"");
    assertThat(of(SENDING, DOMAIN, Map.of(ALARMS, Set.of(OWN))).closing()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "AUTHORIZED, true",
    "FIXED, true",
    "REGRESSED, true",
    "NEEDS_AUTHORIZING, true",
    "NEEDS_ALIGNMENT, true",
    "FORWARDER, true",
    "UNRECOGNIZED, false",
    "UNAUTHORIZED_USE, false"
  })
  void strangers_are_not_yours_unless_somebody_says_so(Standing standing, boolean yours) {
    assertThat(Lockdown.isYours(standing, null)).isEqualTo(yours);
    assertThat(Lockdown.isYours(standing, decision(Decision.Verdict.UNDECIDED))).isEqualTo(yours);
    assertThat(Lockdown.isYours(standing, decision(Decision.Verdict.OURS))).isTrue();
  }

  private static Decision decision(Decision.Verdict verdict) {
    return new Decision(verdict, null, null, null, null, "ann", Instant.EPOCH);
  }

  @Test
  void nothing_is_closed_while_dns_is_silent() {
    DomainPlan unknown = DomainPlan.unknown("DNS does not answer.");
    assertThat(unknown.withNames(List.of(of(SENDING, ALARMS, Map.of())))).isEqualTo(unknown);
    assertThatThrownBy(
            () -> new AuthorName("a.example", List.of(OWN), List.of("a.example. MX 0 .")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static DmarcRecord dmarc(String text) {
    return DmarcRecord.parse(text).orElseThrow();
  }

  private static AuthorName of(
      Published published, DomainName candidate, Map<DomainName, Set<User>> uses) {
    return Lockdown.of(published, List.of(candidate), uses, DomainPlan.NOTHING).get(0);
  }
}
