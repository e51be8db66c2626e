package dev.plumbline.recheck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.MoreExecutors;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.sender.Catalogue;
import dev.plumbline.spf.SpfTable;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceRecordsTest {

  private static final Instant AT = Instant.parse("2026-11-20T06:00:00Z");

  private final ServiceRecords records = new ServiceRecords(Catalogue.bundled());

  @Test
  void an_address_belongs_to_the_service_that_lists_it_most_directly() throws Exception {
    FakeDns dns =
        new FakeDns()
            .txt("sendgrid.net", "v=spf1 ip4:192.0.2.0/28 -all")
            .txt("mail.zendesk.com", "v=spf1 ip4:198.51.100.0/28 include:sendgrid.net -all");
    assertThat(listing(dns, "192.0.2.7")).hasValue("sendgrid.net");
    assertThat(listing(dns, "198.51.100.7")).hasValue("mail.zendesk.com");
    assertThat(listing(dns, "203.0.113.7")).isEmpty();
  }

  @Test
  void records_of_one_service_agree_and_those_of_several_do_not() throws Exception {
    FakeDns dns =
        new FakeDns()
            .txt("spf1.mailgun.org", "v=spf1 ip4:192.0.2.0/28 -all")
            .txt("spf2.mailgun.org", "v=spf1 ip4:192.0.2.0/24 -all")
            .txt("sendgrid.net", "v=spf1 ip4:192.0.2.128/25 -all");
    assertThat(listing(dns, "192.0.2.7")).hasValue("spf1.mailgun.org");
    assertThat(listing(dns, "192.0.2.200")).as("of two services").isEmpty();
  }

  @Test
  void a_record_that_passes_everybody_says_nothing() throws Exception {
    FakeDns dns =
        new FakeDns()
            .txt("sendgrid.net", "v=spf1 +all")
            .txt("mailgun.org", "v=spf1 ip4:192.0.2.0/28 ?all")
            .txt("spf1.mailgun.org", "v=spf1 ip4:300.1.1.1 -all");
    assertThat(listing(dns, "203.0.113.7")).isEmpty();
    assertThat(listing(dns, "192.0.2.7")).hasValue("mailgun.org");
  }

  @Test
  void records_are_asked_for_once_in_six_hours_and_kept_where_dns_fails() throws Exception {
    FakeDns answering = new FakeDns().txt("sendgrid.net", "v=spf1 ip4:192.0.2.0/28 -all");
    Dns named = named(answering, "one");
    assertThat(records.listing(tables(named, AT), ip("192.0.2.7"))).isPresent();
    int asked = answering.asked().size();
    tables(named, AT.plus(Duration.ofHours(5)));
    assertThat(answering.asked()).hasSize(asked);

    FakeDns silent = new FakeDns().fail("sendgrid.net", "TXT");
    Instant later = AT.plus(Duration.ofHours(25));
    assertThat(records.listing(tables(named(silent, "one"), later), ip("192.0.2.7")))
        .as("what was known stands")
        .isPresent();
    int questions = silent.asked().size();
    tables(named(silent, "one"), later.plus(Duration.ofMinutes(31)));
    assertThat(silent.asked()).as("and is asked for again soon").hasSizeGreaterThan(questions);

    assertThat(records.listing(tables(named(new FakeDns(), "two"), later), ip("192.0.2.7")))
        .as("of another DNS nothing is known")
        .isEmpty();
  }

  @Test
  void a_dns_that_answers_nothing_is_not_asked_for_every_record() throws Exception {
    FakeDns silent = new FakeDns();
    Catalogue.bundled()
        .services()
        .forEach(
            service -> service.recognise().include().forEach(name -> silent.fail(name, "TXT")));
    assertThat(tables(silent, AT)).isEmpty();
    assertThat(silent.asked()).hasSize(32);
  }

  private Optional<String> listing(Dns dns, String ip) throws InterruptedException {
    return records.listing(tables(dns, AT), ip(ip));
  }

  private static java.net.InetAddress ip(String text) {
    return IpAddresses.parse(text).orElseThrow();
  }

  private Map<String, SpfTable> tables(Dns dns, Instant at) throws InterruptedException {
    return records.tables(dns, at, new Workers(MoreExecutors.newDirectExecutorService()));
  }

  /** The same with an origin, so that its answers may be kept. */
  private static Dns named(Dns dns, String origin) {
    return (Dns)
        Proxy.newProxyInstance(
            Dns.class.getClassLoader(),
            new Class<?>[] {Dns.class},
            (proxy, method, arguments) ->
                method.getName().equals("origin") ? origin : method.invoke(dns, arguments));
  }
}
