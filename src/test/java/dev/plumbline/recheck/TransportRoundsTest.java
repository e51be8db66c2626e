package dev.plumbline.recheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.mailpolicy.MailServers;
import dev.plumbline.mailpolicy.PolicyFiles;
import dev.plumbline.standing.transport.Published;
import dev.plumbline.standing.transport.Published.State;
import dev.plumbline.standing.transport.ServerNow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransportRoundsTest {

  private static final DomainName DOMAIN = DomainName.of("transport.example");

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private final FakeDns dns =
      new FakeDns()
          .mx("transport.example", 10, "mx1.transport.example")
          .mx("transport.example", 20, "mx2.elsewhere.example")
          .a("mx1.transport.example", "192.0.2.1")
          .a("mx2.elsewhere.example", "192.0.2.2");

  private static PolicyFiles file(String mode) {
    return domain ->
        new PolicyFiles.File(
            "https://mta-sts.transport.example/.well-known/mta-sts.txt",
            "version: STSv1\r\nmode: "
                + mode
                + "\r\nmx: *.transport.example\r\nmax_age: 604800\r\n",
            "text/plain");
  }

  private static Published ask(Dns dns, PolicyFiles files) {
    return TransportRounds.ask(dns, files, MailServers.offline(), DOMAIN, NOW);
  }

  @Test
  void policy_servers_and_records_are_found() {
    dns.txt("_mta-sts.transport.example", "v=STSv1; id=20261101")
        .txt("_smtp._tls.transport.example", "v=TLSRPTv1; rua=mailto:tls@transport.example")
        .tlsa("_25._tcp.mx1.transport.example", "3 1 1 00ff");

    Published published = ask(dns, file("testing"));

    assertThat(published.stsState()).isEqualTo(State.THERE);
    assertThat(published.mode()).isEqualTo("testing");
    assertThat(published.hosts()).containsExactly("mx1.transport.example", "mx2.elsewhere.example");
    assertThat(published.uncovered()).containsExactly("mx2.elsewhere.example");
    assertThat(published.tlsRptState()).isEqualTo(State.THERE);
    assertThat(published.tlsa()).containsExactly("mx1.transport.example");
  }

  @Test
  void what_is_not_published_is_known_to_be_missing() {
    Published published = ask(dns, PolicyFiles.offline());

    assertThat(published.stsState()).isEqualTo(State.NONE);
    assertThat(published.tlsRptState()).isEqualTo(State.NONE);
    assertThat(published.tlsaState()).isEqualTo(State.NONE);
    assertThat(published.mode()).isNull();
  }

  @Test
  void a_policy_file_that_nobody_fetched_is_not_known() {
    dns.txt("_mta-sts.transport.example", "v=STSv1; id=20261101");
    assertThat(ask(dns, PolicyFiles.offline()).stsState()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void what_dns_does_not_answer_is_not_known() {
    FakeDns down =
        new FakeDns()
            .fail("transport.example", "MX")
            .fail("_mta-sts.transport.example", "TXT")
            .fail("_smtp._tls.transport.example", "TXT");
    Published published = ask(down, PolicyFiles.offline());

    assertThat(published.stsState()).isEqualTo(State.UNKNOWN);
    assertThat(published.hostState()).isEqualTo(State.UNKNOWN);
    assertThat(published.tlsRptState()).isEqualTo(State.UNKNOWN);
    assertThat(published.tlsaState()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void servers_are_asked_for_their_certificate() {
    Published published =
        TransportRounds.ask(
            dns, file("enforce"), host -> certificate("*.transport.example"), DOMAIN, NOW);

    assertThat(published.servers())
        .containsExactly(
            new ServerNow(
                "mx1.transport.example",
                ServerNow.State.FITS,
                NOW.plusSeconds(86_400),
                "Its certificate fits now, until 2026-11-29."),
            new ServerNow(
                "mx2.elsewhere.example",
                ServerNow.State.FAILS,
                NOW.plusSeconds(86_400),
                "Its certificate is for *.transport.example."));
  }

  @Test
  void a_server_that_was_not_reached_is_not_known() {
    Published published =
        TransportRounds.ask(
            dns,
            file("enforce"),
            host -> new MailServers.Unreached("it is not reachable on port 25."),
            DOMAIN,
            NOW);

    assertThat(published.servers())
        .extracting(ServerNow::state)
        .containsOnly(ServerNow.State.UNKNOWN)
        .hasSize(2);
  }

  private static MailServers.Certificate certificate(String name) {
    return new MailServers.Certificate(
        List.of(name), NOW.minusSeconds(86_400), NOW.plusSeconds(86_400), true);
  }
}
