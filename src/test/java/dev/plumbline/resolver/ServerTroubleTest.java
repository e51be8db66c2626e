package dev.plumbline.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.resolver.LoopbackDnsServer.Behaviour;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Several servers, large answers, and the age of what comes from the cache. */
class ServerTroubleTest {

  private static final DomainName NAME = DomainName.of("t.example.org");

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void server_that_fails_is_passed_over_for_the_next() throws IOException {
    for (int rcode : List.of(Rcode.SERVFAIL, Rcode.REFUSED)) {
      try (LoopbackDnsServer bad = new LoopbackDnsServer();
          LoopbackDnsServer good = new LoopbackDnsServer()) {
        bad.on("t.example.org.", Type.TXT, rcode, Behaviour.ANSWER);
        good.on("t.example.org.", Type.TXT, "t.example.org. 300 TXT \"here\"");
        DnsResolver dns = resolver(bad.address(), good.address());
        assertThat(dns.txt(NAME).values()).containsExactly("here");
        assertThat(bad.asked()).hasSize(1);
      }
    }
  }

  @Test
  void missing_name_is_an_answer_and_the_next_server_is_not_asked() throws IOException {
    try (LoopbackDnsServer first = new LoopbackDnsServer();
        LoopbackDnsServer second = new LoopbackDnsServer()) {
      first.on(
          "t.example.org.",
          Type.TXT,
          Rcode.NXDOMAIN,
          Behaviour.ANSWER,
          "example.org. 600 SOA ns.example.org. admin.example.org. 1 3600 600 86400 60");
      assertThat(resolver(first.address(), second.address()).txt(NAME))
          .isInstanceOf(DnsAnswer.NoSuchDomain.class);
      assertThat(second.asked()).isEmpty();
    }
  }

  @Test
  void server_that_denies_the_root_is_not_believed_that_a_name_does_not_exist() throws IOException {
    try (LoopbackDnsServer broken = new LoopbackDnsServer();
        LoopbackDnsServer good = new LoopbackDnsServer()) {
      for (String name : List.of("t.example.org.", ".")) {
        int type = name.equals(".") ? Type.NS : Type.TXT;
        broken.on(name, type, Rcode.NXDOMAIN, Behaviour.ANSWER);
      }
      good.on("t.example.org.", Type.TXT, "t.example.org. 300 TXT \"here\"");
      DnsAnswer<String> alone = resolver(broken.address()).txt(NAME);
      assertThat(alone).isInstanceOf(DnsAnswer.Failed.class);
      assertThat(((DnsAnswer.Failed<String>) alone).reason())
          .contains("says of every name that it does not exist, even of the root");
      assertThat(resolver(broken.address(), good.address()).txt(NAME).values())
          .as("the next one is asked")
          .containsExactly("here");
    }
  }

  @Test
  void server_that_knows_the_root_is_asked_for_it_once_for_many_missing_names() throws IOException {
    try (LoopbackDnsServer server = new LoopbackDnsServer()) {
      server.on(".", Type.NS, ". 3600 NS a.root-servers.net.");
      DnsResolver dns = resolver(server.address());
      for (int i = 0; i < 3; i++) {
        server.on("n" + i + ".example.org.", Type.TXT, Rcode.NXDOMAIN, Behaviour.ANSWER);
        assertThat(dns.txt(DomainName.of("n" + i + ".example.org")))
            .isInstanceOf(DnsAnswer.NoSuchDomain.class);
      }
      assertThat(server.asked()).filteredOn("udp NS ."::equals).hasSize(1);
    }
  }

  @Test
  void server_that_has_an_address_for_every_name_is_not_believed_that_one_exists()
      throws IOException {
    try (LoopbackDnsServer portal = new LoopbackDnsServer();
        LoopbackDnsServer good = new LoopbackDnsServer()) {
      for (String name : List.of("t.example.org.", LoopbackDnsServer.NOBODYS)) {
        portal.on(name, Type.A, name + " 60 A 192.0.2.1");
        portal.on(name, Type.TXT);
      }
      good.on("t.example.org.", Type.TXT, "t.example.org. 300 TXT \"here\"");
      good.on("t.example.org.", Type.A, Rcode.NXDOMAIN, Behaviour.ANSWER);
      DnsResolver alone = resolver(portal.address());
      for (DnsAnswer<?> answer : List.of(alone.txt(NAME), alone.a(NAME))) {
        assertThat(answer).isInstanceOf(DnsAnswer.Failed.class);
        assertThat(((DnsAnswer.Failed<?>) answer).reason())
            .contains("has an address for every name, even for one that cannot exist");
      }
      DnsResolver both = resolver(portal.address(), good.address());
      assertThat(both.txt(NAME).values()).as("the next one is asked").containsExactly("here");
      assertThat(both.a(NAME)).isInstanceOf(DnsAnswer.NoSuchDomain.class);
    }
  }

