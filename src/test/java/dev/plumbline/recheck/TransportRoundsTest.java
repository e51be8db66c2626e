package dev.plumbline.recheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.mailpolicy.PolicyFiles;
import dev.plumbline.standing.transport.Published;
import dev.plumbline.standing.transport.Published.State;
import org.junit.jupiter.api.Test;

class TransportRoundsTest {

  private static final DomainName DOMAIN = DomainName.of("transport.example");

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

  @Test
  void policy_servers_and_records_are_found() {
    dns.txt("_mta-sts.transport.example", "v=STSv1; id=20261101")
        .txt("_smtp._tls.transport.example", "v=TLSRPTv1; rua=mailto:tls@transport.example")
        .tlsa("_25._tcp.mx1.transport.example", "3 1 1 00ff");

    Published published = TransportRounds.ask(dns, file("testing"), DOMAIN);

    assertThat(published.stsState()).isEqualTo(State.THERE);
    assertThat(published.mode()).isEqualTo("testing");
    assertThat(published.hosts()).containsExactly("mx1.transport.example", "mx2.elsewhere.example");
    assertThat(published.uncovered()).containsExactly("mx2.elsewhere.example");
    assertThat(published.tlsRptState()).isEqualTo(State.THERE);
    assertThat(published.tlsa()).containsExactly("mx1.transport.example");
  }

  @Test
  void what_is_not_published_is_known_to_be_missing() {
    Published published = TransportRounds.ask(dns, PolicyFiles.offline(), DOMAIN);

    assertThat(published.stsState()).isEqualTo(State.NONE);
    assertThat(published.tlsRptState()).isEqualTo(State.NONE);
    assertThat(published.tlsaState()).isEqualTo(State.NONE);
    assertThat(published.mode()).isNull();
  }

  @Test
  void a_policy_file_that_nobody_fetched_is_not_known() {
    dns.txt("_mta-sts.transport.example", "v=STSv1; id=20261101");
    assertThat(TransportRounds.ask(dns, PolicyFiles.offline(), DOMAIN).stsState())
        .isEqualTo(State.UNKNOWN);
  }

  @Test
  void what_dns_does_not_answer_is_not_known() {
    FakeDns down =
        new FakeDns()
            .fail("transport.example", "MX")
            .fail("_mta-sts.transport.example", "TXT")
            .fail("_smtp._tls.transport.example", "TXT");
    Published published = TransportRounds.ask(down, PolicyFiles.offline(), DOMAIN);

    assertThat(published.stsState()).isEqualTo(State.UNKNOWN);
    assertThat(published.hostState()).isEqualTo(State.UNKNOWN);
    assertThat(published.tlsRptState()).isEqualTo(State.UNKNOWN);
    assertThat(published.tlsaState()).isEqualTo(State.UNKNOWN);
  }
}
