package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAddressTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,192.0.2.1,PLAIN",
    "0.0.0.0,0.0.0.0,PLAIN",
    "192.000.002.010,192.0.2.10,UNUSUAL",
    "[192.0.2.1],192.0.2.1,UNUSUAL",
    "192.0.2.1/32,192.0.2.1,UNUSUAL",
    "192. 0.2.1,192.0.2.1,UNUSUAL",
    "2001:db8::1,2001:db8:0:0:0:0:0:1,PLAIN",
    "2001:DB8:1:2:3:4:5:6,2001:db8:1:2:3:4:5:6,PLAIN",
    "::,0:0:0:0:0:0:0:0,PLAIN",
    "1::,1:0:0:0:0:0:0:0,PLAIN",
    "[2001:db8::1],2001:db8:0:0:0:0:0:1,UNUSUAL",
    "IPv6:2001:db8::1,2001:db8:0:0:0:0:0:1,UNUSUAL",
    "fe80::1%eth0,fe80:0:0:0:0:0:0:1,UNUSUAL",
    "64:ff9b::192.0.2.1,64:ff9b:0:0:0:0:c000:201,PLAIN",
    "::ffff:192.0.2.1,192.0.2.1,MAPPED",
    "::FFFF:c000:0201,192.0.2.1,MAPPED",
  })
  void is_an_address(String text, String address, SourceAddress.Form form) {
    SourceAddress source = SourceAddress.parse(text);

    assertThat(source).isNotNull();
    assertThat(source.address().getHostAddress()).isEqualTo(address);
    assertThat(source.form()).isEqualTo(form);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "1",
        "192.0.2",
        "192.0.2.1.5",
        "256.0.0.1",
        "192.0.2.0001",
        "192.0.2.-1",
        "::1::",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7",
        "12345::",
        "g::",
        ":::",
        "1:2:3:4:5:6:7::8:9",
        "::192.0.2.300",
        "::192.0.2.1:1",
        "\u0661::",
        "0x7f.0.0.1",
        "[",
        "]",
        "%",
        "/128"
      })
  void is_no_address(String text) {
    assertThat(SourceAddress.parse(text)).isNull();
  }
}