  @Test
  void server_that_makes_up_addresses_alone_is_believed_about_records_of_other_types()
      throws IOException {
    try (LoopbackDnsServer server = new LoopbackDnsServer()) {
      server.on(LoopbackDnsServer.NOBODYS, Type.A, LoopbackDnsServer.NOBODYS + " 60 A 192.0.2.1");
      server.on(LoopbackDnsServer.NOBODYS, Type.TXT, Rcode.NXDOMAIN, Behaviour.ANSWER);
      server.on("t.example.org.", Type.TXT, "t.example.org. 300 TXT \"here\"");
      server.on("t.example.org.", Type.A, "t.example.org. 300 A 192.0.2.1");
      DnsResolver dns = resolver(server.address());
      assertThat(dns.txt(NAME).values()).containsExactly("here");
      assertThat(dns.a(NAME)).isInstanceOf(DnsAnswer.Failed.class);
    }
  }

  @Test
  void wildcard_of_a_domain_is_believed_and_its_server_tried_once() throws IOException {
    for (int rcode : List.of(Rcode.NXDOMAIN, Rcode.NOERROR, Rcode.REFUSED)) {
      try (LoopbackDnsServer server = new LoopbackDnsServer()) {
        server.on(LoopbackDnsServer.NOBODYS, Type.A, rcode, Behaviour.ANSWER);
        DnsResolver dns = resolver(server.address());
        for (int i = 0; i < 3; i++) {
          String name = "anything" + i + ".example.org";
          server.on(name + ".", Type.A, name + ". 300 A 192.0.2.7");
          assertThat(dns.a(DomainName.of(name)).values()).hasSize(1);
        }
        assertThat(server.tried()).containsExactly("udp A " + LoopbackDnsServer.NOBODYS);
      }
    }
  }

  @Test
  void record_of_many_strings_too_large_for_udp_comes_whole_over_tcp() throws IOException {
    String part = "x".repeat(255);
    String record = "t.example.org. 300 TXT" + (" \"" + part + "\"").repeat(40);
    try (LoopbackDnsServer server = new LoopbackDnsServer()) {
      server.on("t.example.org.", Type.TXT, Rcode.NOERROR, Behaviour.TRUNCATE, record);
      assertThat(resolver(server.address()).txt(NAME).values()).containsExactly(part.repeat(40));
      assertThat(server.asked())
          .containsExactly("udp TXT t.example.org.", "tcp TXT t.example.org.");
    }
  }

  @Test
  void age_is_that_of_the_oldest_answer_of_a_chain() throws IOException {
    try (LoopbackDnsServer server = new LoopbackDnsServer()) {
      server.on("t.example.org.", Type.TXT, "t.example.org. 300 CNAME u.example.org.");
      server.on("u.example.org.", Type.TXT, "u.example.org. 20 TXT \"end\"");
      DnsResolver dns = resolver(server.address());
      assertThat(dns.txt(NAME).age()).isZero();
      nanos.addAndGet(Duration.ofSeconds(30).toNanos());
      // The end of the chain has run out and is asked again; its beginning has not.
      assertThat(dns.txt(NAME))
          .isEqualTo(
              new DnsAnswer.Found<>(
                  List.of("end"), Duration.ofSeconds(20), Duration.ofSeconds(30)));
      assertThat(server.asked()).hasSize(3);
    }
  }

  @Test
  void failure_kept_for_a_moment_has_an_age_too() throws IOException {
    try (LoopbackDnsServer server = new LoopbackDnsServer()) {
      server.on("t.example.org.", Type.TXT, Rcode.SERVFAIL, Behaviour.ANSWER);
      DnsResolver dns = resolver(server.address());
      dns.txt(NAME);
      nanos.addAndGet(Duration.ofSeconds(3).toNanos());
      assertThat(dns.txt(NAME).age()).isEqualTo(Duration.ofSeconds(3));
      assertThat(dns.txt(NAME).ttl()).isZero();
    }
  }

  private DnsResolver resolver(InetSocketAddress... servers) {
    return DnsResolver.create(
        new ResolverSettings(List.of(servers), Duration.ofSeconds(2), 0, null, 100), nanos::get);
  }
}
