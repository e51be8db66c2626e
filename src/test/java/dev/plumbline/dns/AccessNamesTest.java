package dev.plumbline.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessNamesTest {

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource({
    "host77.dyn.telenova.example, 198.51.100.77, true",
    "p5b0c1d2e.dip0.carrier.example, 203.0.113.9, true",
    "pool-7.city.carrier.example, 203.0.113.9, true",
    "203-0-113-9.carrier.example, 203.0.113.9, true",
    "9.113.0.203.carrier.example, 203.0.113.9, true",
    "static.ip-203.000.113.009.carrier.example, 203.0.113.9, true",
    "cb007109.city.carrier.example, 203.0.113.9, true",
    "dsl3.carrier.example, 203.0.113.9, true",
    "mail.pool.example, 203.0.113.9, false",
    "m113-9.eu.mailgun.example, 203.0.113.9, false",
    "out20.mailer.example, 203.0.113.20, false",
    "host1.dynamic-mailer.example, 203.0.113.20, false",
    "a3.customers.carrier.example, 2001:db8::1, true",
    "mx.carrier.example, 2001:db8::1, false",
  })
  void words_and_the_address_itself_show_an_access_provider(
      String name, String ip, boolean access) {
    assertThat(AccessNames.isAccess(name, IpAddresses.parse(ip).orElseThrow())).isEqualTo(access);
  }
}
