package dev.plumbline.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.spf.SpfResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

class ZoneOverlayTest {

  private static final String ZONE =
      """
      $ORIGIN shop.example.
      $TTL 1h
      @        IN SOA ns.shop.example. admin.shop.example. 1 3600 600 86400 120
               IN NS  ns
               IN MX  10 mail
               IN TXT "v=spf1 mx " "-all"
      mail     IN A   192.0.2.10
      www      IN CNAME mail
      far      IN CNAME host.elsewhere.example.
      a.b.deep IN A   192.0.2.11
      *.wild   IN A   192.0.2.12
      x.wild   IN TXT "own"
      $ORIGIN 2.0.192.in-addr.arpa.
      @   IN SOA ns.shop.example. admin.shop.example. 1 3600 600 86400 120
      10  IN PTR mail.shop.example.
      $ORIGIN .
      partner.example. 60 IN SOA ns.partner.example. a.partner.example. 1 3600 600 86400 120
      partner.example. 60 IN TXT "v=spf1 ip4:198.51.100.0/24 -all"
      """;

  @TempDir Path folder;
  private final AtomicLong nanos = new AtomicLong();
  private Path file;
  private DnsResolver dns;

  @BeforeEach
  void writeZone() throws IOException {
    file = Files.writeString(folder.resolve("zone"), ZONE);
    dns = offline();
  }

  @Test
  void names_of_the_file_are_answered_from_it() {
    assertThat(dns.txt(name("shop.example")).values()).containsExactly("v=spf1 mx -all");
    assertThat(dns.txt(name("partner.example")))
        .isEqualTo(
            new DnsAnswer.Found<>(
                List.of("v=spf1 ip4:198.51.100.0/24 -all"), Duration.ofMinutes(1)));
    assertThat(dns.ptr(IpAddresses.parse("192.0.2.10").orElseThrow()).values())
        .containsExactly(name("mail.shop.example"));
  }

  @Test
  void aliases_are_followed() {
    assertThat(dns.a(name("www.shop.example")).values()).hasSize(1);
    assertThat(dns.a(name("far.shop.example"))).isInstanceOf(DnsAnswer.NoSuchDomain.class);
  }

  @Test
  void missing_names_and_missing_types_are_told_apart() {
    assertThat(dns.a(name("gone.shop.example")))
        .isEqualTo(new DnsAnswer.NoSuchDomain<>(Duration.ofMinutes(2)));
    assertThat(dns.aaaa(name("mail.shop.example")))
        .isEqualTo(new DnsAnswer.NoData<>(Duration.ofMinutes(2)));
  }

  @Test
  void empty_name_above_others_exists() {
    assertThat(dns.a(name("deep.shop.example"))).isInstanceOf(DnsAnswer.NoData.class);
    assertThat(dns.a(name("b.deep.shop.example"))).isInstanceOf(DnsAnswer.NoData.class);
    assertThat(dns.a(name("c.deep.shop.example"))).isInstanceOf(DnsAnswer.NoSuchDomain.class);
  }

  @Test
  void wildcard_answers_for_names_that_do_not_exist_and_for_no_others() {
    assertThat(dns.a(name("any.wild.shop.example")).values()).hasSize(1);
    assertThat(dns.a(name("any.more.wild.shop.example")).values()).hasSize(1);
    assertThat(dns.a(name("x.wild.shop.example"))).isInstanceOf(DnsAnswer.NoData.class);
    assertThat(dns.a(name("below.x.wild.shop.example"))).isInstanceOf(DnsAnswer.NoSuchDomain.class);
  }

  @Test
  void made_up_names_outside_are_missing_without_servers() {
    assertThat(dns.a(name("elsewhere.example"))).isInstanceOf(DnsAnswer.NoSuchDomain.class);
    assertThat(dns.a(name("myshop.example"))).isInstanceOf(DnsAnswer.NoSuchDomain.class);
    assertThat(dns.ptr(IpAddresses.parse("203.0.113.77").orElseThrow()))
        .isInstanceOf(DnsAnswer.NoSuchDomain.class);
  }

  @Test
  void nothing_is_known_of_real_names_without_servers() {
    assertThat(dns.txt(name("elsewhere.com")))
        .isEqualTo(new DnsAnswer.Failed<>("DNS is switched off (plumbline.dns.servers=none)."));
    assertThat(dns.ptr(IpAddresses.parse("8.8.8.8").orElseThrow()))
        .isInstanceOf(DnsAnswer.Failed.class);
  }

  @Test
  void nothing_at_all_is_known_without_servers_and_without_a_file() {
    DnsResolver off =
        DnsResolver.create(
            ResolverSettings.of(Optional.of("none"), Duration.ofSeconds(1), Optional.empty()),
            nanos::get);
    assertThat(off.txt(name("elsewhere.com"))).isInstanceOf(DnsAnswer.Failed.class);
    assertThat(off.txt(name("elsewhere.example"))).isInstanceOf(DnsAnswer.Failed.class);
  }

