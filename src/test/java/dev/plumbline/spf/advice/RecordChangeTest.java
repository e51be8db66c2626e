package dev.plumbline.spf.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.advice.RecordChange.Found;
import dev.plumbline.spf.advice.RecordChange.Granted;
import dev.plumbline.spf.advice.RecordChange.Nothing;
import dev.plumbline.spf.advice.RecordChange.Refused;
import dev.plumbline.spf.advice.RecordChange.Result;
import dev.plumbline.spf.advice.RecordChange.Several;
import dev.plumbline.spf.advice.RecordChange.Traffic;
import dev.plumbline.spf.advice.RecordChange.Unanswered;
import dev.plumbline.spf.advice.RecordChange.Way;
import dev.plumbline.spf.advice.RecordChange.Wish;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordChangeTest {

  private static final DomainName DOMAIN = DomainName.of("gull.example");

  private final FakeDns dns = new FakeDns();

  @Test
  void a_sender_is_put_before_what_settles_the_rest_and_other_texts_stay() {
    dns.txt("gull.example", "v=spf1 ip4:192.0.2.1 exp=why.gull.example ~all", "other text");
    Found found = found(wish("one", 5, address("192.0.2.7")));
    assertThat(found.before()).isEqualTo("v=spf1 ip4:192.0.2.1 exp=why.gull.example ~all");
    assertThat(found.after())
        .isEqualTo("v=spf1 ip4:192.0.2.1 ip4:192.0.2.7 exp=why.gull.example ~all");
    assertThat(found.granted())
        .extracting(Granted::added, Granted::lookups, Granted::voidLookups)
        .containsExactly(tuple(List.of("ip4:192.0.2.7"), 0, 0));
    assertThat(found.mends()).isNull();
    assertThat(found.octets()).isBetween(100, 200);
  }

  @Test
  void a_domain_without_a_record_gets_one() {
    Found found = found(wish("one", 5, address("2001:db8::7")));
    assertThat(found.before()).isNull();
    assertThat(found.after()).isEqualTo("v=spf1 ip6:2001:db8::7 ~all");
  }

  @Test
  void the_first_way_that_does_is_taken() {
    dns.txt("gull.example", "v=spf1 -all").txt("spf.mews.example", "v=spf1 ip4:192.0.2.0/28 -all");
    Set<InetAddress> both = ips("192.0.2.7", "192.0.2.8");
    Wish wish =
        new Wish(
            "one",
            5,
            List.of(
                new Way(List.of("include:nothing.example"), both),
                new Way(List.of("include:spf.mews.example"), both),
                new Way(List.of("ip4:192.0.2.7", "ip4:192.0.2.8"), both)));
    Found found = found(wish);
    assertThat(found.after()).isEqualTo("v=spf1 include:spf.mews.example -all");
    assertThat(found.granted().get(0).lookups()).isEqualTo(1);
  }

  @Test
  void a_way_for_more_addresses_may_be_followed_by_one_for_fewer() {
    dns.txt("gull.example", "v=spf1 -all").txt("spf.mews.example", "v=spf1 ip4:192.0.2.8 -all");
    Wish wish =
        new Wish(
            "one",
            5,
            List.of(
                new Way(List.of("include:spf.mews.example"), ips("192.0.2.7", "192.0.2.8")),
                address("192.0.2.7")));
    Found found = found(wish);
    assertThat(found.after()).isEqualTo("v=spf1 ip4:192.0.2.7 -all");
    assertThat(found.granted().get(0).way().mustPass()).isEqualTo(ips("192.0.2.7"));
  }

  @Test
  void a_change_that_loses_somebody_is_none() {
    StringBuilder record = new StringBuilder("v=spf1");
    for (int i = 0; i < 9; i++) {
      dns.txt("s" + i + ".example", "v=spf1 ip4:198.51.100." + i + " -all");
      record.append(" include:s").append(i).append(".example");
    }
    dns.txt("gull.example", record.append(" redirect=rest.example").toString());
    dns.txt("rest.example", "v=spf1 ip4:203.0.113.9 -all");
    dns.txt("new.example", "v=spf1 ip4:192.0.2.7 -all");
    Wish wish = wish("one", 5, new Way(List.of("include:new.example"), ips("192.0.2.7")));
    assertThat(find(Traffic.NONE, wish)).isInstanceOf(Found.class);
    assertThat(find(new Traffic(ips("198.51.100.3"), Set.of()), wish)).isInstanceOf(Found.class);
    assertThat(find(new Traffic(ips("203.0.113.9"), Set.of()), wish))
        .as("redirect would be the eleventh lookup")
        .isInstanceOf(Nothing.class);
  }

  @Test
  void a_change_beyond_the_limit_is_none() {
    StringBuilder record = new StringBuilder("v=spf1");
    for (int i = 0; i < 10; i++) {
      dns.txt("s" + i + ".example", "v=spf1 ip4:198.51.100." + i + " -all");
      record.append(" include:s").append(i).append(".example");
    }
    dns.txt("gull.example", record.append(" ?all").toString());
    dns.txt("new.example", "v=spf1 ip4:192.0.2.7 -all");
    Way including = new Way(List.of("include:new.example"), ips("192.0.2.7"));
    assertThat(find(Traffic.NONE, wish("one", 5, including))).isInstanceOf(Nothing.class);
    assertThat(found(new Wish("one", 5, List.of(including, address("192.0.2.7")))).after())
        .endsWith("include:s9.example ip4:192.0.2.7 ?all");
  }

  @Test
  void whoever_fails_already_cannot_be_lost() {
    dns.txt("gull.example", "v=spf1 ip4:192.0.2.1 -all");
    Traffic stale = new Traffic(ips("198.51.100.9"), Set.of());
    assertThat(find(stale, wish("one", 5, address("192.0.2.7")))).isInstanceOf(Found.class);
  }

  @Test
  void of_whom_dns_says_nothing_now_nobody_is_risked() {
    dns.txt("gull.example", "v=spf1 ip4:192.0.2.1 include:silent.example -all");
    dns.fail("silent.example", "TXT");
    Way first = new Way(List.of("-ip4:203.0.113.1", "ip4:192.0.2.7"), ips("192.0.2.7"));
    Traffic byTheSilent = new Traffic(ips("198.51.100.9"), Set.of());
    assertThat(find(byTheSilent, new Wish("one", 5, List.of(first)))).isInstanceOf(Nothing.class);
  }

  @Test
  void several_wishes_become_one_record() {
    dns.txt("gull.example", "v=spf1 mx ~all").txt("spf.mews.example", "v=spf1 ip4:192.0.2.9 -all");
    Found found =
        found(
            wish("small", 5, address("192.0.2.7")),
            wish("large", 50, new Way(List.of("include:spf.mews.example"), ips("192.0.2.9"))),
            wish("the same", 4, address("192.0.2.7")));
    assertThat(found.after()).isEqualTo("v=spf1 mx include:spf.mews.example ip4:192.0.2.7 ~all");
    assertThat(found.granted())
        .extracting(one -> one.wish().whom(), Granted::added)
        .containsExactly(
            tuple("large", List.of("include:spf.mews.example")),
            tuple("small", List.of("ip4:192.0.2.7")),
            tuple("the same", List.of()));
    assertThat(found.refused()).isEmpty();
  }

  @Test
  void where_not_all_fits_the_most_messages_are_kept() {
    StringBuilder record = new StringBuilder("v=spf1");
    for (int i = 0; i < 8; i++) {
      dns.txt("s" + i + ".example", "v=spf1 ip4:198.51.100." + i + " -all");
      record.append(" include:s").append(i).append(".example");
    }
    dns.txt("gull.example", record.append(" -all").toString());
    dns.txt("two.example", "v=spf1 include:below.example -all");
    dns.txt("below.example", "v=spf1 ip4:192.0.2.1 -all");
    dns.txt("a.example", "v=spf1 ip4:192.0.2.2 -all");
    dns.txt("b.example", "v=spf1 ip4:192.0.2.3 -all");
    Wish two = wish("two", 10, new Way(List.of("include:two.example"), ips("192.0.2.1")));
    Wish a = wish("a", 8, new Way(List.of("include:a.example"), ips("192.0.2.2")));
    Wish b = wish("b", 7, new Way(List.of("include:b.example"), ips("192.0.2.3")));
    Wish never = wish("never", 99, new Way(List.of("include:none.example"), ips("192.0.2.4")));
    Found found = found(two, a, b, never);
    assertThat(found.granted()).extracting(one -> one.wish().whom()).containsExactly("a", "b");
    assertThat(found.refused()).containsExactly(new Refused(never, false), new Refused(two, true));
    assertThat(found(two, wish("b", 1, b.ways().get(0))).granted())
        .extracting(one -> one.wish().whom())
        .containsExactly("two");
  }

  @Test
  void a_broken_record_is_mended_and_may_be_enough_then() {
    dns.txt("gull.example", "v=spf1 ipv4:192.0.2.1 ip4:192.0.2.7 ~all");
    Found found = found(wish("one", 5, address("192.0.2.7")), wish("two", 4, address("192.0.2.9")));
    assertThat(found.after()).isEqualTo("v=spf1 ip4:192.0.2.1 ip4:192.0.2.7 ip4:192.0.2.9 ~all");
    assertThat(found.mends()).contains("ipv4");
    assertThat(found.granted())
        .extracting(Granted::added)
        .containsExactly(List.of(), List.of("ip4:192.0.2.9"));
  }

  @Test
  void includes_that_nobody_uses_leave_a_record_over_the_limit_however_they_are_written() {
    StringBuilder record = new StringBuilder("v=spf1");
    for (int i = 0; i < 11; i++) {
      dns.txt("s" + i + ".example", "v=spf1 ip4:198.51.100." + i + " -all");
      record.append(i % 2 == 0 ? " +include:s" : " INCLUDE:s").append(i).append(".example");
    }
    dns.txt("gull.example", record + " include:used.example -all");
    dns.txt("used.example", "v=spf1 ip4:192.0.2.7 -all");
    Wish wish = wish("one", 5, address("192.0.2.7"));
    assertThat(found(wish).after()).isEqualTo("v=spf1 include:used.example -all");
    Traffic seen = new Traffic(Set.of(), ips("198.51.100.3"));
    assertThat(((Found) find(seen, wish)).after())
        .isEqualTo("v=spf1 include:s3.example include:used.example -all");
  }

  @Test
  void several_records_and_silence_are_told_apart() {
    Wish wish = wish("one", 5, address("192.0.2.7"));
    dns.txt("gull.example", "v=spf1 ip4:192.0.2.7 ~all", "v=spf1 ip4:192.0.2.1 -all");
    assertThat(find(Traffic.NONE, wish))
        .isInstanceOfSatisfying(
            Several.class,
            several ->
                assertThat(several.joined()).isEqualTo("v=spf1 ip4:192.0.2.7 ip4:192.0.2.1 ~all"));
    dns.fail("gull.example", "TXT");
    assertThat(find(Traffic.NONE, wish)).isInstanceOf(Unanswered.class);
  }

  @Test
  void the_senders_of_a_record_are_its_passing_terms() {
    assertThat(
            RecordChange.senders(
                "v=spf1 +mx include:a.example -ip4:192.0.2.1 ?a exp=x.example foo=bar +all"))
        .containsExactly("+mx", "include:a.example");
    assertThat(RecordChange.senders("no record")).isEmpty();
  }

  private Found found(Wish... wishes) {
    Result result = find(Traffic.NONE, wishes);
    assertThat(result).isInstanceOf(Found.class);
    return (Found) result;
  }

  private Result find(Traffic traffic, Wish... wishes) {
    return RecordChange.find(dns, DOMAIN, List.of(wishes), traffic);
  }

  private static Wish wish(String whom, long messages, Way way) {
    return new Wish(whom, messages, List.of(way));
  }

  private static Way address(String ip) {
    return new Way(List.of((ip.contains(":") ? "ip6:" : "ip4:") + ip), ips(ip));
  }

  private static Set<InetAddress> ips(String... all) {
    return Stream.of(all)
        .map(ip -> IpAddresses.parse(ip).orElseThrow())
        .collect(Collectors.toSet());
  }
}
