package dev.plumbline.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DomainNameTest {

  @Test
  void names_are_equal_whatever_the_case_and_the_final_dot() {
    assertThat(DomainName.of("Mail.EXAMPLE.org.")).isEqualTo(DomainName.of("mail.example.ORG"));
  }

  @Test
  void label_of_64_octets_is_refused() {
    assertThat(DomainName.parse("a".repeat(63) + ".example")).isPresent();
    assertThat(DomainName.parse("a".repeat(64) + ".example")).isEmpty();
  }

  @Test
  void empty_label_and_empty_name_are_refused() {
    assertThat(DomainName.parse("a..example")).isEmpty();
    assertThat(DomainName.parse(".example")).isEmpty();
    assertThat(DomainName.parse("")).isEmpty();
    assertThat(DomainName.parse(".")).isEmpty();
  }

  @Test
  void name_of_254_octets_is_refused() {
    String label = "a".repeat(49) + ".";
    assertThat(DomainName.parse(label.repeat(5) + "abc")).isPresent();
    assertThat(DomainName.parse(label.repeat(5) + "abcd")).isEmpty();
  }

  @Test
  void character_that_is_no_octet_is_refused() {
    assertThat(DomainName.parse("\u4f8b.example")).isEmpty();
  }

  @Test
  void last_labels_shorten_from_the_left() {
    assertThat(DomainName.of("a.b.example.org").lastLabels(2)).hasToString("example.org");
    assertThat(DomainName.of("example.org").lastLabels(7)).hasToString("example.org");
  }

  @Test
  void labels_are_put_before_a_name_as_long_as_it_fits() {
    assertThat(DomainName.of("example.org").prefixedBy("_smtp._tls"))
        .hasValue(DomainName.of("_smtp._tls.example.org"));
    String label = "a".repeat(62);
    DomainName longest = DomainName.of(String.join(".", label, label, label, label));
    assertThat(longest.prefixedBy("_dmarc")).isEmpty();
  }

  @Test
  void what_people_write_beyond_ascii_becomes_a_labels() {
    assertThat(DomainName.parseWritten("B\u00fccher.Example"))
        .contains(DomainName.of("xn--bcher-kva.example"));
    assertThat(DomainName.parseWritten("_dmarc.fu\u00dfball.example"))
        .contains(DomainName.of("_dmarc.xn--fuball-cta.example"));
    assertThat(DomainName.parseWritten("sender.example."))
        .contains(DomainName.of("sender.example"));
    assertThat(DomainName.parseWritten("\u00fc..example")).isEmpty();
    assertThat(DomainName.parseWritten("\u0301a.example")).isEmpty();
  }

  @Test
  void people_see_u_labels_and_the_a_labels_beside_them_where_scripts_mix() {
    assertThat(DomainName.of("xn--bcher-kva.example").forPeople()).isEqualTo("b\u00fccher.example");
    assertThat(DomainName.of("sender.example").forPeople()).isEqualTo("sender.example");
    assertThat(DomainName.of("xn--e1afmkfd.example").forPeople())
        .isEqualTo("\u043f\u0440\u0438\u043c\u0435\u0440.example (xn--e1afmkfd.example)");
    assertThat(DomainName.of("xn--a.example").forPeople()).isEqualTo("xn--a.example");
  }

  @Test
  void names_in_a_sentence_are_written_as_people_do_but_for_what_is_copied() {
    assertThat(
            DomainName.inSentence(
                "Its SPF record of xn--bcher-kva.example, not of a.xn--bcher-kva.example."))
        .isEqualTo("Its SPF record of b\u00fccher.example, not of a.b\u00fccher.example.");
    assertThat(DomainName.inSentence("xn--bcher-kva.example: 3 messages"))
        .isEqualTo("b\u00fccher.example: 3 messages");
    assertThat(DomainName.inSentence("Your own servers (xn--bcher-kva.example)"))
        .isEqualTo("Your own servers (b\u00fccher.example)");
    for (String copied :
        new String[] {
          "include:xn--bcher-kva.example",
          "https://p.example/domains/xn--bcher-kva.example?days=7",
          "mailto:d@xn--bcher-kva.example",
          "s1._domainkey.xn--bcher-kva.example",
          "redirect=xn--bcher-kva.example",
          "xn--a.example"
        }) {
      assertThat(DomainName.inSentence("Say " + copied + " there."))
          .isEqualTo("Say " + copied + " there.");
    }
    assertThat(DomainName.inSentence("x".repeat(100_000) + "xn--" + "a.".repeat(50_000)))
        .hasSize(200_004);
  }
}