  @Test
  void names_outside_go_to_the_servers() throws IOException {
    try (LoopbackDnsServer server = new LoopbackDnsServer()) {
      server.on("host.elsewhere.example.", Type.A, "host.elsewhere.example. 300 A 203.0.113.5");
      DnsResolver online =
          DnsResolver.create(
              new ResolverSettings(List.of(server.address()), Duration.ofSeconds(1), 0, file, 100));
      assertThat(online.a(name("far.shop.example")).values()).hasSize(1);
      assertThat(online.a(name("gone.shop.example"))).isInstanceOf(DnsAnswer.NoSuchDomain.class);
      assertThat(server.asked()).containsExactly("udp A host.elsewhere.example.");
    }
  }

  @Test
  void changed_file_gives_the_new_verdict() throws IOException {
    SpfQuery query =
        SpfQuery.of(IpAddresses.parse("203.0.113.9").orElseThrow(), "a@shop.example", null);
    SpfEvaluator evaluator = new SpfEvaluator(dns);
    assertThat(evaluator.evaluate(query).result()).isEqualTo(SpfResult.FAIL);
    Files.writeString(file, ZONE.replace("v=spf1 mx ", "v=spf1 mx ip4:203.0.113.9 "));
    nanos.addAndGet(ZoneOverlay.LOOK_INTERVAL.toNanos());
    assertThat(evaluator.evaluate(query).result()).isEqualTo(SpfResult.PASS);
  }

  @Test
  void broken_change_leaves_the_last_good_content() throws IOException {
    Files.writeString(file, "$ORIGIN shop.example.\n@ IN NONSENSE\n");
    nanos.addAndGet(ZoneOverlay.LOOK_INTERVAL.toNanos());
    assertThat(dns.txt(name("shop.example")).values()).hasSize(1);
    Files.delete(file);
    nanos.addAndGet(ZoneOverlay.LOOK_INTERVAL.toNanos());
    assertThat(dns.txt(name("shop.example")).values()).hasSize(1);
  }

  @Test
  void broken_file_at_the_start_is_refused_in_one_sentence() throws IOException {
    Files.writeString(file, "@ IN NONSENSE\n");
    assertThatIllegalArgumentException()
        .isThrownBy(this::offline)
        .withMessageStartingWith("plumbline.dns.zone-file: ");
  }

  @Test
  void wrong_settings_are_refused_in_one_sentence() {
    for (String servers :
        List.of("192.0.2.1:0", "192.0.2.1:x", "a b", "[::1", ",", "1:2:3:70000")) {
      assertThatIllegalArgumentException()
          .as(servers)
          .isThrownBy(() -> ResolverSettings.parseServers(servers))
          .withMessageStartingWith("plumbline.dns.servers: ");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ResolverSettings.of(
                    Optional.of("none"),
                    Duration.ofSeconds(1),
                    Optional.of(folder.resolve("missing"))))
        .withMessageContaining("cannot read the file");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResolverSettings.of(Optional.of("none"), Duration.ZERO, Optional.empty()))
        .withMessageContaining("plumbline.dns.timeout");
  }

  @Test
  void servers_are_read_with_and_without_port() {
    assertThat(ResolverSettings.parseServers("192.0.2.1, 192.0.2.2:5353,2001:db8::1,[::1]:54"))
        .extracting(Object::toString)
        .containsExactly(
            "/192.0.2.1:53",
            "/192.0.2.2:5353",
            "/[2001:db8:0:0:0:0:0:1]:53",
            "/[0:0:0:0:0:0:0:1]:54");
    assertThat(ResolverSettings.parseServers("none")).isEmpty();
    assertThat(ResolverSettings.parseServers("")).isNotEmpty();
  }

  private DnsResolver offline() {
    return DnsResolver.create(
        ResolverSettings.of(Optional.of("none"), Duration.ofSeconds(1), Optional.of(file)),
        nanos::get);
  }

  private static DomainName name(String text) {
    return DomainName.of(text);
  }

  @Test
  void a_name_that_the_file_has_without_its_zone_is_unknown_and_never_missing() throws IOException {
    Files.writeString(
        file,
        ZONE
            + "_dmarc.forgotten.example. 60 IN TXT \"v=DMARC1; p=none\"\n"
            + "mail.forgotten.example. 60 IN A 192.0.2.80\n");
    dns = offline();
    for (String asked : List.of("_dmarc.forgotten.example", "forgotten.example")) {
      assertThat(dns.txt(name(asked)))
          .isInstanceOfSatisfying(
              DnsAnswer.Failed.class,
              failed ->
                  assertThat(failed.reason())
                      .contains("_dmarc.forgotten.example", "no SOA record", asked));
    }
    assertThat(dns.txt(name("other.example"))).isInstanceOf(DnsAnswer.NoSuchDomain.class);
  }

  @Test
  void a_file_without_soa_is_refused_since_it_answers_for_nothing() throws IOException {
    Path bare = Files.writeString(folder.resolve("bare.db"), "a.example. 60 IN A 192.0.2.1\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ZoneOverlay(bare, nanos::get))
        .withMessageContaining("no SOA record");
  }
}
