package dev.plumbline.spf.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfResult;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpfEditorTest {

  private static final String DOMAIN = "example.org";

  private final FakeDns dns =
      new FakeDns()
          .txt(
              "_spf.example.net",
              "v=spf1 ip4:198.51.100.0/25 ip4:198.51.100.128/25 a:h.example.net ~all")
          .a("h.example.net", "203.0.113.9")
          .aaaa("h.example.net", "2001:db8::9")
          .txt("odd.example.net", "v=spf1 -ip4:198.51.100.1 ip4:198.51.100.0/24 -all");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v=spf1 mx -all | ip4:192.0.2.1 | v=spf1 mx ip4:192.0.2.1 -all",
        "v=spf1  MX   ~all | include:_spf.example.net | v=spf1  MX   include:_spf.example.net ~all",
        "v=spf1 redirect=_spf.example.net | a:mail.example.org |"
            + " v=spf1 a:mail.example.org redirect=_spf.example.net",
        "v=spf1 mx exp=why.example.org -all | mx:example.net |"
            + " v=spf1 mx mx:example.net exp=why.example.org -all",
        "v=spf1 mx | ip6:2001:db8::1 | v=spf1 mx ip6:2001:db8::1",
        "v=spf1 -all | ?include:_spf.example.net | v=spf1 ?include:_spf.example.net -all",
        "v=spf1 mx -all | -a:mx2.example.org | v=spf1 -a:mx2.example.org mx -all",
        "'' | include:_spf.example.net | v=spf1 include:_spf.example.net ~all",
        "v=spf1 | mx | v=spf1 mx",
      })
  void sender_is_added_where_it_counts(String record, String term, String changed) {
    assertThat(changed(SpfEditor.add(DOMAIN, record, term))).isEqualTo(changed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v=spf1 MX -all | mx:example.org | is in the record already, as \"MX\"",
        "v=spf1 ip4:192.0.2.0/24 -all | ip4:192.0.2.7 | already, as \"ip4:192.0.2.0/24\"",
        "v=spf1 include:_SPF.example.net. -all | include:_spf.example.net | already",
        "v=spf1 mx -all | all | is not a sender",
        "v=spf1 mx -all | ipv4:192.0.2.1 | is not a sender",
        "v=spf1 mx -all | a b | is not a sender",
        "v=spf1 bogus -all | mx | cannot be read",
        "not a record | mx | cannot be read",
      })
  void what_is_there_and_what_is_no_sender_is_refused(String record, String term, String reason) {
    assertThat(refused(SpfEditor.add(DOMAIN, record, term))).contains(reason).endsWith(".");
  }

  @Test
  void sender_is_removed_however_it_is_written() {
    String record = "v=spf1 a:Example.ORG ~mx include:_spf.example.net -all";
    assertThat(changed(SpfEditor.remove(DOMAIN, record, "a")))
        .isEqualTo("v=spf1 ~mx include:_spf.example.net -all");
    assertThat(changed(SpfEditor.remove(DOMAIN, record, "mx")))
        .isEqualTo("v=spf1 a:Example.ORG include:_spf.example.net -all");
    assertThat(refused(SpfEditor.remove(DOMAIN, record, "include:x.example.net")))
        .isEqualTo("\"include:x.example.net\" is not in the record.");
  }

  @Test
  void what_was_added_can_be_removed_again() {
    for (String record :
        List.of("v=spf1  MX -all", "v=spf1 redirect=a.example", "v=spf1 a exp=b.c")) {
      for (String term : List.of("ip4:192.0.2.1", "include:z.example", "-a:h.example")) {
        String added = changed(SpfEditor.add(DOMAIN, record, term));
        assertThat(changed(SpfEditor.remove(DOMAIN, added, term)).replaceAll(" +", " "))
            .isEqualTo(record.replaceAll(" +", " "));
      }
    }
  }

  @Test
  void include_is_flattened_to_as_few_ranges_as_possible() {
    assertThat(
            changed(
                SpfEditor.flatten(
                    dns,
                    DOMAIN,
                    "v=spf1 mx ?include:_spf.example.net -all",
                    "include:_spf.example.net")))
        .isEqualTo("v=spf1 mx ?ip4:198.51.100.0/24 ?ip4:203.0.113.9 ?ip6:2001:db8::9 -all");
  }

  @Test
  void what_has_no_list_of_addresses_is_not_flattened() {
    for (String term :
        List.of(
            "include:odd.example.net", "exists:%{i}.example.org", "a:gone.example.org", "-all")) {
      String record =
          "v=spf1 include:odd.example.net exists:%{i}.example.org a:gone.example.org -all";
      assertThat(refused(SpfEditor.flatten(dns, DOMAIN, record, term)))
          .contains("cannot be written");
    }
    assertThat(refused(SpfEditor.flatten(dns, DOMAIN, "v=spf1 -all", "mx")))
        .contains("not in the record");
  }

  @Test
  void long_record_is_split_and_means_the_same() {
    Random random = new Random(408);
    int splits = 0;
    for (int round = 0; round < 20; round++) {
      StringBuilder text = new StringBuilder("v=spf1 a mx -ip4:192.0.2.77");
      for (int i = 0; i < 30; i++) {
        String sign = random.nextInt(12) == 0 ? "~" : "";
        text.append(' ').append(sign).append("ip4:192.0.").append(random.nextInt(4)).append('.');
        text.append(random.nextInt(64) * 4).append(random.nextBoolean() ? "/30" : "");
      }
      String record = text.append(" ~all").toString();
      FakeDns zone =
          new FakeDns()
              .txt(DOMAIN, record)
              .a(DOMAIN, "192.0.3.255")
              .mx(DOMAIN, 1, "m.example.org")
              .a("m.example.org", "192.0.3.254");
      if (!(SpfEditor.split(DOMAIN, record, 255) instanceof SpfEdit.Changed split)) {
        continue; // exceptions may leave runs too short to move
      }
      splits++;
      assertThat(split.records().size()).isGreaterThan(1);
      assertThat(split.records().values()).allMatch(part -> part.length() <= 255);
      List<Source> everyone = new ArrayList<>();
      for (int n = 0; n < 1024; n += 5) {
        everyone.add(new Source(ip("192.0." + n / 256 + "." + n % 256), 1));
      }
      WhatIf.Result result = WhatIf.replay(zone, DOMAIN, split.asTxtRecords(), everyone);
      assertThat(result.with(WhatIf.Effect.SAME)).as(split.toString()).hasSize(everyone.size());
    }
    assertThat(splits).isGreaterThan(12);
  }

  @Test
  void split_rewrites_terms_that_mean_their_own_domain() {
    String record =
        "v=spf1 mx/24 a include:%{d}.x.example ip4:192.0.2.1 ip4:192.0.2.3 ip4:192.0.2.5 -all";
    SpfEdit.Changed split = (SpfEdit.Changed) SpfEditor.split(DOMAIN, record, 80);
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put(
        DOMAIN, "v=spf1 include:_spf1.example.org include:%{d}.x.example ip4:192.0.2.5 -all");
    expected.put(
        "_spf1.example.org",
        "v=spf1 mx:example.org/24 a:example.org ip4:192.0.2.1 ip4:192.0.2.3 -all");
    assertThat(split.records()).containsExactlyEntriesOf(expected);
    assertThat(changed(SpfEditor.split(DOMAIN, "v=spf1 mx -all", 255))).isEqualTo("v=spf1 mx -all");
    assertThat(refused(SpfEditor.split(DOMAIN, record, 20))).contains("cannot be split");
  }

  @Test
  void record_is_split_into_nine_parts_at_most() {
    StringBuilder record = new StringBuilder("v=spf1");
    int records = 0;
    for (int i = 0; i < 200; i++) {
      record.append(" ip4:198.51.100.").append(100 + i % 150);
      SpfEdit edit = SpfEditor.split(DOMAIN, record + " -all", 300);
      if (!(edit instanceof SpfEdit.Changed split)) {
        break;
      }
      records = split.records().size();
    }
    assertThat(records).as("the domain's own and those it includes").isEqualTo(10);
  }

  @Test
  void replay_tells_who_gains_and_who_loses_by_which_term() {
    dns.txt(DOMAIN, "v=spf1 ip4:192.0.2.1 include:_spf.example.net -all", "verification=1");
    List<Source> sources =
        List.of(
            new Source(ip("192.0.2.1"), 5),
            new Source(ip("198.51.100.200"), 7),
            new Source(ip("203.0.113.200"), 11),
            new Source(ip("192.0.2.200"), 13));
    WhatIf.Result result =
        WhatIf.replay(
            dns,
            DOMAIN,
            Map.of(
                DOMAIN,
                List.of("v=spf1 include:_spf.example.net include:_new.example.org ~all"),
                "_new.example.org",
                List.of("v=spf1 ip4:203.0.113.0/24 -all")),
            sources);
    assertThat(result.changes())
        .extracting(WhatIf.Change::effect)
        .containsExactly(
            WhatIf.Effect.LOSES, WhatIf.Effect.SAME, WhatIf.Effect.GAINS, WhatIf.Effect.DIFFERS);
    assertThat(result.messages(WhatIf.Effect.LOSES)).isEqualTo(5);
    WhatIf.Change gains = result.with(WhatIf.Effect.GAINS).get(0);
    assertThat(gains.before().term()).isEqualTo("-all");
    assertThat(gains.after().term()).isEqualTo("ip4:203.0.113.0/24");
    assertThat(gains.after().path()).containsExactly(DOMAIN, "_new.example.org");
    assertThat(gains.after().lookups()).isEqualTo(3);
    assertThat(result.before().lookups()).isEqualTo(2);
    assertThat(result.after().lookups()).isEqualTo(3);
  }

  @Test
  void replay_asks_each_question_once_for_any_number_of_sources() {
    dns.txt(DOMAIN, "v=spf1 include:_spf.example.net -all");
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      sources.add(new Source(ip("203.0." + i / 250 + "." + i % 250), 1));
    }
    WhatIf.replay(
        dns, DOMAIN, Map.of(DOMAIN, List.of("v=spf1 include:_spf.example.net ~all")), sources);
    assertThat(dns.asked()).doesNotHaveDuplicates().hasSizeLessThan(8);
  }

  @Test
  void record_taken_away_leaves_none() {
    dns.txt(DOMAIN, "v=spf1 ip4:192.0.2.1 -all");
    WhatIf.Result result =
        WhatIf.replay(
            dns, DOMAIN, Map.of(DOMAIN, List.of()), List.of(new Source(ip("192.0.2.1"), 1)));
    assertThat(result.changes().get(0).after().result()).isEqualTo(SpfResult.NONE);
    assertThat(result.after()).isNull();
  }

  @Test
  void include_that_decides_for_no_source_is_unused() {
    dns.txt(
            DOMAIN,
            "v=spf1 ip4:198.51.100.7 include:_spf.example.net include:idle.example.net -all")
        .txt("idle.example.net", "v=spf1 ip4:198.51.100.0/24 -all");
    List<Source> sources =
        List.of(
            new Source(ip("198.51.100.7"), 10),
            new Source(ip("198.51.100.8"), 3),
            new Source(ip("8.8.8.8"), 2));
    List<WhatIf.TermUse> uses = WhatIf.uses(dns, DOMAIN, sources);
    assertThat(uses)
        .containsExactly(
            new WhatIf.TermUse("ip4:198.51.100.7", 1, 10),
            new WhatIf.TermUse("include:_spf.example.net", 1, 3),
            new WhatIf.TermUse("include:idle.example.net", 0, 0),
            new WhatIf.TermUse("-all", 1, 2));
    assertThat(uses.stream().filter(WhatIf.TermUse::isUnusedInclude))
        .extracting(WhatIf.TermUse::term)
        .containsExactly("include:idle.example.net");
    assertThat(WhatIf.uses(dns, "none.example.org", sources)).isEmpty();
  }

  @Test
  void redirect_is_used_by_whom_it_decides_for() {
    dns.txt(DOMAIN, "v=spf1 redirect=_spf.example.net");
    assertThat(WhatIf.uses(dns, DOMAIN, List.of(new Source(ip("198.51.100.7"), 4))))
        .containsExactly(new WhatIf.TermUse("redirect=_spf.example.net", 1, 4));
  }

  private static InetAddress ip(String text) {
    return IpAddresses.parse(text).orElseThrow();
  }

  private static String changed(SpfEdit edit) {
    assertThat(edit).isInstanceOf(SpfEdit.Changed.class);
    return ((SpfEdit.Changed) edit).record();
  }

  private static String refused(SpfEdit edit) {
    assertThat(edit).isInstanceOf(SpfEdit.Refused.class);
    return ((SpfEdit.Refused) edit).reason();
  }
}
