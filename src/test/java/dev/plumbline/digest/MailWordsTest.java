package dev.plumbline.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.digest.MailWords.Change;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailWordsTest {

  private static final String LONG =
      "v=spf1 a:mail.tidewater-books.example ip6:2001:db8:40::/64 include:spf.shopcrate.example"
          + " include:spf.deskbell.example include:spf.fairwind-office.example"
          + " include:spf.ledgerline.example include:spf.turnstile-tickets.example";

  @Test
  void short_records_are_told_whole() {
    assertThat(MailWords.change(List.of("v=spf1 -all"), List.of()))
        .isEqualTo(new Change("“v=spf1 -all”", "none"));
    assertThat(MailWords.change(List.of("v=spf1 -all"), List.of("v=spf1 ~all", "v=spf1 -all")))
        .isEqualTo(new Change("“v=spf1 -all”", "“v=spf1 ~all / v=spf1 -all”"));
  }

  @Test
  void of_long_records_that_part_is_told_in_which_they_differ() {
    assertThat(
            MailWords.change(List.of(LONG + " ~all"), List.of(LONG + " include:new.example ~all")))
        .isEqualTo(
            new Change(
                "“…include:spf.ledgerline.example include:spf.turnstile-tickets.example ~all”",
                "“…include:spf.ledgerline.example include:spf.turnstile-tickets.example"
                    + " include:new.example ~all”"));
    assertThat(
            MailWords.change(
                    List.of(LONG + " ~all"), List.of(LONG.replace("mail.", "m.") + " ~all"))
                .after())
        .as("they differ at the beginning")
        .startsWith("“v=spf1 a:m.tidewater-books.example ")
        .endsWith("…”");
    String key = "v=DKIM1; k=rsa; p=" + "MIIB".repeat(100);
    Change keys = MailWords.change(List.of(key + "A"), List.of(key + "B"));
    assertThat(keys.before()).hasSizeLessThan(50).endsWith("A”");
    assertThat(keys.after()).hasSizeLessThan(50).endsWith("B”");
  }
}
