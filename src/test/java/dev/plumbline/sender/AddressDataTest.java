package dev.plumbline.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.dns.IpAddresses;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in MaxMind's format, with the fields of the usual free ones. */
class AddressDataTest {

  @TempDir Path folder;

  @Test
  void geolite_and_dbip_fields_are_read_from_two_files() throws Exception {
    Path asn =
        new MaxMindFile(true)
            .put(
                "192.0.2.0/25",
                Map.of(
                    "autonomous_system_number",
                    64500L,
                    "autonomous_system_organization",
                    "Example Hosting"))
            .put("2001:db8::/32", Map.of("autonomous_system_number", 64501L))
            .save(folder.resolve("asn.mmdb"), "GeoLite2-ASN");
    Path geo =
        new MaxMindFile(true)
            .put(
                "192.0.2.0/24",
                Map.of("country", Map.of("iso_code", "NL", "names", Map.of("en", "Netherlands"))))
            .put("2001:db8::/32", Map.of("country", Map.of("iso_code", "PT")))
            .save(folder.resolve("geo.mmdb"), "DBIP-Country-Lite");
    AddressData data = AddressData.open(asn, geo);
    assertThat(data.network(ip("192.0.2.9")))
        .contains(new AddressData.Network(64500, "Example Hosting"));
    assertThat(data.network(ip("192.0.2.9")).orElseThrow().label())
        .isEqualTo("AS64500 (Example Hosting)");
    assertThat(data.network(ip("192.0.2.200"))).isEmpty();
    assertThat(data.network(ip("2001:db8::9")).orElseThrow().label()).isEqualTo("AS64501");
    assertThat(data.country(ip("192.0.2.200"))).contains("Netherlands");
    assertThat(data.country(ip("2001:db8::9"))).contains("PT");
    assertThat(data.country(ip("198.51.100.1"))).isEmpty();
  }

  @Test
  void ipinfo_fields_are_read_from_one_file() throws Exception {
    Path file =
        new MaxMindFile(false)
            .put(
                "198.51.100.0/24",
                Map.of(
                    "asn", "AS64502",
                    "as_name", "Example Net",
                    "country", "Japan",
                    "country_code", "JP"))
            .put("203.0.113.0/24", Map.of("asn", "unknown", "country_code", "KE"))
            .save(folder.resolve("lite.mmdb"), "ipinfo lite");
    AddressData data = AddressData.open(file, null);
    assertThat(data.network(ip("198.51.100.7")))
        .contains(new AddressData.Network(64502, "Example Net"));
    assertThat(data.country(ip("198.51.100.7"))).contains("Japan");
    assertThat(data.network(ip("203.0.113.1"))).isEmpty();
    assertThat(data.country(ip("203.0.113.1"))).contains("KE");
    // A file of IPv4 addresses knows no others.
    assertThat(data.network(ip("2001:db8::1"))).isEmpty();
  }

  @Test
  void without_files_nothing_is_known() {
    assertThat(AddressData.NONE.network(ip("192.0.2.1"))).isEmpty();
    assertThat(AddressData.open(null, null).country(ip("192.0.2.1"))).isEmpty();
  }

  @Test
  void a_wrong_file_is_refused_with_a_sentence_that_names_the_setting() throws Exception {
    Path missing = folder.resolve("none.mmdb");
    assertThatThrownBy(() -> AddressData.open(missing, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("plumbline.asn-file: cannot read the file " + missing + ".");
    Path text = Files.writeString(folder.resolve("text.mmdb"), "not a database\n".repeat(200));
    assertThatThrownBy(() -> AddressData.open(null, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessage("plumbline.geo-file: " + text + " is not a file in MaxMind's format (.mmdb).");
  }

  private static InetAddress ip(String text) {
    return IpAddresses.parse(text).orElseThrow();
  }
}
