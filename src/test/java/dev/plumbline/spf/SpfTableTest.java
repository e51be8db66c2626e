package dev.plumbline.spf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.RandomZone.Flavour;
import dev.plumbline.spf.SpfTable.Answer;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SpfTableTest {

  private static final int ZONES = 2_000;

  /**
   * Whatever the zone, the table says what the evaluator says. Verdicts change only where a range
   * begins or ends, so the addresses there stand for all.
   */
  @ParameterizedTest
  @EnumSource
  void table_and_evaluator_agree_on_every_address(Flavour flavour) {
    int compared = 0;
    int undecided = 0;
    Set<SpfResult> results = new HashSet<>();
    for (int seed = 0; seed < ZONES; seed++) {
      RandomZone zone = new RandomZone(seed, flavour);
      SpfTable table = SpfTable.compile(zone.dns(), RandomZone.DOMAIN);
      SpfEvaluator evaluator = new SpfEvaluator(zone.dns());
      for (InetAddress ip : zone.addresses()) {
        SpfQuery query = query(ip);
        Answer evaluated = answer(evaluator.evaluate(query));
        Answer found = table.find(ip);
        compared++;
        if (found.result() == null) {
          undecided++;
          assertThat(table.check(query, evaluator)).isEqualTo(evaluated);
        } else {
          assertThat(found)
              .as("seed %d, %s, %s", seed, IpAddresses.toText(ip), zone.records())
              .isEqualTo(evaluated);
          results.add(found.result());
        }
      }
    }
    assertThat(compared).isGreaterThan(40 * ZONES);
    // All but NONE, which the random domain never gives as a whole.
    assertThat(results).hasSize(SpfResult.values().length - 1);
    if (flavour == Flavour.FIXED) {
      assertThat((double) undecided / compared).isLessThan(0.02);
    } else {
      assertThat((double) undecided / compared).isBetween(0.1, 0.6);
    }
  }

  @ParameterizedTest
  @EnumSource
  void compiling_asks_no_more_than_one_evaluation_of_each_family(Flavour flavour) {
    for (int seed = 0; seed < ZONES / 5; seed++) {
      RandomZone zone = new RandomZone(seed, flavour);
      SpfTable table = SpfTable.compile(zone.dns(), RandomZone.DOMAIN);
      List<String> compiling = zone.dns().asked();
      assertThat(compiling).as("seed %d, %s", seed, zone.records()).doesNotHaveDuplicates();
      assertThat(table.questions().stream().map(q -> q.type() + " " + q.name()))
          .containsExactlyElementsOf(compiling);
      Set<Set<String>> evaluations4 = new HashSet<>();
      Set<Set<String>> evaluations6 = new HashSet<>();
      for (InetAddress ip : zone.addresses()) {
        int before = zone.dns().asked().size();
        new SpfEvaluator(zone.dns()).evaluate(query(ip));
        List<String> all = zone.dns().asked();
        Set<String> asked = new HashSet<>(all.subList(before, all.size()));
        (ip instanceof Inet4Address ? evaluations4 : evaluations6).add(asked);
      }
      boolean covered =
          evaluations4.stream()
              .anyMatch(
                  four ->
                      evaluations6.stream()
                          .anyMatch(
                              six ->
                                  compiling.stream()
                                      .allMatch(q -> four.contains(q) || six.contains(q))));
      assertThat(covered).as("seed %d, %s", seed, zone.records()).isTrue();
    }
  }

  @Test
  void address_gets_result_term_and_path() {
    FakeDns dns =
        new FakeDns()
            .txt("example.org", "v=spf1 mx -ip4:192.0.2.8 include:_spf.example.net ~all")
            .mx("example.org", 10, "mail.example.org")
            .a("mail.example.org", "192.0.2.1")
            .aaaa("mail.example.org", "2001:db8::1")
            .txt("_spf.example.net", "v=spf1 ip4:192.0.2.0/24 ?ip6:2001:db8:1::/48 -all");
    SpfTable table = SpfTable.compile(dns, "Example.ORG");
    assertThat(table.find(ip("192.0.2.1")))
        .isEqualTo(new Answer(SpfResult.PASS, "mx", List.of("example.org"), 1, 0, null));
    assertThat(table.find(ip("192.0.2.8")).result()).isEqualTo(SpfResult.FAIL);
    assertThat(table.find(ip("192.0.2.9")))
        .isEqualTo(
            new Answer(
                SpfResult.PASS,
                "ip4:192.0.2.0/24",
                List.of("example.org", "_spf.example.net"),
                2,
                0,
                null));
    assertThat(table.find(ip("2001:db8::1")).term()).isEqualTo("mx");
    assertThat(table.find(ip("2001:db8:1::1")).term()).isEqualTo("~all");
    assertThat(table.isComplete()).isTrue();
    assertThat(table.questions())
        .extracting(SpfTrace.Question::type)
        .containsExactly("TXT", "MX", "A", "TXT", "AAAA");
  }

  @Test
  void numbers_and_addresses_give_the_same_answer() {
    FakeDns dns =
        new FakeDns()
            .txt(
                "example.org",
                "v=spf1 ip4:192.0.2.0/24 ip4:0.0.0.0 ip6:2001:db8::/33 ip6:ff::1 ~all");
    SpfTable table = SpfTable.compile(dns, "example.org");
    assertThat(table.findIp4(0xC0000207)).isSameAs(table.find(ip("192.0.2.7")));
    assertThat(table.findIp4(0).term()).isEqualTo("ip4:0.0.0.0");
    assertThat(table.findIp4(-1).term()).isEqualTo("~all");
    assertThat(table.findIp6(0x20010DB8_00000000L, 7)).isSameAs(table.find(ip("2001:db8::7")));
    assertThat(table.findIp6(0x20010DB8_00000000L, 7).term()).isEqualTo("ip6:2001:db8::/33");
    assertThat(table.findIp6(0xFF_0000_0000_0000L, 1).term()).isEqualTo("ip6:ff::1");
    assertThat(table.findIp6(-1, -1).term()).isEqualTo("~all");
    assertThat(table.findIp6(0, 0xFFFF_C000_0207L)).isSameAs(table.find(ip("192.0.2.7")));
  }

  @Test
  void ranges_before_a_term_that_cannot_be_compiled_still_answer() {
    FakeDns dns =
        new FakeDns()
            .txt(
                "example.org",
                "v=spf1 ip4:192.0.2.0/24 include:i.example.org ip6:2001:db8::/32 -all")
            .txt(
                "i.example.org",
                "v=spf1 ip4:198.51.100.0/24 exists:%{i}.x.example.org a:later.example")
            .a("203.0.113.1.x.example.org", "127.0.0.2");
    SpfTable table = SpfTable.compile(dns, "example.org");
    assertThat(table.find(ip("192.0.2.1")).result()).isEqualTo(SpfResult.PASS);
    assertThat(table.find(ip("198.51.100.1")).result()).isEqualTo(SpfResult.PASS);
    Answer open = table.find(ip("203.0.113.1"));
    assertThat(open.result()).isNull();
    assertThat(open.term()).isEqualTo("exists:%{i}.x.example.org");
    assertThat(open.path()).containsExactly("example.org", "i.example.org");
    assertThat(table.isComplete()).isFalse();
    assertThat(table.questions()).hasSize(2);
    Answer checked = table.check(query(ip("203.0.113.1"), "example.org"), new SpfEvaluator(dns));
    assertThat(checked.result()).isEqualTo(SpfResult.PASS);
    assertThat(checked.term()).isEqualTo("exists:%{i}.x.example.org");
  }

  @ParameterizedTest
  @CsvSource({
    "none.example, NONE",
    "localhost, NONE",
    "two.example, PERMERROR",
    "slow.example, TEMPERROR"
  })
  void domain_without_a_usable_record_gives_every_address_that_answer(
      String domain, SpfResult result) {
    FakeDns dns =
        new FakeDns().txt("two.example", "v=spf1 -all", "v=spf1").fail("slow.example", "TXT");
    SpfTable table = SpfTable.compile(dns, domain);
    for (String client : List.of("192.0.2.1", "2001:db8::1")) {
      assertThat(table.find(ip(client)))
          .isEqualTo(answer(new SpfEvaluator(dns).evaluate(domain, query(ip(client)))));
      assertThat(table.find(ip(client)).result()).isEqualTo(result);
    }
    assertThat(table.size()).isLessThanOrEqualTo(3);
  }

  @Test
  void table_holds_as_long_as_the_shortest_lived_answer_and_no_time_if_dns_failed() {
    FakeDns dns = new FakeDns().txt("example.org", "v=spf1 a:slow.example.org ~all");
    assertThat(SpfTable.compile(dns, "example.org").ttl()).isEqualTo(Duration.ofMinutes(5));
    dns.fail("slow.example.org", "AAAA");
    assertThat(SpfTable.compile(dns, "example.org").ttl()).isEqualTo(Duration.ZERO);
  }

  /** Each level sends some addresses away early, which then meet all that follows once more. */
  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void record_that_includes_itself_over_and_over_is_compiled_in_bounded_time() {
    StringBuilder record = new StringBuilder("v=spf1");
    for (int i = 0; i < 10; i++) {
      record.append(" -ip4:10.0.").append(i).append(".0/24").append(" include:example.org");
      record.append(" ip4:10.1.0.1/32 ?ip4:10.2.0.0/16".repeat(150));
    }
    FakeDns dns = new FakeDns().txt("example.org", record.toString());
    SpfTable table = SpfTable.compile(dns, "example.org");
    assertThat(table.questions()).hasSize(1);
    SpfEvaluator evaluator = new SpfEvaluator(dns);
    for (int i = 0; i < 12; i++) {
      SpfQuery query = query(ip("10.0." + i + ".1"), "example.org");
      assertThat(table.check(query, evaluator)).isEqualTo(answer(evaluator.evaluate(query)));
    }
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void records_with_thousands_of_ranges_are_compiled_in_bounded_time() {
    Random random = new Random(4408);
    FakeDns dns = new FakeDns();
    for (int i = 0; i < 10; i++) {
      StringBuilder record = new StringBuilder("v=spf1");
      for (int n = 0; n < 4_000; n++) {
        record.append(random.nextBoolean() ? " ip4:" : " -ip4:");
        record.append(random.nextInt(256)).append('.').append(random.nextInt(256)).append(".0.0/");
        record.append(8 + random.nextInt(25));
      }
      String next = i < 9 ? " include:d" + (i + 1) + ".example" : "";
      dns.txt("d" + i + ".example", record + next + " ?all");
    }
    SpfTable table = SpfTable.compile(dns, "d0.example");
    SpfEvaluator evaluator = new SpfEvaluator(dns);
    for (int i = 0; i < 2_000; i++) {
      SpfQuery query =
          query(ip(random.nextInt(256) + "." + random.nextInt(256) + ".0." + random.nextInt(2)));
      assertThat(table.find(query.ip())).isEqualTo(answer(evaluator.evaluate(query)));
    }
  }

  private static Answer answer(SpfVerdict verdict) {
    return new Answer(
        verdict.result(),
        verdict.matchedTerm(),
        verdict.path(),
        verdict.lookups(),
        verdict.voidLookups(),
        verdict.problem());
  }

  private static SpfQuery query(InetAddress ip) {
    return query(ip, RandomZone.DOMAIN);
  }

  private static SpfQuery query(InetAddress ip, String domain) {
    return SpfQuery.of(ip, "user@" + domain, "h0.example");
  }

  private static InetAddress ip(String text) {
    return IpAddresses.parse(text).orElseThrow();
  }
}
