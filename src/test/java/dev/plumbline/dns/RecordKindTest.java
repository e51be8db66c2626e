package dev.plumbline.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RecordKindTest {

  private static final DomainName DOMAIN = DomainName.parse("gull.example").orElseThrow();

  @Test
  void every_kind_is_known_by_its_name_and_no_other_name_is() {
    for (RecordKind kind : RecordKind.values()) {
      assertThat(RecordKind.ofWire(kind.wire())).isEqualTo(kind);
    }
    assertThatThrownBy(() -> RecordKind.ofWire("spf"))
        .hasMessage("There is no kind of record \"spf\".");
  }

  @Test
  void some_have_a_place_of_their_own() {
    assertThat(RecordKind.DMARC.owner(DOMAIN).orElseThrow()).hasToString("_dmarc.gull.example");
    assertThat(RecordKind.TLS_RPT.owner(DOMAIN).orElseThrow())
        .hasToString("_smtp._tls.gull.example");
    assertThat(RecordKind.BIMI.owner(DOMAIN).orElseThrow())
        .hasToString("default._bimi.gull.example");
    assertThat(RecordKind.SPF.owner(DOMAIN)).isEmpty();
    assertThat(RecordKind.DKIM.owner(DOMAIN)).isEmpty();
  }

  @Test
  void a_text_tells_its_kind_by_its_version() {
    assertThat(RecordKind.MTA_STS.begins("v=STSv1; id=1")).isTrue();
    assertThat(RecordKind.MTA_STS.begins("v=spf1 -all")).isFalse();
  }
}
