package dev.plumbline.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.DomainName;
import org.junit.jupiter.api.Test;

class SelectorTest {

  @Test
  void a_selector_names_the_record_of_its_key() {
    Selector selector = new Selector(DomainName.of("gull.example"), "M1");
    assertThat(selector.recordName()).contains(DomainName.of("m1._domainkey.gull.example"));
    assertThat(selector).hasToString("m1._domainkey.gull.example");
    assertThat(Selector.parse("Gull.Example.", "m1")).contains(selector);
  }

  @Test
  void a_selector_that_was_not_told_or_is_no_name_has_no_record() {
    assertThat(new Selector(DomainName.of("gull.example"), "").recordName()).isEmpty();
    assertThat(new Selector(DomainName.of("gull.example"), "a..b").recordName()).isEmpty();
    assertThat(Selector.parse("not a..name", "m1")).isEmpty();
  }
}
