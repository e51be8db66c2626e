package dev.plumbline.spf.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Rule;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.advice.SpfLinter.Known;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpfLinterTest {

  private static final String DOMAIN = "example.org";

  private final FakeDns dns =
      new FakeDns()
          .mx(DOMAIN, 10, "mx1.example.org")
          .a("mx1.example.org", "192.0.2.10")
          .aaaa("mx1.example.org", "2001:db8::10")
          .txt("mx1.example.org", "v=spf1 a -all")
          .mx(DOMAIN, 20, "mx2.example.org")
          .a("mx2.example.org", "192.0.2.11")
          .aaaa("mx2.example.org", "2001:db8::11")
          .txt("mx2.example.org", "v=spf1 a -all")
          .a("mail.example.org", "192.0.2.20")
          .aaaa("mail.example.org", "2001:db8::20")
          .txt("mail.example.org", "v=spf1 a -all")
          .a(DOMAIN, "192.0.2.80")
          .aaaa(DOMAIN, "2001:db8::80")
          .txt("_spf.example.net", "v=spf1 ip4:198.51.100.0/24 ip6:2001:db8:1::/48 ~all")
          .txt("other.example.net", "v=spf1 ip4:203.0.113.0/28 -all");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=spf1 -all",
        "v=spf1 mx -all",
        "v=spf1 a mx ~all",
        "v=spf1 mx a:mail.example.org include:_spf.example.net -all",
        "v=spf1 ip4:203.0.113.7 ip6:2001:db8:2::/64 include:_spf.example.net ~all",
        "v=spf1 -ip4:198.51.100.9 include:_spf.example.net -all",
        "v=spf1 ~a:mail.example.org mx ~all",
        "v=spf1 mx redirect=_spf.example.net",
        "v=spf1  mx   -all ",
        "v=spf1 exists:%{i}._list.%{d} include:%{l}.%{d} -all",
        "v=spf1 ip4:203.0.113.0/24 a:MAIL.example.org. -all",
      })
  void clean_record_gives_nothing(String record) {
    SpfLint lint = lint(record);
    assertThat(lint.lint().findings()).isEmpty();
    assertThat(lint.lint().isClean()).isTrue();
    assertThat(lint.lint().mended()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v=spf2.0/pra mx -all", "spf2.0/mfrom,pra mx -all"})
  void record_of_sender_id_is_named_and_not_rewritten(String record) {
    SpfLint lint = new SpfLinter(new FakeDns().txt(DOMAIN, record)).lint(DOMAIN, Known.NOTHING);
    assertThat(lint.lint().mended()).as("for want of a record").isEqualTo("v=spf1 -all");
    assertThat(lint.lint().findings())
        .noneMatch(one -> one.rule() == SpfRule.VERSION)
        .anyMatch(one -> one.rule() == SpfRule.SENDER_ID && one.record().equals(record));
  }

  /** One mistake each: the rule, the record, the place meant, and the record mended. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // the beginning
        "VERSION | v=spf1, mx -all | v=spf1, | v=spf1 mx -all",
        "VERSION | vspf1 ~all | vspf1 | v=spf1 ~all",
        "VERSION | v = spf1 mx -all | v = spf1 | v=spf1 mx -all",
        "VERSION | v=sfp1 mx -all | v=sfp1 | v=spf1 mx -all",
        "VERSION | v=spf1; mx -all | v=spf1; | v=spf1 mx -all",
        "VERSION | v=spf2 mx -all | v=spf2 | v=spf1 mx -all",
        "VERSION | spf1 mx -all | spf1 | v=spf1 mx -all",
        "VERSION | v=spf1include:_spf.example.net -all | v=spf1 |"
            + " v=spf1 include:_spf.example.net -all",
        // terms that the grammar lets pass
        "TYPO | v=spf1 a:mail.example.orginclude:_spf.example.net -all |"
            + " a:mail.example.orginclude:_spf.example.net |"
            + " v=spf1 a:mail.example.org include:_spf.example.net -all",
        "TYPO | v=spf1 include:postmaster@_spf.example.net -all |"
            + " include:postmaster@_spf.example.net | v=spf1 include:_spf.example.net -all",
        // characters
        "TYPOGRAPHY | v=spf1 mx \u2013all | \u2013 | v=spf1 mx -all",
        "TYPOGRAPHY | \u201cv=spf1 mx -all\u201d | \u201c | v=spf1 mx -all",
        "TYPOGRAPHY | \"v=spf1 mx -all\" | \" | v=spf1 mx -all",
        "TYPOGRAPHY | v=spf1 mx\u00a0-all | \u00a0 | v=spf1 mx -all",
        "TYPOGRAPHY | v=spf1 m\u200bx -all | \u200b | v=spf1 mx -all",
        "TYPOGRAPHY | v=spf1 mx \u02dcall | \u02dc | v=spf1 mx ~all",
        "SEPARATOR | v=spf1 mx, a:mail.example.org, -all | , | v=spf1 mx a:mail.example.org -all",
        "SEPARATOR | v=spf1 mx;-all | ; | v=spf1 mx -all",
        // terms that cannot be read
        "SYNTAX | v=spf1 ipv4:203.0.113.7 -all | ipv4:203.0.113.7 | v=spf1 ip4:203.0.113.7 -all",
        "SYNTAX | v=spf1 ipv6:2001:db8:9::1 -all | ipv6:2001:db8:9::1 |"
            + " v=spf1 ip6:2001:db8:9::1 -all",
        "SYNTAX | v=spf1 ip:203.0.113.7 -all | ip:203.0.113.7 | v=spf1 ip4:203.0.113.7 -all",
        "SYNTAX | v=spf1 ip4:2001:db8:9::1 -all | 2001:db8:9::1 | v=spf1 ip6:2001:db8:9::1 -all",
        "SYNTAX | v=spf1 ip6:203.0.113.7 -all | 203.0.113.7 | v=spf1 ip4:203.0.113.7 -all",
        "SYNTAX | v=spf1 ip4:mail.example.org -all | mail.example.org |"
            + " v=spf1 a:mail.example.org -all",
        "SYNTAX | v=spf1 a:203.0.113.7 -all | 203.0.113.7 | v=spf1 ip4:203.0.113.7 -all",
        "SYNTAX | v=spf1 203.0.113.7 -all | 203.0.113.7 | v=spf1 ip4:203.0.113.7 -all",
        "SYNTAX | v=spf1 mail.example.org -all | mail.example.org |"
            + " v=spf1 a:mail.example.org -all",
        "SYNTAX | v=spf1 _spf.example.net -all | _spf.example.net |"
            + " v=spf1 include:_spf.example.net -all",
        "SYNTAX | v=spf1 inlcude:_spf.example.net -all | inlcude:_spf.example.net |"
            + " v=spf1 include:_spf.example.net -all",
        "SYNTAX | v=spf1 includes:_spf.example.net -all | includes:_spf.example.net |"
            + " v=spf1 include:_spf.example.net -all",
        "SYNTAX | v=spf1 redirect:_spf.example.net | redirect:_spf.example.net |"
            + " v=spf1 redirect=_spf.example.net",
        "SYNTAX | v=spf1 include: _spf.example.net -all | include: |"
            + " v=spf1 include:_spf.example.net -all",
        "SYNTAX | v=spf1 mx ~ all | ~ | v=spf1 mx ~all",
        "SYNTAX | v=spf1 mx-all | mx-all | v=spf1 mx -all",
        "SYNTAX | v=spf1 mx --all | -all | v=spf1 mx -all",
        "SYNTAX | v=spf1 mx ~al | al | v=spf1 mx ~all",
        "SYNTAX | v=spf1 ip4:203.0.113.7include:_spf.example.net -all |"
            + " 203.0.113.7include:_spf.example.net |"
            + " v=spf1 ip4:203.0.113.7 include:_spf.example.net -all",
        "SYNTAX | v=spf1 ip4:203.0.113.* -all | 203.0.113.* | v=spf1 ip4:203.0.113.0/24 -all",
        "SYNTAX | v=spf1 ip4:203.0.113.0/255.255.255.192 -all | /255.255.255.192 |"
            + " v=spf1 ip4:203.0.113.0/26 -all",
        "SYNTAX | v=spf1 ip4:203.0.113.4-203.0.113.9 -all | 203.0.113.4-203.0.113.9 |"
            + " v=spf1 ip4:203.0.113.4/30 ip4:203.0.113.8/31 -all",
        "SYNTAX | v=spf1 ip4:203.000.113.007 -all | 203.000.113.007 |"
            + " v=spf1 ip4:203.0.113.7 -all",
        "SYNTAX | v=spf1 include:https://_spf.example.net/ -all | net/ |"
            + " v=spf1 include:_spf.example.net -all",
        "SYNTAX | v=spf1 mx redirect=_spf.example.net redirect=other.example.net |"
            + " redirect=other.example.net | v=spf1 mx redirect=_spf.example.net",
        "TYPO | v=spf1 ip4=203.0.113.7 -all | ip4=203.0.113.7 | v=spf1 ip4:203.0.113.7 -all",
        "TYPO | v=spf1 include=_spf.example.net -all | include=_spf.example.net |"
            + " v=spf1 include:_spf.example.net -all",
        "TYPO | v=spf1 include:_spf.example.net-all | include:_spf.example.net-all |"
            + " v=spf1 include:_spf.example.net -all",
        "VERSION_AGAIN | v=spf1 mx v=spf1 include:_spf.example.net -all | v=spf1 |"
            + " v=spf1 mx include:_spf.example.net -all",
        "UPPERCASE | V=SPF1 MX -ALL | V=SPF1 | v=spf1 mx -all",
        "UPPERCASE | v=spf1 Include:_SPF.example.net -all | Include |"
            + " v=spf1 include:_SPF.example.net -all",
        "UNKNOWN_MODIFIER | v=spf1 mx moo=cow -all | moo=cow | v=spf1 mx -all",
        // the end
        "PASS_ALL | v=spf1 mx +all | +all | v=spf1 mx ~all",
        "PASS_ALL | v=spf1 mx all | all | v=spf1 mx ~all",
        "PASS_ALL | v=spf1 mx ip4:0.0.0.0/0 -all | ip4:0.0.0.0/0 | v=spf1 mx -all",
        "PASS_ALL | v=spf1 mx a/0 -all | a/0 | v=spf1 mx -all",
        "NEUTRAL_ALL | v=spf1 mx ?all | ?all | v=spf1 mx ~all",
        "MISSING_ALL | v=spf1 mx | | v=spf1 mx ~all",
        "MISSING_ALL | v=spf1 | | v=spf1 -all",
        "AFTER_ALL | v=spf1 mx -all include:_spf.example.net | include:_spf.example.net |"
            + " v=spf1 mx include:_spf.example.net -all",
        "AFTER_ALL | v=spf1 mx ~all -all | -all | v=spf1 mx ~all",
        "REDIRECT_BESIDE_ALL | v=spf1 mx -all redirect=_spf.example.net |"
            + " redirect=_spf.example.net | v=spf1 mx -all",
        "REDIRECT_NOT_LAST | v=spf1 redirect=_spf.example.net mx | redirect=_spf.example.net |"
            + " v=spf1 mx redirect=_spf.example.net",
        // terms
        "PTR | v=spf1 mx ptr -all | ptr | v=spf1 mx -all",
        "REPEATED | v=spf1 mx a:mail.example.org mx -all | mx | v=spf1 mx a:mail.example.org -all",
        "REPEATED | v=spf1 mx mx:example.org -all | mx:example.org | v=spf1 mx -all",
        "REPEATED | v=spf1 include:_spf.example.net include:_SPF.example.net. -all |"
            + " include:_SPF.example.net. | v=spf1 include:_spf.example.net -all",
        "COVERED | v=spf1 mx a:mx1.example.org -all | a:mx1.example.org | v=spf1 mx -all",
        "COVERED | v=spf1 mx ip4:192.0.2.10 -all | ip4:192.0.2.10 | v=spf1 mx -all",
        "COVERED | v=spf1 ip4:203.0.113.7 ip4:203.0.113.0/24 -all | ip4:203.0.113.7 |"
            + " v=spf1 ip4:203.0.113.0/24 -all",
        "COVERED | v=spf1 mx ip4:192.0.2.0/24 ip6:2001:db8::/64 -all | mx |"
            + " v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/64 -all",
        "COVERED | v=spf1 include:_spf.example.net ip4:198.51.100.9 -all | ip4:198.51.100.9 |"
            + " v=spf1 include:_spf.example.net -all",
        "UNREACHABLE | v=spf1 mx -a:mx1.example.org ~all | -a:mx1.example.org |"
            + " v=spf1 -a:mx1.example.org mx ~all",
        "MX_OF_HOST | v=spf1 mx:mail.example.org -all | mx:mail.example.org |"
            + " v=spf1 a:mail.example.org -all",
        "NOTHING_THERE | v=spf1 mx a:gone.example.org -all | a:gone.example.org | v=spf1 mx -all",
        "NOTHING_THERE | v=spf1 mx mx:gone.example.org -all | mx:gone.example.org | v=spf1 mx -all",
        "INCLUDE_WITHOUT_RECORD | v=spf1 mx include:gone.example.net -all |"
            + " include:gone.example.net | v=spf1 mx -all",
        "REDIRECT_WITHOUT_RECORD | v=spf1 mx redirect=gone.example.net |"
            + " redirect=gone.example.net | v=spf1 mx ~all",
        "LOOP | v=spf1 mx include:example.org -all | include:example.org | v=spf1 mx -all",
        "PRIVATE_ADDRESS | v=spf1 mx ip4:192.168.0.25/25 -all | ip4:192.168.0.25/25 |"
            + " v=spf1 mx -all",
        "PRIVATE_ADDRESS | v=spf1 mx ip6:fd00::1 -all | ip6:fd00::1 | v=spf1 mx -all",
        "PRIVATE_ADDRESS | v=spf1 mx ip6:::ffff:203.0.113.7 -all | ip6:::ffff:203.0.113.7 |"
            + " v=spf1 mx ip4:203.0.113.7 -all",
        "HOST_BITS | v=spf1 mx ip4:203.0.113.7/24 -all | ip4:203.0.113.7/24 |"
            + " v=spf1 mx ip4:203.0.113.0/24 -all",
        "EXPLANATION | v=spf1 mx -all exp=why.example.org | exp=why.example.org | v=spf1 mx -all",
      })
  void each_mistake_is_found_at_its_place_and_mended(
      SpfRule rule, String record, String place, String mended) {
    SpfLint lint = lint(record);
    Finding finding = only(lint, rule);
    String at = finding.record().substring(finding.start(), finding.end());
    assertThat(at).isEqualTo(place == null ? "" : place);
    assertThat(finding.name()).isEqualTo(DOMAIN);
    assertThat(finding.sentence()).endsWith(".").doesNotContain("\n");
    assertThat(finding.mended()).isEqualTo(mended);
    assertThat(lint.lint().mended()).isEqualTo(mended);
    assertThat(lint(mended).lint().findings()).isEmpty();
    if (finding.severity() != Severity.HINT) {
      assertThat(lint.lint().isClean()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SYNTAX | v=spf1 bogus:203.0.113.7 -all | bogus:203.0.113.7",
        "SYNTAX | v=spf1 ip4:203.0.113.7/33 -all | /33",
        "SYNTAX | v=spf1 ip4:203.0.113.300 -all | 203.0.113.300",
        "SYNTAX | v=spf1 exists:%i.example.org -all | %i.example.org",
        "PTR | v=spf1 ptr -all | ptr",
        "WIDE_RANGE | v=spf1 ip4:80.0.0.0/8 -all | ip4:80.0.0.0/8",
        "WIDE_RANGE | v=spf1 ip4:80.0.0.0/15 -all | ip4:80.0.0.0/15",
        "WIDE_RANGE | v=spf1 ip6:2001::/16 -all | ip6:2001::/16",
        "WIDE_RANGE | v=spf1 ip6:2a02:558::/31 -all | ip6:2a02:558::/31",
        "WIDE_RANGE | v=spf1 mx/8 -all | mx/8",
        "WIDE_RANGE | v=spf1 mx/15 -all | mx/15",
        "WIDE_RANGE | v=spf1 mx//31 -all | mx//31",
      })
  void what_only_the_publisher_can_mend_is_found_all_the_same(
      SpfRule rule, String record, String place) {
    Finding finding = only(lint(record), rule);
    assertThat(finding.record().substring(finding.start(), finding.end())).isEqualTo(place);
    assertThat(finding.mended()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ip4:80.0.0.0/16", "ip6:2a02:558::/32", "mx/16", "mx//32", "~ip4:80.0.0.0/15"})
  void range_of_a_large_network_is_not_wide(String term) {
    assertThat(rules(lint("v=spf1 " + term + " -all"))).doesNotContain(SpfRule.WIDE_RANGE);
  }

  @Test
  void of_other_peoples_records_only_absurd_ranges_are_told() {
    dns.txt("wide.example.net", "v=spf1 ip4:80.0.0.0/8 ip6:2000::/8 -all");
    assertThat(rules(lint("v=spf1 include:wide.example.net -all")))
        .doesNotContain(SpfRule.WIDE_RANGE);
    dns.txt("absurd.example.net", "v=spf1 ip4:80.0.0.0/7 -all");
    Finding finding = only(lint("v=spf1 include:absurd.example.net -all"), SpfRule.WIDE_RANGE);
    assertThat(finding.path()).containsExactly(DOMAIN, "absurd.example.net");
    assertThat(finding.name()).isEqualTo("absurd.example.net");
  }

  @Test
  void what_shows_only_once_another_mistake_is_mended_is_told_as_well() {
    SpfLint lint = lint("v=spf1 a:nothing.example.net?all");
    assertThat(lint.lint().mended()).isEqualTo("v=spf1 ~all");
    assertThat(lint.lint().findings().get(0).sentence()).contains("A space is missing");
    assertThat(rules(lint)).contains(SpfRule.NEUTRAL_ALL, SpfRule.NOTHING_THERE);
  }

  @Test
  void several_mistakes_are_all_mended_in_the_end() {
    SpfLint lint = lint("\u201cv=spf1, ipv4:203.0.113.7, MX ptr +all\u201d");
    assertThat(rules(lint))
        .contains(SpfRule.TYPOGRAPHY, SpfRule.VERSION, SpfRule.SEPARATOR, SpfRule.SYNTAX);
    assertThat(lint.lint().mended()).isEqualTo("v=spf1 ip4:203.0.113.7 mx ~all");
    assertThat(lint(lint.lint().mended()).lint().findings()).isEmpty();
  }

  @Test
  void quotes_in_utf_8_are_one_character_although_dns_gives_octets() {
    String octets =
        new String(
            "\u201cv=spf1 mx -all\u201d".getBytes(StandardCharsets.UTF_8),
            StandardCharsets.ISO_8859_1);
    dns.txt(DOMAIN, octets);
    Finding finding = only(published(), SpfRule.TYPOGRAPHY);
    assertThat(finding.end() - finding.start()).isEqualTo(3);
    assertThat(finding.sentence()).contains("U+201C");
    assertThat(finding.mended()).isEqualTo("v=spf1 mx -all");
  }

  @Test
  void domain_without_any_record_is_an_error() {
    SpfLint lint = published();
    Finding finding = only(lint, SpfRule.NO_RECORD);
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.mended()).isNull();
    assertThat(lint.lint().record()).isNull();
    assertThat(lint.counts()).isNull();
  }

  @Test
  void domain_that_cannot_have_mail_is_told_the_record_of_one_that_sends_nothing() {
    FakeDns parked = new FakeDns().mx("parked.example", 0, "");
    SpfLint lint = new SpfLinter(parked).lint("parked.example", Known.NOTHING);
    assertThat(only(lint, SpfRule.NO_RECORD).mended()).isEqualTo("v=spf1 -all");
    SpfLint nowhere = new SpfLinter(parked).lint("nowhere.example", Known.NOTHING);
    assertThat(only(nowhere, SpfRule.NO_RECORD).sentence()).contains("does not exist");
  }

  @Test
  void two_records_become_one_with_the_milder_policy() {
    dns.txt(
        DOMAIN,
        "v=spf1 mx -all",
        "google-verification=x",
        "v=spf1 mx include:_spf.example.net ~all");
    SpfLint lint = published();
    Finding finding = only(lint, SpfRule.SEVERAL_RECORDS);
    assertThat(finding.record()).isEqualTo("v=spf1 mx include:_spf.example.net ~all");
    assertThat(finding.mended()).isEqualTo("v=spf1 mx include:_spf.example.net ~all");
    assertThat(lint(finding.mended()).lint().findings()).isEmpty();
  }

  @Test
  void record_at_a_name_beside_the_domain_is_pointed_out() {
    for (String name : List.of("_spf.example.org", "example.org.example.org", "www.example.org")) {
      FakeDns misplaced = new FakeDns().txt(name, "v=spf1 mx -all").a(DOMAIN, "192.0.2.80");
      SpfLint lint = new SpfLinter(misplaced).lint(DOMAIN, Known.NOTHING);
      Finding finding = only(lint, SpfRule.WRONG_NAME);
      assertThat(finding.sentence()).contains(name);
      assertThat(finding.mended()).isEqualTo("v=spf1 mx -all");
    }
  }

  @Test
  void record_of_the_retired_type_is_no_record() {
    dns.retiredSpf(DOMAIN, "v=spf1 mx -all");
    assertThat(only(published(), SpfRule.WRONG_TYPE).mended()).isEqualTo("v=spf1 mx -all");
    dns.txt(DOMAIN, "v=spf1 mx -all");
    Finding beside = only(published(), SpfRule.WRONG_TYPE);
    assertThat(beside.severity()).isEqualTo(Severity.HINT);
  }

  @Test
  void sender_id_and_second_attempts_beside_a_record_are_told() {
    dns.txt(DOMAIN, "v=spf1 mx -all", "spf2.0/pra mx -all", "v=spf1;mx -all");
    assertThat(rules(published())).containsExactlyInAnyOrder(SpfRule.SENDER_ID, SpfRule.VERSION);
  }

  @Test
  void lookups_are_counted_for_each_include_with_all_it_includes() {
    dns.txt("big.example.net", "v=spf1 include:b1.example.net include:b2.example.net ~all")
        .txt("b1.example.net", "v=spf1 a:h1.example.net a:h2.example.net a:h3.example.net ~all")
        .txt("b2.example.net", "v=spf1 mx a:h1.example.net include:b3.example.net ~all")
        .txt("b3.example.net", "v=spf1 ip4:203.0.113.99 ~all")
        .mx("b2.example.net", 5, "h1.example.net");
    for (String host : List.of("h1", "h2", "h3")) {
      dns.a(host + ".example.net", "203.0.113.1").aaaa(host + ".example.net", "2001:db8:7::1");
    }
    SpfLint lint = lint("v=spf1 mx include:big.example.net a:mail.example.org -all");
    assertThat(lint.counts().lookups()).isEqualTo(11);
    LookupCount big = lint.counts().terms().get(1);
    assertThat(big.term()).isEqualTo("include:big.example.net");
    assertThat(big.lookups()).isEqualTo(9);
    assertThat(big.terms()).extracting(LookupCount::lookups).containsExactly(4, 4);
    assertThat(big.terms().get(1).terms())
        .extracting(LookupCount::term)
        .containsExactly("mx", "a:h1.example.net", "include:b3.example.net");
    Finding finding = only(lint, SpfRule.LOOKUP_LIMIT);
    assertThat(finding.record().substring(finding.start(), finding.end()))
        .isEqualTo("a:mail.example.org");
    assertThat(finding.sentence()).contains("11 lookups", "include:big.example.net 9");
    assertThat(lint("v=spf1 mx include:big.example.net -all").lint().findings()).isEmpty();
  }

  @Test
  void reverse_names_in_macros_count_as_one_more_lookup() {
    assertThat(lint("v=spf1 exists:%{p}.a.%{d} exists:%{p}.b.%{d} -all").counts().lookups())
        .isEqualTo(3);
  }

  @Test
  void third_void_lookup_is_an_error() {
    SpfLint lint = lint("v=spf1 a:g1.example.org a:g2.example.org mx:g3.example.org mx -all");
    Finding finding = only(lint, SpfRule.VOID_LIMIT);
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.record().substring(finding.start(), finding.end()))
        .isEqualTo("mx:g3.example.org");
    assertThat(finding.mended()).isEqualTo("v=spf1 mx -all");
    assertThat(lint.counts().voidLookups()).isEqualTo(3);
  }

  @Test
  void hosts_without_ipv6_are_void_lookups_for_clients_with_it() {
    for (String host : List.of("h1", "h2", "h3")) {
      dns.a(host + ".example.org", "203.0.113." + host.charAt(1));
      dns.txt(host + ".example.org", "v=spf1 a -all");
    }
    String three = "v=spf1 a:h1.example.org a:h2.example.org a:h3.example.org";
    SpfLint lint = lint(three + " -all");
    assertThat(only(lint, SpfRule.VOID_LIMIT).severity()).isEqualTo(Severity.WARNING);
    assertThat(lint.counts().voidLookupsIp4()).isZero();
    assertThat(lint.counts().voidLookupsIp6()).isEqualTo(3);
    SpfLint sending = lint(three + " ip6:2001:db8:5::1 -all");
    assertThat(only(sending, SpfRule.VOID_LIMIT).severity()).isEqualTo(Severity.ERROR);
  }

  @Test
  void more_than_ten_mail_hosts_are_an_error_mended_by_their_addresses() {
    for (int i = 0; i < 11; i++) {
      dns.mx("many.example.org", i, "mx1.example.org");
    }
    SpfLint lint = lint("v=spf1 ~mx:many.example.org -all");
    Finding finding = only(lint, SpfRule.MX_LIMIT);
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.sentence()).contains("no more than 10, or list the addresses");
    assertThat(finding.mended()).isEqualTo("v=spf1 ~ip4:192.0.2.10 ~ip6:2001:db8::10 -all");
    assertThat(lint(finding.mended()).lint().findings()).isEmpty();
  }

  @Test
  void more_than_ten_addresses_of_a_mail_host_are_a_warning_mended_by_listing_them() {
    dns.mx("wide.example.org", 1, "big.example.org").txt("big.example.org", "v=spf1 a -all");
    dns.aaaa("big.example.org", "2001:db8:7::1");
    for (int i = 1; i <= 11; i++) {
      dns.a("big.example.org", "203.0.113." + i);
    }
    Finding finding = only(lint("v=spf1 mx:wide.example.org -all"), SpfRule.MX_LIMIT);
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.sentence()).contains("big.example.org has 11 addresses");
    assertThat(finding.mended()).contains("ip4:203.0.113.11 ip6:2001:db8:7::1 -all");
    assertThat(lint(finding.mended()).lint().isClean()).isTrue();
  }

  @Test
  void mail_hosts_without_ipv6_are_one_void_lookup_and_a_warning_about_those_who_count_more() {
    for (int i = 1; i <= 4; i++) {
      dns.mx("four.example.org", i, "h" + i + ".example.org")
          .a("h" + i + ".example.org", "203.0.113." + i)
          .txt("h" + i + ".example.org", "v=spf1 a -all");
    }
    SpfLint lint = lint("v=spf1 mx:four.example.org ip6:2001:db8:5::1 -all");
    Finding finding = only(lint, SpfRule.VOID_LIMIT);
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.sentence()).contains("client with IPv6", "4 questions", "counts terms");
    assertThat(lint.counts().voidLookupsIp6()).isEqualTo(1);
    assertThat(only(lint("v=spf1 mx:four.example.org -all"), SpfRule.VOID_LIMIT).severity())
        .as("where nothing with IPv6 sends")
        .isEqualTo(Severity.HINT);
  }

  /** A mistyped end is one mistake, and its text is mended whole. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=spf1 ip4:203.0.113.7~all",
        "v=spf1 mx-all",
        "v=spf1 include:_spf.example.net-all",
        "v=spf1 mx a:mail.example.org?all",
        "v=spf1 mx redirect:_spf.example.net",
        "v=spf1 mx ~ all"
      })
  void a_mistyped_end_is_not_called_missing(String record) {
    SpfLint lint = lint(record);
    assertThat(rules(lint)).doesNotContain(SpfRule.MISSING_ALL, SpfRule.INCLUDE_WITHOUT_RECORD);
    assertThat(lint(lint.lint().mended()).lint().isClean()).isTrue();
  }

  /** Whatever else is wrong with a record: what is offered in its place can be read. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=spf1 ipv4:203.0.113.7 MX +all",
        "v=spf1 v=spf1 redirect=_spf.example.net ip4:203.0.113.7-all",
        "v=spf1 redirect=_spf.example.net redirect=other.example.net -all",
        "v=spf1 bogus:1 mx mx -all",
        "v=spf1 mx ?all ip:203.0.113.7"
      })
  void each_mended_text_can_be_read(String record) {
    SpfLint lint = lint(record);
    assertThat(lint.lint().findings()).hasSizeGreaterThan(1);
    for (Finding finding : lint.lint().findings()) {
      if (finding.mended() != null) {
        assertThat(SpfRecord.parse(finding.mended()).terms()).isNotNull();
      }
    }
  }

  @Test
  void beside_all_a_redirect_has_two_repairs_and_both_are_said() {
    Finding finding =
        only(lint("v=spf1 mx redirect=_spf.example.net -all"), SpfRule.REDIRECT_BESIDE_ALL);
    assertThat(finding.mended()).isEqualTo("v=spf1 mx -all");
    String other = "v=spf1 mx redirect=_spf.example.net";
    assertThat(finding.sentence()).contains("\"" + other + "\"");
    assertThat(lint(other).lint().findings()).isEmpty();
  }

  @Test
  void a_second_version_is_told_truly_and_a_second_redirect_leaves_the_choice() {
    assertThat(only(lint("v=spf1 v=spf1 mx -all"), SpfRule.VERSION_AGAIN).sentence())
        .contains("Receivers ignore it")
        .doesNotContain("earlier");
    assertThat(only(lint("v=spf1 mx -all v=spf1"), SpfRule.VERSION_AGAIN).sentence())
        .contains("what follows the earlier \"all\" is ignored");
    Finding second =
        only(lint("v=spf1 redirect=_spf.example.net redirect=other.example.net"), SpfRule.SYNTAX);
    assertThat(second.sentence()).contains("one of the two has to go").doesNotContain("write");
    assertThat(second.mended()).isEqualTo("v=spf1 redirect=_spf.example.net");
  }

  @Test
  void mistakes_of_included_records_are_told_where_they_are() {
    dns.txt("outer.example.net", "v=spf1 include:inner.example.net ~all")
        .txt("inner.example.net", "v=spf1 ip4:203.0.113.1 ipv4:203.0.113.2 ~all");
    Finding finding =
        lint("v=spf1 include:outer.example.net -all").lint().findings().stream()
            .filter(f -> f.rule() == SpfRule.SYNTAX)
            .findFirst()
            .orElseThrow();
    assertThat(finding.path()).containsExactly(DOMAIN, "outer.example.net", "inner.example.net");
    assertThat(finding.record()).startsWith("v=spf1 ip4:203.0.113.1");
    assertThat(finding.record().substring(finding.start(), finding.end()))
        .isEqualTo("ipv4:203.0.113.2");
  }

  @Test
  void include_that_lets_everyone_pass_is_an_error() {
    dns.txt("open.example.net", "v=spf1 +all");
    Finding finding = only(lint("v=spf1 mx include:open.example.net -all"), SpfRule.PASS_ALL);
    assertThat(finding.path()).containsExactly(DOMAIN, "open.example.net");
  }

  @Test
  void two_terms_that_contradict_each_other_are_left_to_the_publisher() {
    Finding finding =
        only(lint("v=spf1 a:mail.example.org -a:mail.example.org -all"), SpfRule.UNREACHABLE);
    assertThat(finding.mended()).isEqualTo("v=spf1 a:mail.example.org -all");
    dns.a("also.example.org", "192.0.2.20").aaaa("also.example.org", "2001:db8::20");
    Finding other =
        only(lint("v=spf1 a:mail.example.org -a:also.example.org -all"), SpfRule.UNREACHABLE);
    assertThat(other.mended()).isNull();
  }

  @Test
  void loop_over_two_records_and_include_of_two_records_are_errors() {
    dns.txt("round.example.net", "v=spf1 include:about.example.net -all")
        .txt("about.example.net", "v=spf1 include:round.example.net -all")
        .txt("double.example.net", "v=spf1 -all", "v=spf1 mx -all");
    assertThat(only(lint("v=spf1 include:round.example.net -all"), SpfRule.LOOP).path())
        .containsExactly(DOMAIN, "round.example.net", "about.example.net");
    assertThat(
            only(lint("v=spf1 include:double.example.net -all"), SpfRule.BROKEN_INCLUDE).sentence())
        .contains("several SPF records");
  }

  @Test
  void include_of_a_host_was_meant_to_name_the_host() {
    Finding finding =
        only(lint("v=spf1 include:host.example.net -all"), SpfRule.INCLUDE_WITHOUT_RECORD);
    assertThat(finding.mended()).isEqualTo("v=spf1 -all");
    dns.a("host.example.net", "203.0.113.5");
    Finding host =
        only(lint("v=spf1 include:host.example.net -all"), SpfRule.INCLUDE_WITHOUT_RECORD);
    assertThat(host.mended()).isEqualTo("v=spf1 a:host.example.net -all");
  }

  @Test
  void include_that_another_brings_along_is_repeated() {
    dns.txt("all.example.net", "v=spf1 include:_spf.example.net ~all");
    Finding finding =
        only(
            lint("v=spf1 include:_spf.example.net include:all.example.net -all"), SpfRule.REPEATED);
    assertThat(finding.mended()).isEqualTo("v=spf1 include:all.example.net -all");
  }

  @Test
  void include_that_no_source_uses_is_named_and_stays() {
    dns.txt("d.example", "v=spf1 include:used.example include:idle.example -all");
    dns.txt("used.example", "v=spf1 ip4:198.51.100.0/24 -all");
    dns.txt("idle.example", "v=spf1 ip4:203.0.113.0/24 -all");
    SpfLint lint =
        new SpfLinter(dns)
            .lint("d.example", new SpfLinter.Known(List.of(source("198.51.100.7", 3)), Set.of()));
    Finding finding = only(lint, SpfRule.UNUSED_INCLUDE);
    assertThat(finding.sentence()).contains("idle.example");
    assertThat(lint.lint().mended()).isNull();
  }

  @Test
  void mx_whose_hosts_never_send_is_told_only_when_traffic_is_known() {
    assertThat(lint("v=spf1 mx include:_spf.example.net -all").lint().findings()).isEmpty();
    SpfLint lint = lint("v=spf1 mx include:_spf.example.net -all", source("198.51.100.7", 40));
    Finding finding = only(lint, SpfRule.MX_NEVER_SENDS);
    assertThat(finding.mended()).isEqualTo("v=spf1 include:_spf.example.net -all");
    assertThat(lint("v=spf1 mx -all", source("192.0.2.10", 1)).lint().findings()).isEmpty();
    assertThat(lint("v=spf1 mx -all", source("198.51.100.7", 0)).lint().findings()).isEmpty();
  }

  @Test
  void mail_server_with_ipv6_of_which_only_ipv4_is_listed() {
    SpfLint mx = lint("v=spf1 ip4:192.0.2.10 -all");
    assertThat(only(mx, SpfRule.ADDRESS_FAMILY).mended())
        .isEqualTo("v=spf1 ip4:192.0.2.10 ip6:2001:db8::10 -all");
    dns.ptr("192.0.2.20", "mail.example.org");
    SpfLint reverse = lint("v=spf1 ip4:192.0.2.20 ~all");
    assertThat(only(reverse, SpfRule.ADDRESS_FAMILY).sentence())
        .contains("mail.example.org", "IPv6");
    assertThat(lint(reverse.lint().mended()).lint().findings()).isEmpty();
    SpfLint other = lint("v=spf1 ip6:2001:db8::10 -all");
    assertThat(other.lint().mended()).isEqualTo("v=spf1 ip6:2001:db8::10 ip4:192.0.2.10 -all");
  }

  @Test
  void own_mail_servers_without_a_record_of_their_own_get_one() {
    dns.remove("mx1.example.org", "TXT");
    SpfLint lint = lint("v=spf1 mx -all");
    Finding finding = only(lint, SpfRule.HELO_RECORD);
    assertThat(finding.severity()).isEqualTo(Severity.HINT);
    assertThat(finding.name()).isEqualTo("mx1.example.org");
    assertThat(finding.mended()).isEqualTo("v=spf1 a -all");
    assertThat(lint.lint().isClean()).isTrue();
    assertThat(lint.lint().mended()).as("it is another name's record").isNull();
    dns.a("out.example.org", "203.0.113.3");
    SpfLint greeted =
        new SpfLinter(dns)
            .lint(DOMAIN, "v=spf1 -all", new Known(List.of(), Set.of("out.example.org")));
    assertThat(only(greeted, SpfRule.HELO_RECORD).name()).isEqualTo("out.example.org");
  }

  @Test
  void long_records_are_told_how_they_must_be_published() {
    String ranges =
        IntStream.range(0, 20)
            .mapToObj(i -> "ip4:203.0.113." + 4 * i + "/31")
            .collect(Collectors.joining(" "));
    String record = "v=spf1 " + ranges + " -all";
    Finding proposed = only(lint(record), SpfRule.LONG_STRING);
    assertThat(proposed.severity()).isEqualTo(Severity.WARNING);
    assertThat(proposed.start()).isEqualTo(255);
    dns.txt(DOMAIN, record);
    assertThat(only(published(), SpfRule.LONG_STRING).severity()).isEqualTo(Severity.HINT);
  }

  @Test
  void answers_over_512_octets_count_the_other_txt_records() {
    // 12 + 17 for the question, 12 + 1 and the text for each record
    String filler = "x".repeat(512 - 12 - 17 - 13 - "v=spf1 mx -all".length() - 13 - 1);
    dns.txt(DOMAIN, "v=spf1 mx -all", filler);
    assertThat(published().lint().findings()).isEmpty();
    dns.remove(DOMAIN, "TXT").txt(DOMAIN, "v=spf1 mx -all", filler + "x");
    Finding finding = only(published(), SpfRule.LARGE_ANSWER);
    assertThat(finding.severity()).isEqualTo(Severity.HINT);
    assertThat(finding.sentence()).contains("513 octets", "1 other TXT record");
    dns.remove(DOMAIN, "TXT").txt(DOMAIN, "v=spf1 mx -all", "x".repeat(1300));
    assertThat(only(published(), SpfRule.LARGE_ANSWER).severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void explanation_that_can_be_read_is_fine_and_a_broken_one_is_not() {
    dns.txt("why.example.org", "%{i} may not send for %{d}");
    assertThat(lint("v=spf1 mx -all exp=why.%{d}").lint().findings()).isEmpty();
    dns.txt("bad.example.org", "100% sure");
    assertThat(only(lint("v=spf1 mx -all exp=bad.example.org"), SpfRule.EXPLANATION).sentence())
        .contains("bad.example.org holds");
  }

  @Test
  void exists_of_a_fixed_name_matches_everyone() {
    Finding finding = only(lint("v=spf1 mx exists:mail.example.org -all"), SpfRule.CONSTANT_EXISTS);
    assertThat(finding.mended()).isEqualTo("v=spf1 mx -all");
  }

  @Test
  void dns_trouble_is_told_and_taken_for_nothing_else() {
    dns.fail("slow.example.net", "TXT");
    SpfLint lint = lint("v=spf1 mx include:slow.example.net -all");
    assertThat(rules(lint)).containsExactly(SpfRule.DNS_TROUBLE);
    assertThat(lint.lint().mended()).isNull();
    dns.fail(DOMAIN, "TXT");
    assertThat(rules(published())).containsExactly(SpfRule.DNS_TROUBLE);
  }

  @Test
  void every_rule_names_a_section() {
    for (SpfRule rule : SpfRule.values()) {
      assertThat(rule.section()).matches("[0-9]+(\\.[0-9]+)*");
    }
  }

  @Test
  void text_that_is_no_domain_name_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SpfLinter(dns).lint("not..a.name", Known.NOTHING));
  }

  @Test
  void hostile_records_cost_a_bounded_number_of_questions() {
    FakeDns hostile = new FakeDns();
    for (int depth = 0; depth < 40; depth++) {
      String two = " include:l" + (depth + 1) + ".example include:r" + (depth + 1) + ".example";
      hostile.txt("l" + depth + ".example", "v=spf1" + two + " mx:m%{d} -all");
      hostile.txt("r" + depth + ".example", "v=spf1" + two + " a:%{d} -all");
    }
    SpfLint lint = new SpfLinter(hostile).lint("l0.example", Known.NOTHING);
    assertThat(rules(lint)).contains(SpfRule.LOOKUP_LIMIT);
    assertThat(hostile.asked().size()).isLessThanOrEqualTo(600);
  }

  @Test
  void any_text_is_examined_and_every_mended_record_can_be_read() {
    Random random = new Random(7208);
    String alphabet = " abdilmoprsvx0123456789.:/%{}-+_=?~,;\"\u201c\u0000\u00e9";
    List<String> seeds =
        List.of(
            "v=spf1 mx a:mail.example.org/24//64 include:_spf.example.net -all exp=why.%{d}",
            "v=spf1 ip4:203.0.113.7 ip6:2001:db8::1/64 ptr exists:%{ir}.%{v}.x.org redirect=a.b");
    for (int round = 0; round < 1_000; round++) {
      StringBuilder text = new StringBuilder(seeds.get(round % seeds.size()));
      for (int n = 1 + random.nextInt(5); n > 0; n--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
          case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
          default -> text.deleteCharAt(at);
        }
      }
      String record = text.toString();
      SpfLint lint = lint(record);
      boolean readable = RecordTextTest.isReadable(record);
      boolean toldBroken =
          lint.lint().findings().stream()
              .anyMatch(f -> f.path().size() == 1 && f.severity() == Severity.ERROR);
      assertThat(readable || toldBroken).as(record).isTrue();
      for (Finding finding : lint.lint().findings()) {
        if (finding.mended() != null) {
          assertThat(SpfRecord.isSpf(finding.mended()) || !SpfRecord.isSpf(record))
              .as(record)
              .isTrue();
        }
      }
    }
  }

  @Test
  void very_long_terms_do_not_keep_the_patterns_busy() {
    for (String unit : List.of(",", ".", "-all", "include:", "1.", "a:", "~", "x", "[", "=")) {
      for (String start : List.of("v=spf1 ", "v=spf1 ip4:", "v=spf1 a", "vspf1", "v")) {
        String record = start + unit.repeat(60_000 / unit.length());
        assertThatNoException().isThrownBy(() -> lint(record));
      }
    }
  }

  private SpfLint lint(String record, Source... traffic) {
    return new SpfLinter(dns).lint(DOMAIN, record, new Known(List.of(traffic), Set.of()));
  }

  private SpfLint published() {
    return new SpfLinter(dns).lint(DOMAIN, Known.NOTHING);
  }

  private static Source source(String ip, long messages) {
    return new Source(IpAddresses.parse(ip).orElseThrow(), messages);
  }

  private static List<Rule> rules(SpfLint lint) {
    return lint.lint().findings().stream().map(Finding::rule).distinct().toList();
  }

  private static Finding only(SpfLint lint, SpfRule rule) {
    List<Finding> found = lint.lint().findings().stream().filter(f -> f.rule() == rule).toList();
    assertThat(found).as(lint.lint().findings().toString()).hasSize(1);
    return found.get(0);
  }
}
