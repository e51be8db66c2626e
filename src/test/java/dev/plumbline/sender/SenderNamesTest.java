package dev.plumbline.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceFacts.KeyNow;
import dev.plumbline.standing.SourceFacts.Now;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceFacts.ReverseName;
import dev.plumbline.standing.SourceFacts.SpfNow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which evidence names a source of {@code gull.example}, and which does not. */
class SenderNamesTest {

  private static final Instant CHECKED = Instant.parse("2026-11-20T06:00:00Z");
  private static final DomainName GULL = DomainName.of("gull.example");
  private static final Catalogue BUNDLED = Catalogue.bundled();
  private static final SenderNames NAMES = new SenderNames(BUNDLED, AddressData.NONE);

  @TempDir Path folder;

  // --- each evidence alone ---

  @Test
  void a_verified_signature_of_its_own_names_a_service() {
    Sender sender = name(source().signed("mailchimpapp.net", "k2", "pass", false, 100));
    assertThat(sender.key()).isEqualTo("service:mailchimp.com");
    assertThat(sender.name()).isEqualTo("Mailchimp");
    assertThat(sender.kind()).isEqualTo("marketing");
    assertThat(sender.service()).isEqualTo(BUNDLED.byKey("mailchimp.com").orElseThrow());
    assertThat(sender.evidence())
        .containsExactly("Its mail carries valid signatures of mailchimpapp.net.");
  }

  @Test
  void an_envelope_domain_that_passes_spf_names_a_service() {
    assertThat(name(source().envelope("bounce.mail205.atl101.mcdlv.net", "pass", false, 100)))
        .satisfies(
            sender -> {
              assertThat(sender.key()).isEqualTo("service:mailchimp.com");
              assertThat(sender.evidence())
                  .containsExactly("SPF passes for its envelope domains under mcdlv.net.");
            });
  }

  @Test
  void an_envelope_domain_that_passes_only_today_names_a_service_too() {
    Sender sender =
        name(
            source()
                .envelope("u1.sendgrid.net", "temperror", false, 100)
                .today("u1.sendgrid.net", SpfResult.PASS, false, "u1.sendgrid.net"));
    assertThat(sender.key()).isEqualTo("service:sendgrid.net");
    assertThat(sender.evidence())
        .containsExactly("SPF passes today for its envelope domains under sendgrid.net.");
  }

  @Test
  void the_include_that_lists_the_address_names_a_service() {
    Sender sender =
        name(
            source()
                .envelope("gull.example", "pass", true, 100)
                .today(
                    "gull.example",
                    SpfResult.PASS,
                    true,
                    "gull.example",
                    "_spf.gull.example",
                    "spf.protection.outlook.com"));
    assertThat(sender.key()).isEqualTo("service:outlook.com");
    assertThat(sender.kind()).isEqualTo("mail_host");
    assertThat(sender.evidence())
        .containsExactly(
            "The SPF record of gull.example lists its addresses by including"
                + " spf.protection.outlook.com.");
  }

  @Test
  void an_include_within_an_include_names_the_service_that_the_catalogue_knows() {
    assertThat(
            name(source()
                    .today(
                        "gull.example",
                        SpfResult.PASS,
                        true,
                        "gull.example",
                        "spf.agency.example",
                        "_spf.google.com",
                        "_netblocks.google.com"))
                .key())
        .isEqualTo("service:google.com");
  }

  @Test
  void a_confirmed_reverse_name_names_a_service() {
    Sender sender = name(source().host("mail-lf1-f41.google.com", true));
    assertThat(sender.key()).isEqualTo("service:google.com");
    assertThat(sender.evidence())
        .containsExactly("The confirmed names of its addresses are under google.com.");
  }

  @Test
  void an_address_that_a_service_publishes_as_its_own_names_it() {
    Sender sender = name(source().publishedAs("sendgrid.net"));
    assertThat(sender.key()).isEqualTo("service:sendgrid.net");
    assertThat(sender.evidence())
        .containsExactly(
            "Twilio SendGrid lists its addresses in the SPF record of sendgrid.net, for customers"
                + " to include.");
    assertThat(
            name(source()
                    .publishedAs("amazonses.com")
                    .signed("acme.example", "x", "pass", false, 100))
                .key())
        .as("a delivery service gives way to whom it delivers for")
        .isEqualTo("service:acme.example");
  }

