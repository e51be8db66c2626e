package dev.plumbline.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dmarc.ReportDestinations.Destination;
import dev.plumbline.dmarc.ReportDestinations.State;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportDestinationsTest {

  private final FakeDns dns = new FakeDns();

  @Test
  void destination_in_the_same_organization_is_not_asked() {
    dns.txt("_dmarc.example.com", "v=DMARC1; p=none");
    Destination one = check("blue.example.com", "rua=mailto:a@red.example.com").get(0);
    assertThat(one.state()).isEqualTo(State.SAME_ORGANIZATION);
    assertThat(one.asked()).isNull();
  }

  @Test
  void destination_of_others_is_asked_as_in_the_example_of_the_rfc() {
    List<Destination> all = check("blue.example.com", "rua=mailto:reports@red.example.net");
    assertThat(all.get(0).asked()).isEqualTo("blue.example.com._report._dmarc.red.example.net");
    assertThat(all.get(0).state()).isEqualTo(State.NOT_AUTHORIZED);
    dns.txt("blue.example.com._report._dmarc.red.example.net", "v=DMARC1;");
    all = check("blue.example.com", "rua=mailto:reports@red.example.net");
    assertThat(all.get(0).state()).isEqualTo(State.AUTHORIZED);
  }

  @Test
  void other_texts_at_the_name_do_not_agree() {
    dns.txt("example.com._report._dmarc.example.net", "yes, please", "v=spf1 -all");
    Destination one = check("example.com", "ruf=mailto:a@example.net").get(0);
    assertThat(one.tag()).isEqualTo("ruf");
    assertThat(one.state()).isEqualTo(State.NOT_AUTHORIZED);
    assertThat(one.found()).hasSize(2);
  }

  @Test
  void agreement_may_name_another_mailbox() {
    dns.txt("example.com._report._dmarc.example.net", "v=DMARC1; rua=mailto:new@example.net");
    Destination one = check("example.com", "rua=mailto:a@example.net").get(0);
    assertThat(one.override())
        .extracting(ReportUri::text)
        .containsExactly("mailto:new@example.net");
  }

  @Test
  void dns_failure_is_unknown_and_a_name_that_is_too_long_cannot_agree() {
    dns.fail("example.com._report._dmarc.example.net", "TXT");
    assertThat(check("example.com", "rua=mailto:a@example.net").get(0).state())
        .isEqualTo(State.UNKNOWN);
    String host = ("a".repeat(60) + ".").repeat(3) + "example.net";
    assertThat(check("b".repeat(50) + ".example.com", "rua=mailto:a@" + host).get(0).state())
        .isEqualTo(State.NOT_AUTHORIZED);
  }

  @ParameterizedTest
  @CsvSource({
    "mailto:a@example.org, mailto, example.org,",
    "MAILTO:a@Example.org, mailto, example.org,",
    "mailto:a@example.org!10m, mailto, example.org, 10m",
    "mailto:a@example.org!5, mailto, example.org, 5",
    "mailto:a%21b@example.org?subject=x, mailto, example.org,",
    "https://u@example.org:8443/in, https, example.org,",
    "urn:x, urn,,",
  })
  void uris_are_read(String text, String scheme, String host, String limit) {
    ReportUri uri = ReportUri.parse(text).orElseThrow();
    assertThat(uri.scheme()).isEqualTo(scheme);
    assertThat(uri.host() == null ? null : uri.host().toString()).isEqualTo(host);
    assertThat(uri.sizeLimit()).isEqualTo(limit);
    assertThat(uri.toText()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a@example.org",
        "mailto:",
        "mailto:a",
        "mailto:@example.org",
        "mailto:a@",
        "mailto:a@b@c.example",
        "mailto:a b@example.org",
        "mailto:a@exa mple.org",
        "!10m",
        "mailto:a!b@example.org",
        "mailto:a@-x-.example",
        "://x",
        "mailto:a@example.org!10x"
      })
  void what_is_no_uri_is_refused(String text) {
    assertThat(ReportUri.parse(text)).isEmpty();
  }

  private List<Destination> check(String domain, String tags) {
    DmarcRecord record = DmarcRecord.parse("v=DMARC1; " + tags).orElseThrow();
    return new ReportDestinations(dns).check(DomainName.of(domain), record);
  }
}
