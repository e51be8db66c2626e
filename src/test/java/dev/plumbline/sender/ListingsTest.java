package dev.plumbline.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceFacts.Now;
import dev.plumbline.standing.SourceFacts.SpfNow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a record that lists an address tells of who sends from it. */
class ListingsTest {

  private static final DomainName GULL = DomainName.of("gull.example");
  private static final Instant CHECKED = Instant.parse("2026-11-20T06:00:00Z");
  private static final LocalDate DAY = LocalDate.of(2026, 11, 1);

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @CsvSource({
    "192.0.2.7, spf.mailer.example, true",
    "192.0.2.7, _spf.gull.example, false",
    "192.0.2.7, gull.example.mailer.example, false",
    "192.0.2.7, x.gull.example.mailer.example, false",
    "192.0.2.7, seagull.example.mailer.example, true",
    "192.0.2.7, 192.0.2.7._spf.mailer.example, false",
    "192.0.2.7, ip.192.0.2.7._spf.mailer.example, false",
    "192.0.2.7, 7.2.0.192._spf.mailer.example, false",
    "192.0.2.7, 192.0.2.77._spf.mailer.example, true",
    "192.0.2.7, 4192.0.2.7._spf.mailer.example, true",
    "2001:db8::7,"
        + " 2.0.0.1.0.d.b.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.7._spf.mailer.example,"
        + " false",
    "2001:db8::7,"
        + " 7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2._spf.mailer.example,"
        + " false",
    "2001:db8::7,"
        + " 8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2._spf.mailer.example,"
        + " true",
  })
  void a_name_made_of_the_address_or_of_ours_does_not_tell_who_sends(
      String ip, String name, boolean foreign) {
    SpfNow spf = spf(true, SpfResult.PASS, "gull.example", name);
    assertThat(listings(ip, false, spf).foreign(spf))
        .isEqualTo(foreign ? List.of(name) : List.of());
  }

  @Test
  void a_term_of_its_own_lists_an_address() {
    assertThat(direct(false, spf(true, SpfResult.PASS, "gull.example")))
        .isEqualTo("The SPF record of gull.example lists its addresses by terms of their own.");
    assertThat(direct(false, spf(true, SpfResult.PASS, "gull.example", "spf.mailer.example")))
        .isNull();
    assertThat(direct(false, spf(true, SpfResult.FAIL, "gull.example"))).isNull();
    assertThat(direct(false, spf(false, SpfResult.PASS, "mailer.example"))).isNull();
  }

  @Test
  void so_does_an_earlier_record() {
    assertThat(direct(true, spf(true, SpfResult.FAIL, "gull.example")))
        .isEqualTo("An earlier SPF record of gull.example listed its addresses.");
    assertThat(direct(false)).isNull();
  }

  private static String direct(boolean earlier, SpfNow... spf) {
    return listings("192.0.2.7", earlier, spf).direct().orElse(null);
  }

  private static Listings listings(String ip, boolean earlier, SpfNow... spf) {
    return new Listings(
        new SourceFacts(
            IpAddresses.parse(ip).orElseThrow(),
            1,
            0,
            0,
            0,
            0,
            1,
            DAY,
            DAY,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            false,
            new Now(CHECKED, List.of(spf), List.of(), null, earlier, null)),
        GULL);
  }

  private static SpfNow spf(boolean aligned, SpfResult result, String... path) {
    return new SpfNow(
        path[0],
        result,
        "ip4:192.0.2.7",
        List.of(path),
        1,
        0,
        null,
        aligned,
        CHECKED,
        CHECKED,
        null,
        null,
        null);
  }
}