  @Test
  void a_telling_selector_names_a_service_that_has_no_hosts_of_its_own() {
    Sender sender =
        name(
            source()
                .signed("gull.example", "resend", "pass", true, 100)
                .envelope("send.gull.example", "pass", true, 100)
                .host("a8-31.smtp-out.amazonses.com", true));
    assertThat(sender.key()).isEqualTo("service:resend.com");
    assertThat(sender.evidence())
        .containsExactly(
            "Its valid signature of gull.example has the selector resend, as those of Resend.",
            "It sends through Amazon SES.");
  }

  @Test
  void a_key_that_leads_to_a_service_names_one_that_has_no_hosts_of_its_own() {
    MailService keeper = keeperWithoutHosts();
    String target = "s1.gull-example." + keeper.recognise().targets().get(0);
    Sender sender =
        name(
            source()
                .signed("gull.example", "any", "pass", true, 100)
                .keyAlias("gull.example", "any", target));
    assertThat(sender.service()).isEqualTo(keeper);
    assertThat(sender.evidence())
        .containsExactly(
            "The key of its valid signature of gull.example is kept by "
                + keeper.name()
                + ", where any._domainkey.gull.example leads.");
    assertThat(
            name(source()
                    .signed("gull.example", "any", "fail", true, 100)
                    .keyAlias("gull.example", "any", target))
                .key())
        .isEqualTo("network:192.0.2.0/24");
  }

