package dev.plumbline.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportUriTest {

  @ParameterizedTest
  @CsvSource({
    "reports@bücher.example,               mailto:reports@xn--bcher-kva.example",
    "mailto:reports@bücher.example,        mailto:reports@xn--bcher-kva.example",
    "' MAILTO:d@BÜCHER.example ',          mailto:d@xn--bcher-kva.example",
    "d@bücher.example!10m,                 mailto:d@xn--bcher-kva.example!10m",
    "d@bücher.example?subject=x,           mailto:d@xn--bcher-kva.example?subject=x",
    "d@例え.テスト,                          mailto:d@xn--r8jz45g.xn--zckzah",
    "d@example.org,                        mailto:d@example.org",
  })
  void an_address_in_whatever_script_is_written_as_a_record_has_it(String typed, String written) {
    assertThat(ReportUri.ofAddress(typed).orElseThrow().toText()).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bücher.example",
        "@bücher.example",
        "jörg@bücher.example",
        "a@b@bücher.example"
      })
  void what_no_record_can_have_is_none(String typed) {
    assertThat(ReportUri.ofAddress(typed)).isEmpty();
  }
}
