package dev.plumbline.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dmarc.Alignment.Mode;
import dev.plumbline.dmarc.Policy;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Simulator.Behind;
import dev.plumbline.standing.Simulator.Identity;
import dev.plumbline.standing.Simulator.Known;
import dev.plumbline.standing.Simulator.Loss;
import dev.plumbline.standing.Simulator.Outcome;
import dev.plumbline.standing.Simulator.Terms;
import dev.plumbline.standing.Simulator.Traffic;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatorTest {

  private static final DomainName DOMAIN = DomainName.of("gull.example");
  private static final InetAddress OURS = ip("192.0.2.1");
  private static final InetAddress SERVICE = ip("192.0.2.2");
  private static final InetAddress FORWARDER = ip("192.0.2.3");
  private static final InetAddress STRANGER = ip("192.0.2.4");
  private static final Terms PUBLISHED = policy("none", null, null);

  private static final Map<InetAddress, Behind> SENDERS =
      Map.of(
          OURS, new Behind("own", "Own", Standing.AUTHORIZED, Standing.AUTHORIZED),
          SERVICE, new Behind("service:s", "S", Standing.NEEDS_ALIGNMENT, Standing.NEEDS_ALIGNMENT),
          FORWARDER, new Behind("service:f", "F", Standing.FORWARDER, Standing.FORWARDER),
          STRANGER, new Behind("network:n", "N", Standing.UNRECOGNIZED, Standing.UNRECOGNIZED));

  @Test
  void dkim_or_spf_is_enough() {
    Outcome outcome =
        run(
            policy("reject", null, null),
            row(SERVICE, "gull.example", true, false, 10),
            row(SERVICE, "gull.example", false, true, 20),
            row(SERVICE, "gull.example", true, true, 30),
            row(SERVICE, "gull.example", false, false, 40));
    assertThat(outcome.messages()).isEqualTo(100);
    assertThat(outcome.affected()).isEqualTo(40);
    assertThat(outcome.rejected()).isEqualTo(40);
    assertThat(outcome.casualties())
        .containsExactly(new Loss("service:s", "S", Standing.NEEDS_ALIGNMENT, 40));
  }

  @Test
  void subdomains_take_sp_and_names_that_do_not_exist_take_np() {
    Traffic own = row(STRANGER, "gull.example", false, false, 1);
    Traffic below = row(STRANGER, "news.gull.example", false, false, 10);
    Traffic absent =
        new Traffic(
            STRANGER, DomainName.of("x.gull.example"), List.of(), false, false, false, false, 100);
    assertThat(run(policy("reject", null, null), own, below, absent).rejected()).isEqualTo(111);
    assertThat(run(policy("reject", "none", null), own, below, absent).rejected()).isEqualTo(1);
    Outcome mixed = run(policy("none", "quarantine", "reject"), own, below, absent);
    assertThat(mixed.quarantined()).isEqualTo(10);
    assertThat(mixed.rejected()).isEqualTo(100);
  }

  @Test
  void testing_lowers_a_policy_by_one_step() {
    Traffic failing = row(STRANGER, "gull.example", false, false, 7);
    Terms reject = new Terms(Policy.REJECT, null, null, Mode.RELAXED, Mode.RELAXED, true);
    Terms quarantine = new Terms(Policy.QUARANTINE, null, null, Mode.RELAXED, Mode.RELAXED, true);
    assertThat(run(reject, failing).quarantined()).isEqualTo(7);
    assertThat(run(quarantine, failing).affected()).isZero();
  }

  @Test
  void stricter_alignment_is_worked_out_from_the_identities() {
    Terms strictDkim = new Terms(Policy.REJECT, null, null, Mode.STRICT, Mode.RELAXED, false);
    Traffic signedBelow =
        new Traffic(
            OURS,
            DOMAIN,
            List.of(
                new Identity(true, "mail.gull.example", true),
                new Identity(true, "gull.example", false)),
            true,
            false,
            false,
            true,
            5);
    Traffic signedExactly =
        new Traffic(
            OURS,
            DOMAIN,
            List.of(new Identity(true, "gull.example", true)),
            true,
            false,
            false,
            true,
            6);
    Outcome outcome = run(strictDkim, signedBelow, signedExactly);
    assertThat(outcome.rejected()).isEqualTo(5);
    assertThat(outcome.casualties()).extracting(Loss::sender).containsExactly("Own");
  }

  @Test
  void forwarders_are_a_known_cost_and_strangers_no_casualties() {
    Outcome outcome =
        run(
            policy("quarantine", null, null),
            row(FORWARDER, "gull.example", false, false, 3),
            row(STRANGER, "gull.example", false, false, 4),
            new Traffic(null, DOMAIN, List.of(), false, false, true, true, 5));
    assertThat(outcome.casualties()).isEmpty();
    assertThat(outcome.forwarded()).extracting(Loss::messages).containsExactly(3L);
    assertThat(outcome.others()).extracting(Loss::messages).containsExactly(5L, 4L);
    assertThat(outcome.overridden()).isEqualTo(5);
  }

  @Test
  void with_todays_dns_the_fixed_pass_and_the_broken_fail() {
    Map<InetAddress, Behind> changed =
        Map.of(
            OURS, new Behind("own", "Own", Standing.REGRESSED, Standing.REGRESSED),
            SERVICE, new Behind("service:s", "S", Standing.AUTHORIZED, Standing.AUTHORIZED, true));
    List<Traffic> traffic =
        List.of(
            row(OURS, "gull.example", true, true, 10),
            row(SERVICE, "gull.example", false, false, 2));
    Terms reject = policy("reject", null, null);
    assertThat(run(reject, traffic, changed, false).affected()).isEqualTo(2);
    assertThat(run(reject, traffic, changed, true).affected()).isEqualTo(10);
  }

  @Test
  void a_legitimate_part_makes_the_loss_of_a_sender_a_casualty() {
    Map<InetAddress, Behind> mixed =
        Map.of(
            FORWARDER, new Behind("s", "S", Standing.FORWARDER, Standing.AUTHORIZED),
            SERVICE, new Behind("s", "S", Standing.NEEDS_ALIGNMENT, Standing.AUTHORIZED));
    Traffic forwarded = row(FORWARDER, "gull.example", false, false, 30);
    Traffic legitimate = row(SERVICE, "gull.example", false, false, 2);
    for (List<Traffic> order :
        List.of(List.of(forwarded, legitimate), List.of(legitimate, forwarded))) {
      Outcome outcome = run(policy("reject", null, null), order, mixed, false);
      assertThat(outcome.casualties()).containsExactly(new Loss("s", "S", Standing.AUTHORIZED, 32));
      assertThat(outcome.forwarded()).isEmpty();
    }
  }

  private static Outcome run(Terms policy, Traffic... traffic) {
    return run(policy, List.of(traffic), SENDERS, false);
  }

  private static Outcome run(
      Terms policy, List<Traffic> traffic, Map<InetAddress, Behind> senders, boolean today) {
    return Simulator.run(
        policy,
        PUBLISHED,
        DOMAIN,
        DOMAIN,
        traffic.stream()
            .map(one -> new Known(one, one.ip() == null ? null : senders.get(one.ip())))
            .toList(),
        today);
  }

  private static Terms policy(String p, String sp, String np) {
    return new Terms(level(p), level(sp), level(np), Mode.RELAXED, Mode.RELAXED, false);
  }

  private static Policy level(String wire) {
    return wire == null ? null : Policy.ofWire(wire).orElseThrow();
  }

  private static Traffic row(
      InetAddress ip, String author, boolean dkim, boolean spf, long messages) {
    return new Traffic(ip, DomainName.of(author), List.of(), dkim, spf, false, true, messages);
  }

  private static InetAddress ip(String text) {
    return IpAddresses.parse(text).orElseThrow();
  }
}
