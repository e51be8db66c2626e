package dev.plumbline.spf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.IpAddresses;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records are written by strangers: whatever they hold, a verdict comes out, and soon. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileRecordTest {

  private static final List<String> SEEDS =
      List.of(
          "v=spf1 a mx include:b.example.org ip4:192.0.2.0/24 -all exp=e.example.org",
          "v=spf1 exists:%{ir}.%{v}.%{l1r+-}.%{d2} ptr:%{p}.example.org redirect=%{o}",
          "v=spf1 ip6:2001:db8::/32 a:%{h}/24//64 ?mx:%%.%_.%-.example.org ~all x=y");

  @Test
  void mutated_records_give_a_verdict_and_nothing_else() {
    Random random = new Random(7208);
    for (int i = 0; i < 10_000; i++) {
      FakeDns dns = new FakeDns();
      dns.txt("example.org", mutated(random))
          .txt("b.example.org", mutated(random))
          .txt("e.example.org", mutated(random).substring(7))
          .mx("example.org", 1, "b.example.org")
          .ptr("192.0.2.1", "example.org");
      SpfVerdict verdict = evaluate(dns, i % 2 == 0 ? "192.0.2.1" : "2001:db8::1");
      assertThat(verdict.result()).isNotNull();
      assertThat(dns.asked()).hasSizeLessThan(150);
    }
  }

  @Test
  void records_that_parse_survive_being_written_and_read() {
    Random random = new Random(42);
    int parsed = 0;
    for (int i = 0; i < 10_000; i++) {
      try {
        SpfRecord record = SpfRecord.parse(mutated(random));
        assertThat(SpfRecord.parse(record.toText())).isEqualTo(record);
        parsed++;
      } catch (RecordSyntaxException e) {
        assertThat(e.offset()).isNotNegative();
      }
    }
    assertThat(parsed).isGreaterThan(1_000);
  }

  @Test
  void loop_of_includes_ends_at_the_eleventh_lookup() {
    FakeDns dns = new FakeDns().txt("example.org", "v=spf1 include:example.org -all");
    SpfVerdict verdict = evaluate(dns, "192.0.2.1");
    assertThat(verdict.result()).isEqualTo(SpfResult.PERMERROR);
    assertThat(verdict.lookups()).isEqualTo(11);
    assertThat(dns.asked()).hasSize(11);
  }

  @Test
  void includes_a_hundred_deep_end_at_the_eleventh_lookup() {
    FakeDns dns = new FakeDns().txt("example.org", "v=spf1 include:i0.example.org -all");
    for (int i = 0; i < 100; i++) {
      dns.txt("i" + i + ".example.org", "v=spf1 include:i" + (i + 1) + ".example.org -all");
    }
    SpfVerdict verdict = evaluate(dns, "192.0.2.1");
    assertThat(verdict.result()).isEqualTo(SpfResult.PERMERROR);
    assertThat(verdict.path()).hasSize(11);
    assertThat(dns.asked()).hasSize(11);
    assertThat(SpfTable.compile(dns, "example.org").questions()).hasSize(11);
  }

  @Test
  void mutated_records_compile_without_asking_for_more_than_the_limits_allow() {
    Random random = new Random(4408);
    for (int i = 0; i < 3_000; i++) {
      FakeDns dns =
          new FakeDns()
              .txt("example.org", mutated(random))
              .txt("b.example.org", mutated(random))
              .mx("example.org", 1, "b.example.org");
      SpfTable table = SpfTable.compile(dns, "example.org");
      assertThat(table.size()).isPositive();
      // Eleven records and, for each family, ten times ten hosts at most.
      assertThat(dns.asked()).hasSizeLessThan(250);
    }
  }

  @Test
  void answer_of_many_thousand_addresses_is_judged_and_compiled() {
    FakeDns dns = new FakeDns().txt("example.org", "v=spf1 a:many.example.org/31 -all");
    for (int i = 0; i < 20_000; i++) {
      dns.a("many.example.org", "10." + i / 4_096 + "." + i / 16 % 256 + "." + i % 16 * 16);
    }
    assertThat(evaluate(dns, "10.0.1.17").result()).isEqualTo(SpfResult.PASS);
    assertThat(SpfTable.compile(dns, "example.org").findIp4(0x0A000111).term())
        .isEqualTo("a:many.example.org/31");
  }

  @Test
  void hundred_includes_end_at_the_eleventh_lookup() {
    StringBuilder record = new StringBuilder("v=spf1");
    FakeDns dns = new FakeDns();
    for (int i = 0; i < 100; i++) {
      record.append(" include:i").append(i).append(".example.org");
      dns.txt("i" + i + ".example.org", "v=spf1 -all");
    }
    dns.txt("example.org", record.toString());
    assertThat(evaluate(dns, "192.0.2.1").result()).isEqualTo(SpfResult.PERMERROR);
    assertThat(dns.asked()).hasSize(11);
  }

  @Test
  void record_of_ten_thousand_terms_is_evaluated() {
    String terms = " ip4:198.51.100.7".repeat(10_000);
    FakeDns dns = new FakeDns().txt("example.org", "v=spf1" + terms + " -all");
    SpfVerdict verdict = evaluate(dns, "192.0.2.1");
    assertThat(verdict.result()).isEqualTo(SpfResult.FAIL);
    assertThat(verdict.trace().steps()).hasSize(10_001);
  }

  @Test
  void record_full_of_macros_does_not_grow_without_bounds() {
    String spec = "%{s}".repeat(16_000) + ".example.org";
    FakeDns dns = new FakeDns().txt("example.org", "v=spf1 exists:" + spec + " -all exp=e.example");
    dns.txt("e.example", "%{s}".repeat(16_000));
    SpfQuery query =
        SpfQuery.of(
            IpAddresses.parse("192.0.2.1").orElseThrow(),
            "x".repeat(60_000) + "@example.org",
            null);
    SpfVerdict verdict = new SpfEvaluator(dns).evaluate(query);
    assertThat(verdict.result()).isEqualTo(SpfResult.FAIL);
    assertThat(verdict.explanation()).isNull();
  }

  @Test
  void long_single_terms_do_not_exhaust_the_stack() {
    for (String unit : List.of("a", ".", "/", "//1", "%%", "%{d}", ":", "-", "=", "1")) {
      String term = unit.repeat(60_000 / unit.length());
      for (String before : List.of("", "a:", "ip4:", "ip6:", "exists:", "redirect=", "x=", "a/")) {
        FakeDns dns = new FakeDns().txt("example.org", "v=spf1 " + before + term + " -all");
        assertThatNoException().isThrownBy(() -> evaluate(dns, "192.0.2.1"));
      }
    }
  }

  private static SpfVerdict evaluate(FakeDns dns, String client) {
    SpfQuery query =
        SpfQuery.of(
            IpAddresses.parse(client).orElseThrow(), "some.user+x@example.org", "h.example.org");
    return new SpfEvaluator(dns).evaluate(query);
  }

  private static String mutated(Random random) {
    StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
    String alphabet = " abdilmoprsvx0123456789.:/%{}-+_=?~\u0000\u00e9";
    for (int n = random.nextInt(4); n > 0; n--) {
      int at = 7 + random.nextInt(text.length() - 7);
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
        case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
        default -> text.deleteCharAt(at);
      }
      if (text.length() < 10) {
        text.append(" -all -all");
      }
    }
    return text.toString();
  }
}
