package dev.plumbline.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.verify.Connection.Tls;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNotesTest {

  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final String SEEN = "203.0.113.66";
  private static final String FORGED =
      "Received: from mail.verified.example ([192.0.2.1]) by mx.ours.example;"
          + " Fri, 01 May 2026 11:00:00 +0000\r\n";
  private static final String MAIL = "From: ann@verified.example\r\n\r\nHello\r\n";

  private static Connection read(String from) {
    String received =
        "Received: %s by mx.ours.example with ESMTP; Fri, 01 May 2026 12:00:00 +0000\r\n";
    byte[] mail = (received.formatted(from) + FORGED + MAIL).getBytes(StandardCharsets.ISO_8859_1);
    return ServerNotes.of(mail, Set.of("mx.ours.example"), NOW)
        .map(ServerNotes::connection)
        .orElse(Connection.unknown(NOW));
  }

  private static Optional<String> address(Connection connection) {
    return Optional.ofNullable(connection.ip()).map(IpAddresses::toText);
  }

  /** Postfix, Sendmail, qmail, Exim, Exchange, and our own listener. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "from [192.0.2.1] (unknown [203.0.113.66])",
        "from [127.0.0.1] (unknown [203.0.113.66])",
        "from 192.0.2.1 (unknown [203.0.113.66])",
        "from [10.0.0.5] (host.evil.example [203.0.113.66] (may be forged))",
        "from x.example (ident[10.0.0.5]@host.evil.example [203.0.113.66])",
        "from unknown (HELO [10.0.0.5]) (203.0.113.66)",
        "from [203.0.113.66] (helo=[10.0.0.5])",
        "from [203.0.113.66] (port=4711 helo=[10.0.0.5])",
        "from host.evil.example ([203.0.113.66] helo=[10.0.0.5])",
        "from [10.0.0.5] (203.0.113.66)",
        "from [IPv6:::1] ([203.0.113.66])",
        "from helo ([203.0.113.66])",
        "from helo=[10.0.0.5] ([203.0.113.66])",
        "from x-helo (helo [203.0.113.66])",
        "from by ([203.0.113.66])",
        "from by\r\n ([203.0.113.66])",
        "from x.example (by mx.ours.example [203.0.113.66])"
      })
  void what_a_host_says_of_itself_is_not_the_address_it_came_from(String from) {
    assertThat(address(read(from))).contains(SEEN);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.5, 192.0.2.1",
    "127.0.0.1, 192.0.2.1",
    "IPv6:fd12:3456::9, 192.0.2.1",
    "IPv6:fe80::9, 192.0.2.1",
    "100.64.0.9, 192.0.2.1",
    "100.128.0.9, 100.128.0.9",
    "IPv6:2001:db8::9, 2001:db8::9"
  })
  void field_leads_on_from_ones_own_network_only(String address, String sender) {
    assertThat(address(read("from mx.ours.example ([" + address + "])"))).contains(sender);
  }

  @Test
  void name_of_the_host_is_what_it_said() {
    assertThat(read("from [192.0.2.9] ([203.0.113.66])").helo()).isEqualTo("[192.0.2.9]");
    assertThat(read("from unknown (HELO a.example) (203.0.113.66)").helo()).isEqualTo("a.example");
    assertThat(read("from [203.0.113.66] (helo=a.example)").helo()).isEqualTo("a.example");
    assertThat(read("from by ([203.0.113.66])").helo()).isEqualTo("by");
  }

  @Test
  void names_do_not_tell_that_a_connection_was_encrypted() {
    assertThat(read("from tls1.example (tls1.2.example [203.0.113.66])").tls())
        .isEqualTo(Tls.NOT_USED);
    assertThat(read("from a.example ([203.0.113.66]) (using TLSv1.2 with cipher X)").tlsVersion())
        .isEqualTo("TLSv1.2");
  }
}
