package dev.plumbline.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.SignedMail;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose mail it is, by all the ways in which a From: field may be written. */
class MailAuthorsTest {

  private static Header header(String from) {
    byte[] mail = ("From: " + from + "\r\n\r\nHello\r\n").getBytes(StandardCharsets.UTF_8);
    return new Header(SignedMail.of(mail));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann@a.example",
        "<ann@A.example>",
        "Ann <ann@a.example>",
        "\"Ann, of b@b.example\" <ann@a.example>",
        "b@b.example <ann@a.example>",
        "\"ann b\"@a.example",
        "Ann <\"ann b\"@a.example>",
        "Ann <\"x@b.example\"@a.example>",
        "ann@a.example (Ann, once b@b.example)",
        "ann@a.example (Ann (or so) b@b.example)",
        "Ann <@relay.example,@other.example:ann@a.example>",
        "Team: Ann <ann@a.example>, ben@a.example;",
        "ann@a.example, Ben <ben@a.example>"
      })
  void one_domain_is_the_author_however_it_is_written(String from) {
    assertThat(header(from).author()).hasToString("Optional[a.example]");
  }

  @Test
  void letters_beyond_ascii_are_asked_as_dns_knows_them() {
    assertThat(header("Ann <ann@b\u00fccher.example>").author())
        .hasToString("Optional[xn--bcher-kva.example]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann@a.example, ben@b.example",
        "boss@bank.example, Ann <ann@a.example>",
        "Ann <ann@a.example>, boss@bank.example",
        "Ann <ann@a.example> <boss@bank.example>",
        "ann@a.example, ben@-.example",
        "undisclosed: ;",
        "Ann",
        "ann@[192.0.2.1]"
      })
  void who_names_several_domains_or_none_names_no_author(String from) {
    assertThat(header(from).author()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "<a href='https://x.example/'>https://bank.example/in</a>, x.example, bank.example",
    "<a href='https://x.example/'><b>bank.example</b></a>, x.example, bank.example",
    "<A HREF=https://x.example><span style='a'> <i>www.bank.example</i></span></A>, x.example,"
        + " www.bank.example",
    "<a href='https://x.example/'>Log in</a> bank.example, x.example, none",
    "<a href='https://x.example/'><img src='bank.example'></a>, x.example, none"
  })
  void what_a_link_shows_is_read_through_its_markup(String html, String host, String shown) {
    assertThat(Links.in(html))
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.host()).hasToString(host);
              assertThat(Objects.toString(link.shownHost(), "none")).isEqualTo(shown);
            });
  }

  @Test
  void links_of_plain_text_end_where_they_end() {
    assertThat(
            Links.inPlain("See <https://x.example>, (http://y.example/a) \"https://z.example\"."))
        .extracting(link -> link.host().toString())
        .containsExactly("x.example", "y.example", "z.example");
  }
}
