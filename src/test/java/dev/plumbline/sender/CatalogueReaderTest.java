package dev.plumbline.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a catalogue file may not hold, and how it is told. */
class CatalogueReaderTest {

  private static final String GOOD =
      """
      services:
        - key: acme.example
          name: Acme Mail
          kind: marketing
          recognise:
            signs: [acme.example]
            selectors: [acme, "ac#x"]
          authorize:
            dkim:
              - {type: CNAME, name: "k1._domainkey.{domain}", value: k1.acme.example}
            spf: {use: yes, include: spf.acme.example, why: "Its envelope is yours."}
            return_path: {offered: yes, type: CNAME, name: "bounce.{domain}", value: r.acme.example}
            where: Settings
            link: https://acme.example/dkim
          certain: yes
        - key: lists.example
          name: Lists
          kind: mailing_list
          recognise: {reverse: [lists.example]}
          certain: no
          note: Nothing is certain.
      """;

  @Test
  void a_good_file_is_read_whole() {
    var services = CatalogueReader.read("mine", GOOD);
    assertThat(services).hasSize(2);
    MailService acme = services.get(0);
    assertThat(acme.recognise().selectors()).containsExactly("acme", "ac#x");
    assertThat(acme.recognise().networks()).isEmpty();
    assertThat(acme.authorize().returnPath().value()).isEqualTo("r.acme.example");
    assertThat(services.get(1).authorize()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          key: lists.example        | key: acme.example      | mine, entry acme.example: the key is used by two entries.
          key: acme.example         | key: Acme.example      | mine, entry Acme.example: "Acme.example" in key is no domain name in lower case.
          key: acme.example         | key: acme              | mine, entry acme: "acme" in key is no domain name in lower case.
          name: Lists               | name: ""               | mine, entry lists.example: name and kind are required.
          [lists.example]           | []                     | mine, entry lists.example: "recognise" must give at least one name to recognise it by.
          kind: mailing_list        | kind: marketing        | mine, entry lists.example: "authorize" is missing.
          kind: marketing           | kind: forwarder        | mine, entry acme.example: a forwarder must not have "authorize".
          note: Nothing is certain. | note: ""               | mine, entry lists.example: "certain: no" needs a note that says what is uncertain.
          [acme.example]            | ["acme..example"]      | mine, entry acme.example: "acme..example" in signs is no domain name in lower case.
          [acme.example]            | [a.example, a.example] | mine, entry acme.example: "a.example" in signs is claimed by itself as well.
          "ac#x"                    | "AC"                   | mine, entry acme.example: "AC" is no selector in lower case, with # for digits.
          "k1._domainkey.{domain}"  | "k1._domainkey"        | mine, entry acme.example: "k1._domainkey" must end in ._domainkey.{domain}.
          value: k1.acme.example    | value: "{acc}.example" | mine, entry acme.example: {acc} is no placeholder; known are {domain}, {domain-dashed}, {selector} and {account}.
          https://acme.example/dkim | http://acme.example    | mine, entry acme.example: "link" must be an https address.
          include: spf.acme.example,| ~~                     | mine, entry acme.example: "spf" names an include if, and only if, it is of use.
          offered: yes, type: CNAME,| offered: yes,          | mine, entry acme.example: "return_path" has type, name and value together, if it is offered.
          offered: yes, type: CNAME | offered: no, type: MX  | mine, entry acme.example: "return_path" has type, name and value together, if it is offered.
          where: Settings           | where: ""              | mine, entry acme.example: "authorize" needs dkim, spf, return_path, where and link.
          {reverse: [lists.example]}| {networks: [10.0.0.0/33]} | mine, entry lists.example: "10.0.0.0/33" is no network like 192.0.2.0/24.
          """)
  void a_wrong_entry_is_told_with_its_key_and_what_is_wrong(
      String right, String wrong, String sentence) {
    String yaml = GOOD.replace(right, wrong);
    assertThat(yaml).isNotEqualTo(GOOD);
    assertThatThrownBy(() -> CatalogueReader.read("mine", yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  @Test
  void two_entries_may_not_claim_the_same_name() {
    String yaml = GOOD.replace("{reverse: [lists.example]}", "{signs: [acme.example]}");
    assertThatThrownBy(() -> CatalogueReader.read("mine", yaml))
        .hasMessage(
            "mine, entry lists.example: \"acme.example\" in signs is claimed by acme.example as"
                + " well.");
  }

  @Test
  void an_unknown_field_is_told_with_its_line_and_the_known_ones() {
    String yaml = GOOD.replace("signs:", "sings:");
    assertThatThrownBy(() -> CatalogueReader.read("mine", yaml))
        .hasMessage(
            "mine, near line 8: there is no field \"sings\" here; known are envelope, include, networks,"
                + " reverse, selectors, signs, targets.");
  }

  @Test
  void an_unknown_kind_is_told_with_its_line_and_field() {
    String yaml = GOOD.replace("kind: marketing", "kind: advertising");
    assertThatThrownBy(() -> CatalogueReader.read("mine", yaml))
        .hasMessageStartingWith("mine, near line 4, field services.0.kind: ")
        .hasMessageContaining("\"advertising\"")
        .hasMessageContaining("mail_host")
        .hasMessageNotContaining("dev.plumbline");
  }

  @Test
  void an_empty_file_holds_no_entries() {
    assertThat(CatalogueReader.read("mine", "\n")).isEmpty();
  }

  @Test
  void text_that_is_no_yaml_is_told_with_its_line() {
    assertThatThrownBy(() -> CatalogueReader.read("mine", GOOD.replace("[acme.example]", "[a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("mine, near line ");
    assertThatThrownBy(() -> CatalogueReader.read("mine", "{}"))
        .hasMessage("mine has no list named \"services\".");
    assertThatThrownBy(() -> CatalogueReader.read("mine", "other: 1"))
        .hasMessageStartingWith("mine, near line 1: there is no field \"other\" here");
    assertThatThrownBy(() -> CatalogueReader.read("mine", "services:\n- {name: a, certain: yes}\n"))
        .hasMessage("mine: every entry needs a key.");
    assertThatThrownBy(() -> CatalogueReader.read("mine", "services:\n- {key: a.b, key: a.b}\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Duplicate");
  }
}