  private static MailService keeperWithoutHosts() {
    return BUNDLED.services().stream()
        .filter(service -> !service.recognise().targets().isEmpty())
        .filter(service -> service.recognise().reverse().isEmpty())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_confirmed_host_of_the_domain_is_its_own_whatever_else_it_carries() {
    Sender sender =
        name(
            source()
                .host("mx.gull.example", true)
                .signed("mailchimpapp.net", "k2", "pass", false, 100));
    assertThat(sender.key()).isEqualTo("own");
    assertThat(sender.kind()).isEqualTo("own");
    assertThat(sender.name()).isEqualTo("Your own servers (gull.example)");
  }

  // --- what a spoofer can write himself ---

  @Test
  void names_of_a_service_that_nothing_verifies_count_for_nothing() {
    Source spoofer =
        source()
            .signed("sendgrid.net", "smtpapi", "fail", false, 60)
            .signed("sendgrid.net", "smtpapi", "none", false, 20)
            .signed("sendgrid.net", "smtpapi", "permerror", false, 20)
            .signed("gull.example", "mte1", "fail", true, 100)
            .envelope("u7.ct.sendgrid.net", "softfail", false, 80)
            .helo("o1.sendgrid.net", "fail", 20)
            .today("u7.ct.sendgrid.net", SpfResult.SOFTFAIL, false, "u7.ct.sendgrid.net")
            .host("o1.sendgrid.net", false);
    Sender sender = name(spoofer);
    assertThat(sender.key()).isEqualTo("network:192.0.2.0/24");
    assertThat(sender.service()).isNull();
  }

  @Test
  void a_record_of_someone_else_that_lists_the_address_proves_no_include_of_ours() {
    Sender sender =
        name(
            source()
                .today(
                    "spoofer.example",
                    SpfResult.PASS,
                    false,
                    "spoofer.example",
                    "_spf.google.com"));
    assertThat(sender.key()).isEqualTo("network:192.0.2.0/24");
  }

  @Test
  void an_include_that_does_not_match_names_nobody() {
    Sender sender =
        name(
            source()
                .today(
                    "gull.example", SpfResult.SOFTFAIL, true, "gull.example", "_spf.google.com"));
    assertThat(sender.key()).isEqualTo("network:192.0.2.0/24");
  }

  @Test
  void random_unverified_names_of_catalogued_services_never_name_them() {
    Random random = new Random(20261123);
    List<MailService> services = BUNDLED.services();
    List<String> failures =
        List.of("fail", "softfail", "neutral", "none", "temperror", "permerror", "policy", "");
    for (int i = 0; i < 2_000; i++) {
      Source source = source();
      for (int j = 0; j < 4; j++) {
        MailService service = services.get(random.nextInt(services.size()));
        String result = failures.get(random.nextInt(failures.size()));
        String name = "x" + random.nextInt(99) + "." + service.key();
        switch (random.nextInt(6)) {
          case 0 -> source.signed(pick(service.recognise().signs(), name), "s", result, false, 25);
          case 1 -> source.envelope(pick(service.recognise().envelope(), name), result, false, 25);
          case 2 -> source.helo(pick(service.recognise().reverse(), name), result, 25);
          case 3 -> source.host(pick(service.recognise().reverse(), name), false);
          case 4 ->
              source.signed(
                  "gull.example",
                  pick(service.recognise().selectors(), "s").replace("#", "1"),
                  result,
                  true,
                  25);
          default ->
              source.today(
                  "gull.example",
                  SpfResult.FAIL,
                  true,
                  "gull.example",
                  pick(service.recognise().include(), name));
        }
      }
      assertThat(name(source).key()).isEqualTo("network:192.0.2.0/24");
    }
  }

  private static String pick(List<String> names, String otherwise) {
    return names.isEmpty() ? otherwise : names.get(0);
  }

  // --- which evidence outweighs which ---

  @Test
  void a_signature_outweighs_an_envelope_and_an_envelope_an_include_and_that_a_host() {
    assertThat(
            name(source()
                    .signed("a.example", "s", "pass", false, 100)
                    .envelope("b.example", "pass", false, 100))
                .key())
        .isEqualTo("service:a.example");
    assertThat(
            name(source()
                    .envelope("b.example", "pass", false, 100)
                    .today("gull.example", SpfResult.PASS, true, "gull.example", "c.example"))
                .key())
        .isEqualTo("service:b.example");
    assertThat(
            name(source()
                    .today("gull.example", SpfResult.PASS, true, "gull.example", "c.example")
                    .host("mx.d.example", true))
                .key())
        .isEqualTo("service:c.example");
  }

  @Test
  void two_agreeing_lesser_ones_outweigh_a_greater() {
    Sender sender =
        name(
            source()
                .signed("a.example", "s", "pass", false, 100)
                .envelope("bounces.b.example", "pass", false, 100)
                .host("mx.b.example", true));
    assertThat(sender.key()).isEqualTo("service:b.example");
    assertThat(sender.evidence())
        .containsExactly(
            "SPF passes for its envelope domains under b.example.",
            "The confirmed names of its addresses are under b.example.");
  }

  @Test
  void evidence_of_few_messages_weighs_little() {
    Sender sender =
        name(
            source()
                .signed("a.example", "s", "pass", false, 30)
                .envelope("b.example", "pass", false, 70));
    assertThat(sender.key()).isEqualTo("service:b.example");
  }

  @Test
  void a_service_is_named_rather_than_the_delivery_service_behind_it() {
    Sender sender =
        name(
            source()
                .signed("amazonses.com", "224i4yxa5dv7c2xz3womw6peuasteono", "pass", false, 100)
                .signed("booking-tool.example", "bt1", "pass", false, 100)
                .envelope("eu-west-1.amazonses.com", "pass", false, 100)
                .host("a4-15.smtp-out.eu-west-1.amazonses.com", true));
    assertThat(sender.key()).isEqualTo("service:booking-tool.example");
    assertThat(sender.evidence())
        .containsExactly(
            "Its mail carries valid signatures of booking-tool.example.",
            "It sends through Amazon SES.");
  }

  @Test
  void a_delivery_service_is_named_where_few_messages_name_another() {
    Sender sender =
        name(
            source()
                .signed("amazonses.com", "224i4yxa5dv7c2xz3womw6peuasteono", "pass", false, 100)
                .signed("booking-tool.example", "bt1", "pass", false, 20)
                .host("a4-15.smtp-out.eu-west-1.amazonses.com", true));
    assertThat(sender.key()).isEqualTo("service:amazonses.com");
  }

  @Test
  void a_signature_that_came_through_a_mail_host_or_gateway_or_list_does_not_name_the_source() {
    for (String host :
        List.of(
            "mail-ej1-f54.google.com",
            "mx0a-001b2d01.pphosted.com",
            "lists.freelists.org",
            "mail-200166.simplelogin.co")) {
      Sender sender =
          name(source().signed("mailchimpapp.net", "k2", "pass", false, 100).host(host, true));
      assertThat(sender.key())
          .isEqualTo("service:" + BUNDLED.byReverseName(host).orElseThrow().key());
    }
  }

  @Test
  void a_signature_of_a_service_that_came_from_a_host_it_does_not_use_was_passed_on() {
    assertThat(
            name(source()
                    .signed("mailchimpapp.net", "k2", "pass", false, 100)
                    .host("forward1.university.example", true))
                .key())
        .isEqualTo("service:university.example");
    // Without a name there is no telling.
    assertThat(name(source().signed("mailchimpapp.net", "k2", "pass", false, 100)).key())
        .isEqualTo("service:mailchimp.com");
  }

  @Test
  void a_selector_that_came_from_elsewhere_does_not_name_the_service_that_signed() {
    assertThat(
            name(source()
                    .signed("gull.example", "google", "pass", true, 100)
                    .host("forward1.university.example", true))
                .key())
        .isEqualTo("service:university.example");
    assertThat(name(source().signed("gull.example", "google", "pass", true, 100)).key())
        .isEqualTo("network:192.0.2.0/24");
  }

  @ParameterizedTest(name = "{0}, {1} of 100 messages signed as us: {2}")
  @CsvSource({
    "host77.dyn.telenova.example, 50, signed:network:192.0.2.0/24",
    "host77.dyn.telenova.example, 49, network:192.0.2.0/24",
    "mail.gull-hosting.example, 50, service:gull-hosting.example",
  })
  void who_signs_as_us_behind_an_access_provider_is_apart_from_its_neighbours(
      String host, long signed, String key) {
    Sender sender =
        name(source().host(host, true).signed("gull.example", "k1", "pass", true, signed));
    assertThat(sender.key()).isEqualTo(key);
    if (key.startsWith("signed:")) {
      assertThat(sender.name()).isEqualTo("192.0.2.0/24, signed as yours");
    }
  }

  @Test
  void a_name_of_ours_that_is_not_aligned_is_no_service() {
    Sender sender =
        name(
            source()
                .signed("mail.gull.example", "s", "pass", false, 100)
                .envelope("bounce.gull.example", "pass", false, 100));
    assertThat(sender.key()).isEqualTo("network:192.0.2.0/24");
  }

  @Test
  void a_helo_name_that_passes_spf_counts_as_a_host_name_of_the_service() {
    Sender sender = name(source().helo("eur01-obe.outbound.protection.outlook.com", "pass", 100));
    assertThat(sender.key()).isEqualTo("service:outlook.com");
  }

  // --- services that are not in the catalogue, and strangers ---

  @Test
  void a_service_outside_the_catalogue_is_named_by_its_organizational_domain() {
    Sender sender =
        name(
            source()
                .signed("mail.ledgerline.co.uk", "ll2025", "pass", false, 100)
                .host("app1.ledgerline.co.uk", true));
    assertThat(sender.key()).isEqualTo("service:ledgerline.co.uk");
    assertThat(sender.name()).isEqualTo("ledgerline.co.uk");
    assertThat(sender.kind()).isEqualTo("service");
    assertThat(sender.service()).isNull();
  }

  @Test
  void strangers_are_grouped_by_confirmed_name_then_network_operator_then_network()
      throws Exception {
    Path asn =
        new MaxMindFile(true)
            .put(
                "192.0.2.0/24",
                Map.of(
                    "autonomous_system_number",
                    64500L,
                    "autonomous_system_organization",
                    "Rented Hosts"))
            .save(folder.resolve("asn.mmdb"), "GeoLite2-ASN");
    Path geo =
        new MaxMindFile(true)
            .put("192.0.2.0/24", Map.of("country", Map.of("iso_code", "NL")))
            .save(folder.resolve("geo.mmdb"), "GeoLite2-Country");
    SenderNames names = new SenderNames(BUNDLED, AddressData.open(asn, geo));
    Sender byName = names.of(source().host("vps7.rented.example", true).facts(), GULL);
    assertThat(byName.key()).isEqualTo("service:rented.example");
    assertThat(byName.evidence())
        .containsExactly(
            "The confirmed names of its addresses are under rented.example.",
            "Its addresses are announced by AS64500 (Rented Hosts), NL.");
    Sender byOperator = names.of(source().host("vps7.rented.example", false).facts(), GULL);
    assertThat(byOperator.key()).isEqualTo("asn:64500");
    assertThat(byOperator.kind()).isEqualTo("asn");
    assertThat(byOperator.name()).isEqualTo("Rented Hosts (AS64500)");
    assertThat(names.of(source("198.51.100.77").facts(), GULL).key())
        .isEqualTo("network:198.51.100.0/24");
    assertThat(names.of(source("2001:db8:1:2::3").facts(), GULL).key())
        .isEqualTo("network:2001:db8:1::/48");
  }

  // --- the operator's word ---

  @Test
  void an_address_in_the_operators_file_goes_before_all_evidence() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("mine.yaml"),
            """
            services:
              - key: payroll.gull.example
                name: Payroll
                kind: hr_finance
                recognise: {networks: [192.0.2.0/28]}
                authorize:
                  dkim: []
                  spf: {use: no, why: "It uses our own mail servers."}
                  return_path: {offered: no}
                  where: Ask the payroll team
                  link: https://wiki.gull.example/payroll
                certain: yes
            """);
    SenderNames names = new SenderNames(Catalogue.with(file), AddressData.NONE);
    Sender sender =
        names.of(
            source()
                .host("mx.gull.example", true)
                .signed("mailchimpapp.net", "k2", "pass", false, 100)
                .facts(),
            GULL);
    assertThat(sender.key()).isEqualTo("service:payroll.gull.example");
    assertThat(sender.kind()).isEqualTo("hr_finance");
    assertThat(sender.evidence())
        .containsExactly("Your catalogue file gives its address to Payroll.");
  }

  @Test
  void the_sentences_of_many_sources_are_told_once_the_commonest_first() {
    Sender one = new Sender("k", "n", "service", null, List.of("a", "b"));
    Sender two = new Sender("k", "n", "service", null, List.of("b", "c"));
    assertThat(SenderNames.together(List.of(one, two), 2)).containsExactly("b", "a");
  }

  private static Sender name(Source source) {
    return NAMES.of(source.facts(), GULL);
  }

  private static Source source() {
    return source("192.0.2.7");
  }

  private static Source source(String ip) {
    return new Source(ip);
  }

  /** The facts of a source of 100 messages. */
  private static final class Source {
    private final String ip;
    private final List<ReportedSpf> spf = new ArrayList<>();
    private final List<ReportedDkim> dkim = new ArrayList<>();
    private final List<SpfNow> now = new ArrayList<>();
    private final List<KeyNow> keys = new ArrayList<>();
    private ReverseName reverse;
    private String serviceRecord;

    private Source(String ip) {
      this.ip = ip;
    }

    Source signed(String domain, String selector, String result, boolean aligned, long count) {
      dkim.add(new ReportedDkim(domain, selector, result, aligned, count));
      return this;
    }

    Source envelope(String identity, String result, boolean aligned, long count) {
      spf.add(new ReportedSpf(identity, "mfrom", result, aligned, count));
      return this;
    }

    Source helo(String identity, String result, long count) {
      spf.add(new ReportedSpf(identity, "helo", result, false, count));
      return this;
    }

    Source today(String identity, SpfResult result, boolean aligned, String... path) {
      now.add(
          new SpfNow(
              identity,
              result,
              null,
              List.of(path),
              1,
              0,
              null,
              aligned,
              CHECKED,
              CHECKED,
              null,
              null,
              null));
      return this;
    }

    Source keyAlias(String domain, String selector, String alias) {
      keys.add(
          new KeyNow(domain, selector, KeyState.VALID, "The key is valid.", CHECKED, null, alias));
      return this;
    }

    /** A service says that the address is one of its own. */
    Source publishedAs(String record) {
      serviceRecord = record;
      return this;
    }

    Source host(String name, boolean confirmed) {
      reverse = new ReverseName(name, confirmed);
      return this;
    }

    SourceFacts facts() {
      return new SourceFacts(
          IpAddresses.parse(ip).orElseThrow(),
          100,
          0,
          dkim.stream()
              .filter(one -> one.aligned() && one.passed())
              .mapToLong(ReportedDkim::messages)
              .sum(),
          0,
          0,
          1,
          LocalDate.of(2026, 11, 1),
          LocalDate.of(2026, 11, 20),
          spf,
          dkim,
          List.of(),
          List.of(),
          List.of(),
          false,
          new Now(CHECKED, now, keys, reverse, false, serviceRecord));
    }
  }
}
