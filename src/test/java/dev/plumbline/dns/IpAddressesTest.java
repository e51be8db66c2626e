package dev.plumbline.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressesTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "2001:DB8::1, 2001:db8::1",
    "2001:db8:0:0:0:0:0:1, 2001:db8::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "::192.0.2.1, ::c000:201",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "::ffff:192.0.2.1, 192.0.2.1",
    "::FFFF:c000:0201, 192.0.2.1",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "1:2:3:4:5:6:192.0.2.1, 1:2:3:4:5:6:c000:201",
  })
  void literal_is_read_and_written_in_canonical_form(String literal, String canonical) {
    assertThat(IpAddresses.parse(literal).map(IpAddresses::toText)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1.2.3.04",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.",
        "0x1.2.3.4",
        "1.2.3.-4",
        "1.2.3.4/24",
        "localhost",
        "example.org",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "12345::",
        "::g",
        "[::1]",
        "fe80::1%eth0",
        "::1.2.3",
        "1.2.3.4::",
        "::1.2.3.4:5",
        ":1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:1.2.3.4",
        "١.2.3.4"
      })
  void text_that_is_not_a_literal_is_refused(String text) {
    assertThat(IpAddresses.parse(text)).isEmpty();
  }

  @Test
  void mapped_address_is_the_ip4_address_it_carries() {
    InetAddress mapped = IpAddresses.parseIp6("::ffff:192.0.2.1").orElseThrow();
    assertThat(mapped.getAddress()).hasSize(16);
    assertThat(IpAddresses.toText(mapped)).isEqualTo("::ffff:192.0.2.1");
    assertThat(IpAddresses.unmapped(mapped)).isInstanceOf(Inet4Address.class);
  }

  @Test
  void every_address_survives_being_written_and_read() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] octets = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(octets);
      for (int j = 0; j < octets.length; j++) {
        octets[j] = random.nextInt(3) == 0 ? octets[j] : 0;
      }
      InetAddress address = InetAddress.getByAddress(octets);
      assertThat(IpAddresses.parse(IpAddresses.toText(address))).contains(address);
    }
  }

  @Test
  void reverse_name_is_in_the_arpa_tree() {
    assertThat(IpAddresses.reverseName(ip("192.0.2.1"))).hasToString("1.2.0.192.in-addr.arpa");
    assertThat(IpAddresses.reverseName(ip("2001:db8::cb01")))
        .hasToString("1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.77/25, 192.0.2.127, true",
    "192.0.2.77/25, 192.0.2.128, false",
    "192.0.2.1, 192.0.2.1, true",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "::/0, 192.0.2.1, false",
    "2001:db8:8000::/33, 2001:db8:ffff::1, true",
    "2001:db8:8000::/33, 2001:db8:7fff::1, false",
    "::ffff:192.0.2.1, 192.0.2.1, false",
  })
  void range_contains_addresses_that_share_its_leading_bits(
      String range, String address, boolean contained) {
    assertThat(IpRange.parse(range).orElseThrow().contains(ip(address))).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"192.0.2.0/33", "192.0.2.0/", "192.0.2.0/024", "::/129", "x/8", "1.2.3/8"})
  void malformed_range_is_refused(String text) {
    assertThat(IpRange.parse(text)).isEmpty();
  }

  @Test
  void ranges_with_other_bits_behind_the_prefix_are_equal() {
    assertThat(IpRange.parse("192.0.2.9/24")).isEqualTo(IpRange.parse("192.0.2.0/24"));
    assertThat(IpRange.parse("192.0.2.9/24").orElseThrow()).hasToString("192.0.2.0/24");
    assertThat(IpRange.parse("2001:db8::1").orElseThrow()).hasToString("2001:db8::1");
    assertThatIllegalArgumentException().isThrownBy(() -> new IpRange(ip("192.0.2.1"), 33));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "10.1.2.3, true",
    "172.31.0.1, true",
    "172.32.0.1, false",
    "100.64.0.1, true",
    "100.128.0.1, false",
    "169.254.0.1, true",
    "192.0.2.1, false",
    "::1, true",
    "::ffff:10.0.0.1, true",
    "fd00::1, true",
    "fe80::1, true",
    "2001:db8::1, false"
  })
  void addresses_of_ones_own_network_are_told_from_others(String address, boolean own) {
    assertThat(IpAddresses.isOfOwnNetwork(ip(address))).isEqualTo(own);
  }

  private static InetAddress ip(String text) {
    return IpAddresses.parse(text).orElseThrow();
  }
}
