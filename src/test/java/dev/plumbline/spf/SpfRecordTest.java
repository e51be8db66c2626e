package dev.plumbline.spf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.spf.SpfRecord.Directive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpfRecordTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=spf1",
        "v=spf1 -all",
        "v=spf1 +A:Mail.Example.org/24//64 mx/0 ?ptr:example.org -ALL",
        "v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.7/32 ip6:2001:DB8::/32 ip6:::ffff:192.0.2.1 ~all",
        "v=spf1 include:%{ir}.%{v}._spf.%{d2} exists:%{l1r+-}.%{H}.example.org",
        "v=spf1 redirect=_spf.example.org exp=why.%{d} unknown=any%_thing moo.1-2=",
        "v=spf1 exists:a%%b%-c%_.example.org a:foo:bar/baz.example.org/24",
      })
  void record_survives_being_written_and_read(String text) {
    SpfRecord record = SpfRecord.parse(text);
    assertThat(record.toText()).isEqualTo(text);
    assertThat(SpfRecord.parse(record.toText())).isEqualTo(record);
  }

  @Test
  void spaces_between_terms_do_not_matter() {
    assertThat(SpfRecord.parse("V=SPF1   a   -all  ")).isEqualTo(SpfRecord.parse("v=spf1 a -all"));
  }

  @Test
  void mechanisms_in_canonical_form_are_read_as_themselves() {
    String text =
        "v=spf1 A:example.org/24//64 MX Ptr:example.org IP4:192.0.2.1/24 ip6:::1 Include:a.example"
            + " exists:%{i}.example ALL";
    for (Directive directive : SpfRecord.parse(text).directives()) {
      String canonical = "v=spf1 " + directive.mechanism().toText();
      assertThat(SpfRecord.parse(canonical).directives().get(0).mechanism())
          .isEqualTo(directive.mechanism());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "v=spf1 foo -all, 7",
    "v=spf1 all:x, 10",
    "v=spf1 ip4:192.0.2, 11",
    "v=spf1 ip4:192.0.2.1/33, 20",
    "v=spf1 ip6:192.0.2.1, 11",
    "v=spf1 a/024, 8",
    "v=spf1 include, 14",
    "v=spf1 include:, 15",
    "v=spf1 a:%{x}.example, 9",
    "v=spf1 a:%{d0}.example, 9",
    "v=spf1 a:%{d.example, 9",
    "v=spf1 a:%d.example, 9",
    "v=spf1 a:example, 9",
    "v=spf1 a:a.example.123, 19",
    "v=spf1 a:a.example.-x, 19",
    "v=spf1 a:%{c}.example, 9",
    "v=spf1 redirect=a.example redirect=b.example, 26",
    "v=spf1 exp=, 11",
    "v=spf1 =x, 7",
    "v=spf1 -, 8",
    "v=spf2 all, 0",
  })
  void syntax_error_tells_its_place(String text, int offset) {
    assertThatExceptionOfType(RecordSyntaxException.class)
        .isThrownBy(() -> SpfRecord.parse(text))
        .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
  }

  @Test
  void character_outside_ascii_is_a_syntax_error() {
    assertThatExceptionOfType(RecordSyntaxException.class)
        .isThrownBy(() -> SpfRecord.parse("v=spf1 a:b\u00fc.example -all"))
        .withMessageContaining("0xFC");
  }
}
