package dev.plumbline.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.MailExchange;
import dev.plumbline.resolver.LoopbackDnsServer.Behaviour;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class DnsResolverTest {

  private static final String SOA =
      "example.org. 600 SOA ns.example.org. admin.example.org. 1 3600 600 86400 60";

  private final AtomicLong nanos = new AtomicLong();
  private LoopbackDnsServer server;
  private DnsResolver dns;

  @BeforeEach
  void startServer() throws IOException {
    server = new LoopbackDnsServer();
    dns = resolver(List.of(server.address()), Duration.ofMillis(400));
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
  }

  @Test
  void addresses_are_found() throws IOException {
    server.on("a.example.org.", Type.A, "a.example.org. 300 A 192.0.2.1");
    server.on("a.example.org.", Type.AAAA, "a.example.org. 300 AAAA 2001:db8::1");
    assertThat(dns.a(name("a.example.org")))
        .isEqualTo(new DnsAnswer.Found<>(List.of(ip("192.0.2.1")), Duration.ofMinutes(5)));
    assertThat(dns.aaaa(name("a.example.org")).values()).containsExactly(ip("2001:db8::1"));
  }

  @Test
  void strings_of_one_txt_record_are_joined_without_a_space() throws IOException {
    server.on("t.example.org.", Type.TXT, "t.example.org. 300 TXT \"v=spf1 ip4:\" \"192.0.2.1\"");
    assertThat(dns.txt(name("t.example.org")).values()).containsExactly("v=spf1 ip4:192.0.2.1");
  }

  @Test
  void octets_above_127_become_characters_of_the_same_number() throws IOException {
    server.on("t.example.org.", Type.TXT, "t.example.org. 300 TXT \"a\\150z\"");
    assertThat(dns.txt(name("t.example.org")).values()).containsExactly("a\u0096z");
  }

  @Test
  void exchanges_come_by_rising_preference_and_null_mx_is_the_root() throws IOException {
    server.on(
        "m.example.org.",
        Type.MX,
        "m.example.org. 300 MX 20 b.example.org.",
        "m.example.org. 300 MX 10 a.example.org.");
    server.on("null.example.org.", Type.MX, "null.example.org. 300 MX 0 .");
    assertThat(dns.mx(name("m.example.org")).values())
        .extracting(mx -> mx.exchange().toString())
        .containsExactly("a.example.org", "b.example.org");
    assertThat(dns.mx(name("null.example.org")).values())
        .containsExactly(new MailExchange(0, DomainName.ROOT));
  }

  @Test
  void reverse_names_are_asked_in_the_arpa_tree() throws IOException {
    server.on(
        "1.2.0.192.in-addr.arpa.", Type.PTR, "1.2.0.192.in-addr.arpa. 300 PTR mail.example.org.");
    assertThat(dns.ptr(ip("192.0.2.1")).values()).containsExactly(name("mail.example.org"));
  }

  @Test
  void name_that_does_not_exist_is_told_apart_from_a_name_without_records() throws IOException {
    server.on("no.example.org.", Type.A, Rcode.NXDOMAIN, Behaviour.ANSWER, SOA);
    server.on("empty.example.org.", Type.A, Rcode.NOERROR, Behaviour.ANSWER, SOA);
    assertThat(dns.a(name("no.example.org")))
        .isEqualTo(new DnsAnswer.NoSuchDomain<>(Duration.ofMinutes(1)));
    assertThat(dns.a(name("empty.example.org")))
        .isEqualTo(new DnsAnswer.NoData<>(Duration.ofMinutes(1)));
  }

  @Test
  void truncated_answer_is_asked_again_over_tcp() throws IOException {
    server.on(
        "big.example.org.",
        Type.TXT,
        Rcode.NOERROR,
        Behaviour.TRUNCATE,
        "big.example.org. 300 TXT \"whole\"");
    assertThat(dns.txt(name("big.example.org")).values()).containsExactly("whole");
    assertThat(server.asked())
        .containsExactly("udp TXT big.example.org.", "tcp TXT big.example.org.");
  }

  @Test
  void an_answer_too_large_for_dns_is_a_failure_and_never_no_record() throws IOException {
    server.on("huge.example.org.", Type.TXT, Rcode.NOERROR, Behaviour.TOO_LARGE);
    assertThat(failure(dns.txt(name("huge.example.org"))))
        .contains("TXT huge.example.org", "cut its answer short", "too large");
  }

  @Test
  void server_failure_is_a_value_that_names_the_server() throws IOException {
    server.on("bad.example.org.", Type.A, Rcode.SERVFAIL, Behaviour.ANSWER);
    assertThat(failure(dns.a(name("bad.example.org"))))
        .contains("A bad.example.org", "SERVFAIL", "127.0.0.1");
    assertThat(failure(dns.a(name("refused.example.org")))).contains("REFUSED");
  }

  @Test
  void silence_is_a_failure_after_time_out_and_retry() throws IOException {
    server.on("mute.example.org.", Type.A, Rcode.NOERROR, Behaviour.SILENT);
    assertThat(failure(dns.a(name("mute.example.org")))).contains("did not answer within 400 ms");
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void failure_is_forgotten_after_some_seconds() throws IOException {
    server.on("bad.example.org.", Type.A, Rcode.SERVFAIL, Behaviour.ANSWER);
    assertThat(dns.a(name("bad.example.org"))).isInstanceOf(DnsAnswer.Failed.class);
    server.on("bad.example.org.", Type.A, "bad.example.org. 300 A 192.0.2.1");
    nanos.addAndGet(Duration.ofSeconds(6).toNanos());
    assertThat(dns.a(name("bad.example.org"))).isInstanceOf(DnsAnswer.Found.class);
  }

  @Test
  void dead_first_server_is_passed_over_and_then_asked_last() throws IOException {
    InetSocketAddress dead;
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      dead = new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
      server.on("a.example.org.", Type.A, "a.example.org. 300 A 192.0.2.1");
      server.on("b.example.org.", Type.A, "b.example.org. 300 A 192.0.2.2");
      DnsResolver two = resolver(List.of(dead, server.address()), Duration.ofMillis(500));
      assertThat(two.a(name("a.example.org")).values()).containsExactly(ip("192.0.2.1"));
      long before = System.nanoTime();
      assertThat(two.a(name("b.example.org")).values()).containsExactly(ip("192.0.2.2"));
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(450));
    }
  }

  @Test
  void chain_of_aliases_in_one_answer_is_followed_with_the_lowest_ttl() throws IOException {
    server.on(
        "www.example.org.",
        Type.A,
        "www.example.org. 300 CNAME web.example.org.",
        "web.example.org. 20 CNAME host.example.org.",
        "host.example.org. 100 A 192.0.2.1");
    assertThat(dns.a(name("www.example.org")))
        .isEqualTo(new DnsAnswer.Found<>(List.of(ip("192.0.2.1")), Duration.ofSeconds(20)));
  }

  @Test
  void chain_the_server_does_not_follow_is_followed_by_asking_again() throws IOException {
    server.on("www.example.org.", Type.A, "www.example.org. 300 CNAME web.example.org.");
    server.on("web.example.org.", Type.A, "web.example.org. 300 A 192.0.2.1");
    assertThat(dns.a(name("www.example.org")).values()).containsExactly(ip("192.0.2.1"));
  }

  @Test
  void alias_to_a_missing_name_is_no_such_domain() throws IOException {
    server.on(
        "www.example.org.",
        Type.A,
        Rcode.NXDOMAIN,
        Behaviour.ANSWER,
        "www.example.org. 300 CNAME gone.example.org.",
        SOA);
    assertThat(dns.a(name("www.example.org"))).isInstanceOf(DnsAnswer.NoSuchDomain.class);
  }

  @Test
  void loop_of_aliases_is_a_failure() throws IOException {
    server.on("x.example.org.", Type.A, "x.example.org. 300 CNAME y.example.org.");
    server.on("y.example.org.", Type.A, "y.example.org. 300 CNAME x.example.org.");
    server.on(
        "z.example.org.",
        Type.A,
        "z.example.org. 300 CNAME w.example.org.",
        "w.example.org. 300 CNAME z.example.org.");
    assertThat(failure(dns.a(name("x.example.org")))).contains("loop");
    assertThat(failure(dns.a(name("z.example.org")))).contains("loop");
  }

  @Test
  void answer_is_kept_for_its_ttl_and_no_longer() throws IOException {
    server.on("a.example.org.", Type.A, "a.example.org. 100 A 192.0.2.1");
    dns.a(name("a.example.org"));
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(dns.a(name("A.EXAMPLE.org")))
        .isEqualTo(
            new DnsAnswer.Found<>(
                List.of(ip("192.0.2.1")), Duration.ofSeconds(40), Duration.ofMinutes(1)));
    assertThat(server.asked()).hasSize(1);
    nanos.addAndGet(Duration.ofSeconds(41).toNanos());
    dns.a(name("a.example.org"));
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void absence_is_kept_as_long_as_the_zone_allows() throws IOException {
    server.on("no.example.org.", Type.A, Rcode.NXDOMAIN, Behaviour.ANSWER, SOA);
    dns.a(name("no.example.org"));
    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    dns.a(name("no.example.org"));
    assertThat(server.asked()).filteredOn(one -> one.contains("no.example")).hasSize(1);
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    dns.a(name("no.example.org"));
    assertThat(server.asked()).filteredOn(one -> one.contains("no.example")).hasSize(2);
  }

  @Test
  void equal_questions_at_the_same_time_share_one_message() throws IOException {
    server.on(
        "slow.example.org.",
        Type.A,
        Rcode.NOERROR,
        Behaviour.SLOW,
        "slow.example.org. 300 A 192.0.2.1");
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<CompletableFuture<DnsAnswer<InetAddress>>> answers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      answers.add(CompletableFuture.supplyAsync(() -> dns.a(name("slow.example.org")), threads));
    }
    assertThat(answers).allSatisfy(a -> assertThat(a.join().values()).hasSize(1));
    assertThat(server.asked()).hasSize(1);
    threads.shutdown();
  }

  @Test
  void names_with_odd_octets_can_be_asked() throws IOException {
    server.on("a\\032b%.c:d.example.org.", Type.A, "a\\032b%.c:d.example.org. 300 A 192.0.2.1");
    assertThat(dns.a(name("a b%.c:d.example.org")).values()).containsExactly(ip("192.0.2.1"));
  }

  private DnsResolver resolver(List<InetSocketAddress> servers, Duration timeout) {
    return DnsResolver.create(new ResolverSettings(servers, timeout, 1, null, 1000), nanos::get);
  }

  private static String failure(DnsAnswer<?> answer) {
    assertThat(answer).isInstanceOf(DnsAnswer.Failed.class);
    return ((DnsAnswer.Failed<?>) answer).reason();
  }

  private static DomainName name(String text) {
    return DomainName.of(text);
  }

  private static InetAddress ip(String text) {
    return IpAddresses.parse(text).orElseThrow();
  }
}
