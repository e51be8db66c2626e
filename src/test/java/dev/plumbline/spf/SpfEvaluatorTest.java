package dev.plumbline.spf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfTrace.Outcome;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpfEvaluatorTest {

  private static final String CLIENT = "192.0.2.1";

  private final FakeDns dns = new FakeDns();

  @ParameterizedTest
  @CsvSource({
    "v=spf1 all, pass",
    "v=spf1 -all, fail",
    "v=spf1 ~all, softfail",
    "v=spf1 ?all, neutral",
    "v=spf1, neutral",
    "v=spf1 ip4:192.0.2.0/24 -all, pass",
    "v=spf1 ip4:192.0.2.2 -all, fail",
    "v=spf1 ip6:2001:db8::/32 -all, fail",
    "v=spf1 -ip4:192.0.2.1 +all, fail",
    "v=spf1 a:mail.example.org -all, pass",
    "v=spf1 a -all, fail",
    "v=spf1 mx -all, pass",
    "v=spf1 exists:%{i}.list.example.org -all, pass",
    "v=spf1 ptr -all, pass",
    "v=spf1 ptr:example.net -all, fail",
    "v=spf1 redirect=other.example.org, softfail",
    "v=spf1 bogus -all, permerror",
    "v=spf1 ip4:192.0.2.300 -all, permerror",
  })
  void each_mechanism_gives_its_result(String record, String result) {
    dns.txt("example.org", record)
        .a("example.org", "192.0.2.99")
        .a("mail.example.org", CLIENT)
        .mx("example.org", 10, "mail.example.org")
        .ptr(CLIENT, "mail.example.org")
        .a("192.0.2.1.list.example.org", "127.0.0.2")
        .txt("other.example.org", "v=spf1 ~all");
    assertThat(check().result().wire()).isEqualTo(result);
  }

  @Test
  void include_that_passes_gives_the_term_and_the_path_to_it() {
    dns.txt("example.org", "v=spf1 mx include:_spf.example.net -all")
        .txt("_spf.example.net", "v=spf1 include:b.example.net ~all")
        .txt("b.example.net", "v=spf1 ip4:192.0.2.0/28 ~all");
    SpfVerdict verdict = check();
    assertThat(verdict.result()).isEqualTo(SpfResult.PASS);
    assertThat(verdict.matchedTerm()).isEqualTo("ip4:192.0.2.0/28");
    assertThat(verdict.path()).containsExactly("example.org", "_spf.example.net", "b.example.net");
    assertThat(verdict.lookups()).isEqualTo(3);
    assertThat(verdict.voidLookups()).isEqualTo(1);
    assertThat(verdict.problem()).isNull();
  }

  @Test
  void include_of_domain_without_record_is_permerror() {
    dns.txt("example.org", "v=spf1 include:none.example.net -all").a("none.example.net", CLIENT);
    SpfVerdict verdict = check();
    assertThat(verdict.result()).isEqualTo(SpfResult.PERMERROR);
    assertThat(verdict.problem())
        .isEqualTo(
            "none.example.net publishes no SPF record (RFC 7208 section 4.5). Including it is an"
                + " error (RFC 7208 section 5.2).");
    assertThat(verdict.path()).containsExactly("example.org", "none.example.net");
    assertThat(verdict.matchedTerm()).isNull();
  }

  @Test
  void redirect_gives_the_verdict_of_the_other_record() {
    dns.txt("example.org", "v=spf1 redirect=_spf.example.org")
        .txt("_spf.example.org", "v=spf1 ip4:192.0.2.1 -all");
    SpfVerdict verdict = check();
    assertThat(verdict.matchedTerm()).isEqualTo("ip4:192.0.2.1");
    assertThat(verdict.path()).containsExactly("example.org", "_spf.example.org");
  }

  @Test
  void trace_shows_every_term_and_what_dns_was_asked() {
    dns.txt("example.org", "v=spf1 a:gone.example.org include:i.example.net ?all exp=x.%{d} mx")
        .txt("i.example.net", "v=spf1 -all");
    SpfTrace trace = check().trace();
    assertThat(trace.record()).startsWith("v=spf1 a:gone");
    assertThat(trace.steps())
        .extracting(SpfTrace.Step::outcome)
        .containsExactly(
            Outcome.NO_MATCH,
            Outcome.NO_MATCH,
            Outcome.MATCH,
            Outcome.NOT_REACHED,
            Outcome.NOT_REACHED);
    assertThat(trace.questions().get(0).type()).isEqualTo("TXT");
    assertThat(trace.steps().get(0).questions())
        .containsExactly(new SpfTrace.Question("A", "gone.example.org", "no such domain", 0));
    SpfTrace included = trace.steps().get(1).nested();
    assertThat(included.domain()).isEqualTo("i.example.net");
    assertThat(included.result()).isEqualTo(SpfResult.FAIL);
    assertThat(included.steps().get(0).outcome()).isEqualTo(Outcome.MATCH);
  }

  @Test
  void explanation_comes_with_a_fail_and_holds_the_macros_of_explanations() {
    dns.txt("example.org", "v=spf1 -all exp=why.%{d}")
        .txt("why.example.org", "%{c} is not ours, %{S}; %{r} at %{t}");
    assertThat(check().explanation())
        .isEqualTo("192.0.2.1 is not ours, user%40example.org; unknown at 0");
  }

  @ParameterizedTest
  @CsvSource({
    "exists:%{l}.example.org, example.org, helo.example, LOCAL_PART",
    "exists:%{S}.example.org, example.org, , LOCAL_PART",
    "include:%{h}.example.org, example.org, , HELO",
    "redirect=%{l}.%{h}.example.org, example.org, , LOCAL_PART HELO",
    "exists:%{l}.%{h}.example.org, user@example.org, helo.example, ''",
    "exists:%{l}.%{h}.example.org, @example.org, helo.example, ''",
    "exists:%{i}.%{d}.%{o}, example.org, , ''",
    "ip4:192.0.2.1 exists:%{l}.example.org, example.org, , ''",
    "-all exp=%{l}.example.org, example.org, , ''",
  })
  void verdict_says_which_unknown_parts_of_the_message_it_depends_on(
      String terms, String mailFrom, String helo, String unknown) {
    dns.txt("example.org", "v=spf1 " + terms).txt("postmaster.example.org", "%{h}");
    SpfQuery query = SpfQuery.of(IpAddresses.parse(CLIENT).orElseThrow(), mailFrom, helo);
    assertThat(new SpfEvaluator(dns).evaluate("example.org", query).dependsOn())
        .extracting(Enum::name)
        .containsExactlyInAnyOrder(unknown.isEmpty() ? new String[0] : unknown.split(" "));
  }

  @Test
  void trace_says_how_old_each_answer_is() {
    Dns old =
        (Dns)
            Proxy.newProxyInstance(
                Dns.class.getClassLoader(),
                new Class<?>[] {Dns.class},
                (proxy, method, arguments) ->
                    new DnsAnswer.Found<>(
                        List.of("v=spf1 -all"), Duration.ofHours(1), Duration.ofSeconds(90)));
    SpfQuery query = SpfQuery.of(IpAddresses.parse(CLIENT).orElseThrow(), "example.org", null);
    assertThat(new SpfEvaluator(old).evaluate(query).trace().questions())
        .containsExactly(new SpfTrace.Question("TXT", "example.org", "v=spf1 -all", 90));
  }

  @Test
  void dns_failure_is_temperror_and_says_where() {
    dns.txt("example.org", "v=spf1 a:slow.example.org -all").fail("slow.example.org", "A");
    SpfVerdict verdict = check();
    assertThat(verdict.result()).isEqualTo(SpfResult.TEMPERROR);
    assertThat(verdict.problem()).contains("slow.example.org", "RFC 7208");
    assertThat(verdict.trace().steps().get(0).outcome()).isEqualTo(Outcome.ERROR);
  }

  @Test
  void failing_reverse_zone_only_keeps_ptr_from_matching() {
    dns.txt("example.org", "v=spf1 ptr ~all").fail("1.2.0.192.in-addr.arpa", "PTR");
    assertThat(check().result()).isEqualTo(SpfResult.SOFTFAIL);
  }

  @Test
  void two_records_are_permerror_but_other_txt_records_are_not() {
    dns.txt("example.org", "v=spf1 -all", "google-site-verification=x", "v=spf10 all");
    assertThat(check().result()).isEqualTo(SpfResult.FAIL);
    dns.txt("example.org", "v=spf1 +all");
    assertThat(check().problem()).contains("2 SPF records", "section 4.5");
  }

  @Test
  void syntax_error_after_the_matching_term_counts_and_names_its_place() {
    dns.txt("example.org", "v=spf1 ip4:192.0.2.1 a:192.0.2.7 -all");
    SpfVerdict verdict = check();
    assertThat(verdict.result()).isEqualTo(SpfResult.PERMERROR);
    assertThat(verdict.problem()).contains("character 24", "a:192.0.2.7", "ip4:", "section 4.6");
  }

  @Test
  void void_lookups_are_counted_by_term_and_a_third_is_permerror() {
    dns.txt("example.org", "v=spf1 a:x.example.org exists:y.example.org mx ip4:192.0.2.1 -all")
        .mx("example.org", 1, "a.example.org")
        .mx("example.org", 2, "b.example.org");
    SpfVerdict verdict = check();
    assertThat(verdict.result()).isEqualTo(SpfResult.PERMERROR);
    assertThat(verdict.voidLookups()).isEqualTo(3);
    assertThat(verdict.problem()).contains("section 4.6.4");
  }

  @Test
  void mail_hosts_without_addresses_are_one_void_lookup_and_the_trace_says_who_counts_more() {
    dns.txt("example.org", "v=spf1 mx ip4:192.0.2.1 -all");
    for (int i = 1; i <= 4; i++) {
      dns.mx("example.org", i, "m" + i + ".example.org");
    }
    SpfVerdict verdict = check();
    assertThat(verdict.result()).isEqualTo(SpfResult.PASS);
    assertThat(verdict.voidLookups()).isEqualTo(1);
    assertThat(verdict.trace().steps().get(0).detail())
        .contains("4 questions found nothing, in 1 term", "RFC 7208 section 4.6.4");
  }

  @Test
  void mail_hosts_of_which_one_has_an_address_are_no_void_lookup() {
    dns.txt("example.org", "v=spf1 mx a:x.example.org a:y.example.org ip4:192.0.2.1 -all")
        .mx("example.org", 1, "m1.example.org")
        .mx("example.org", 2, "m2.example.org")
        .a("m2.example.org", "203.0.113.9");
    SpfVerdict verdict = check();
    assertThat(verdict.result()).isEqualTo(SpfResult.PASS);
    assertThat(verdict.voidLookups()).isEqualTo(2);
    assertThat(verdict.trace().steps().get(2).detail()).contains("3 questions", "in 2 terms");
  }

  @Test
  void a_mail_host_with_more_than_ten_addresses_matches_and_the_trace_says_who_stops() {
    dns.txt("example.org", "v=spf1 mx -all").mx("example.org", 1, "big.example.org");
    for (int i = 20; i < 31; i++) {
      dns.a("big.example.org", "203.0.113." + i);
    }
    dns.a("big.example.org", CLIENT);
    SpfVerdict verdict = check();
    assertThat(verdict.result()).isEqualTo(SpfResult.PASS);
    assertThat(verdict.trace().steps().get(0).detail())
        .contains("12 addresses", "permerror", "RFC 7208 section 4.6.4");
  }

  @Test
  void eleven_exchanges_are_permerror_even_if_the_first_would_match() {
    dns.txt("example.org", "v=spf1 mx -all").a("m.example.org", CLIENT);
    for (int i = 0; i < 11; i++) {
      dns.mx("example.org", i, "m.example.org");
    }
    assertThat(check().problem()).contains("more than 10 MX records");
  }

  @Test
  void validated_name_counts_one_lookup_however_often_it_is_used() {
    dns.txt("example.org", "v=spf1 exists:%{p}.a.example.org exists:%{p}.b.example.org -all")
        .ptr(CLIENT, "m.example.net", "host.example.org")
        .a("host.example.org", CLIENT)
        .a("host.example.org.b.example.org", "127.0.0.2");
    SpfVerdict verdict = check();
    assertThat(verdict.result()).isEqualTo(SpfResult.PASS);
    assertThat(verdict.lookups()).isEqualTo(3);
    assertThat(dns.asked()).filteredOn(q -> q.startsWith("PTR")).hasSize(1);
  }

  @Test
  void null_reverse_path_is_checked_as_postmaster_at_the_helo_name() {
    dns.txt("mail.example.org", "v=spf1 exists:%{l}.%{o} -all")
        .a("postmaster.mail.example.org", "127.0.0.2");
    SpfQuery query = SpfQuery.of(IpAddresses.parse(CLIENT).orElseThrow(), "", "mail.example.org");
    assertThat(new SpfEvaluator(dns).evaluate(query).result()).isEqualTo(SpfResult.PASS);
  }

  @Test
  void query_without_any_domain_is_refused() {
    SpfQuery query = SpfQuery.of(IpAddresses.parse(CLIENT).orElseThrow(), null, null);
    assertThatIllegalArgumentException().isThrownBy(() -> new SpfEvaluator(dns).evaluate(query));
  }

  @Test
  void internationalized_domain_is_checked_as_a_labels() {
    dns.txt("xn--bcher-kva.example", "v=spf1 ip4:192.0.2.1 -all");
    SpfQuery query =
        SpfQuery.of(IpAddresses.parse(CLIENT).orElseThrow(), "a@b\u00fccher.example", null);
    assertThat(new SpfEvaluator(dns).evaluate(query).result()).isEqualTo(SpfResult.PASS);
  }

  @Test
  void record_of_another_domain_is_evaluated_with_the_senders_macros() {
    dns.txt("example.net", "v=spf1 exists:%{o}.%{d} -all")
        .a("example.org.example.net", "127.0.0.2");
    SpfQuery query = SpfQuery.of(IpAddresses.parse(CLIENT).orElseThrow(), "user@example.org", null);
    assertThat(new SpfEvaluator(dns).evaluate("example.net", query).result())
        .isEqualTo(SpfResult.PASS);
  }

  /** The examples of RFC 7208 section 7.4. */
  @ParameterizedTest
  @CsvSource({
    "%{s}, strong-bad@email.example.com",
    "%{o}, email.example.com",
    "%{d}, email.example.com",
    "%{d4}, email.example.com",
    "%{d3}, email.example.com",
    "%{d2}, example.com",
    "%{d1}, com",
    "%{dr}, com.example.email",
    "%{d2r}, example.email",
    "%{l}, strong-bad",
    "%{l-}, strong.bad",
    "%{lr}, strong-bad",
    "%{lr-}, bad.strong",
    "%{l1r-}, strong",
    "%{ir}.%{v}._spf.%{d2}, 3.2.0.192.in-addr._spf.example.com",
    "%{lr-}.lp._spf.%{d2}, bad.strong.lp._spf.example.com",
    "%{lr-}.lp.%{ir}.%{v}._spf.%{d2}, bad.strong.lp.3.2.0.192.in-addr._spf.example.com",
    "%{d2}.trusted-domains.example.net, example.com.trusted-domains.example.net",
  })
  void macros_expand_as_in_the_examples_of_the_rfc(String macros, String expanded) {
    dns.txt("email.example.com", "v=spf1 -all exp=e.example.com").txt("e.example.com", macros);
    SpfQuery query =
        SpfQuery.of(
            IpAddresses.parse("192.0.2.3").orElseThrow(), "strong-bad@email.example.com", null);
    assertThat(new SpfEvaluator(dns).evaluate(query).explanation()).isEqualTo(expanded);
  }

  @Test
  void every_kind_of_mechanism_can_be_matched() {
    List<String> terms =
        List.of(
            "all",
            "include:i.example.org",
            "a",
            "mx",
            "ptr",
            "ip4:192.0.2.9",
            "ip6:::1",
            "exists:e.example.org");
    assertThat(terms).hasSameSizeAs(Mechanism.class.getPermittedSubclasses());
    for (Class<?> kind : Mechanism.class.getPermittedSubclasses()) {
      String record =
          terms.stream()
              .filter(term -> kind.isInstance(mechanism(term)))
              .findFirst()
              .map(term -> "v=spf1 -" + term)
              .orElseThrow(() -> new AssertionError("No term for " + kind));
      FakeDns one = new FakeDns().txt("example.org", record).txt("i.example.org", "v=spf1");
      assertThat(check(one).result()).isIn(SpfResult.FAIL, SpfResult.NEUTRAL);
    }
  }

  private static Mechanism mechanism(String term) {
    return SpfRecord.parse("v=spf1 " + term).directives().get(0).mechanism();
  }

  private SpfVerdict check() {
    return check(dns);
  }

  private static SpfVerdict check(FakeDns dns) {
    SpfQuery query =
        SpfQuery.of(IpAddresses.parse(CLIENT).orElseThrow(), "user@example.org", "helo.example");
    return new SpfEvaluator(dns).evaluate(query);
  }
}
