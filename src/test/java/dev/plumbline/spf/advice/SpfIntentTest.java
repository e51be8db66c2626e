package dev.plumbline.spf.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.IpAddresses;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpfIntentTest {

  private static final String DOMAIN = "gull.example";

  private final FakeDns dns = new FakeDns();

  @Test
  void a_term_that_nobody_can_read_costs_the_others_nothing() {
    dns.txt(DOMAIN, "v=spf1 ipv5:192.0.2.1 ip4:192.0.2.7 -all");
    assertThat(listing("192.0.2.7")).hasValue("ip4:192.0.2.7");
    assertThat(listing("192.0.2.8")).isEmpty();
  }

  @Test
  void a_mistyped_term_is_taken_as_it_was_meant() {
    dns.txt(DOMAIN, "v=spf1 ipv4:192.0.2.7 ip4: 198.51.100.3 -all");
    assertThat(listing("192.0.2.7")).hasValue("ip4:192.0.2.7");
    assertThat(listing("198.51.100.3")).hasValue("ip4:198.51.100.3");
  }

  @Test
  void every_one_of_several_records_counts() {
    dns.txt(DOMAIN, "v=spf1 ip4:192.0.2.7 -all", "v=spf1 a:out.gull.example ~all", "hello");
    dns.a("out." + DOMAIN, "192.0.2.8");
    assertThat(listing("192.0.2.7")).hasValue("ip4:192.0.2.7");
    assertThat(listing("192.0.2.8")).hasValue("a:out.gull.example");
    assertThat(listing("192.0.2.9")).isEmpty();
  }

  @Test
  void terms_behind_the_lookup_limit_count() {
    StringBuilder record = new StringBuilder("v=spf1");
    for (int i = 0; i < 14; i++) {
      dns.txt("spf" + i + ".example", "v=spf1 ip4:198.51.100." + i + " -all");
      record.append(" include:spf").append(i).append(".example");
    }
    dns.txt(DOMAIN, record + " include:gone.example mx -all");
    dns.mx(DOMAIN, 10, "mx." + DOMAIN).a("mx." + DOMAIN, "192.0.2.7");
    assertThat(listing("198.51.100.13")).hasValue("include:spf13.example");
    assertThat(listing("192.0.2.7")).hasValue("mx");
    assertThat(listing("198.51.100.14")).isEmpty();
  }

  @Test
  void an_address_that_is_sent_away_first_is_not_named() {
    dns.txt(DOMAIN, "v=spf1 -ip4:192.0.2.7 ip4:192.0.2.0/24 ip4:x all");
    assertThat(listing("192.0.2.7")).isEmpty();
    assertThat(listing("192.0.2.8")).hasValue("ip4:192.0.2.0/24");
    assertThat(listing("203.0.113.1")).as("all names nobody").isEmpty();
  }

  @Test
  void a_redirect_counts_and_what_depends_on_the_message_does_not() {
    dns.txt(DOMAIN, "v=spf1 exists:%{i}.list.example ptr ip4:x redirect=other.example");
    dns.txt("other.example", "v=spf1 ip6:2001:db8::/32 -all");
    assertThat(listing("2001:db8::7")).hasValue("redirect=other.example");
    assertThat(listing("192.0.2.7")).isEmpty();
  }

  private Optional<String> listing(String ip) {
    return SpfIntent.of(dns, DomainName.of(DOMAIN)).listing(IpAddresses.parse(ip).orElseThrow());
  }
}
