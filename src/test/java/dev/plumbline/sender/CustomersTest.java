package dev.plumbline.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.sender.SenderNames.Named;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceFacts.Day;
import dev.plumbline.standing.SourceFacts.Flow;
import dev.plumbline.standing.SourceFacts.Now;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceFacts.ReverseName;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mail of other customers, at an address of a service of ours. */
class CustomersTest {

  private static final DomainName OURS = DomainName.of("gull.example");
  private static final LocalDate DAY = LocalDate.of(2026, 11, 1);
  private static final SenderNames NAMES = new SenderNames(Catalogue.bundled(), AddressData.NONE);

  private final List<Flow> flows = new ArrayList<>();

  @Test
  void mail_that_another_domain_signs_is_left_out_of_ours() {
    Named named =
        name(
            flow(20, "mailgun.org", "gull.example", "mailgun.org"),
            flow(30, "mailgun.org", "bargain.example", "mailgun.org"));
    assertThat(named.sender().key()).isEqualTo("service:mailgun.org");
    assertThat(named.others().domain()).isEqualTo("bargain.example");
    assertThat(named.others().messages()).isEqualTo(30);
    assertThat(named.ours().messages()).isEqualTo(20);
    assertThat(named.ours().passMessages()).isEqualTo(20);
  }

  @ParameterizedTest(name = "{0} of 100 messages are signed by another domain: {1}")
  @CsvSource({"89, false", "90, true"})
  void an_address_is_of_another_customer_if_nearly_all_its_mail_is(int others, boolean theirs) {
    Named named =
        name(
            flow(others, "mailgun.org", "bargain.example", "mailgun.org"),
            flow(100 - others, "mailgun.org", "mailgun.org"));
    assertThat(named.others().messages()).isZero();
    assertThat(
            named.sender().evidence().stream()
                .anyMatch(sentence -> sentence.contains("as a customer of a service")))
        .isEqualTo(theirs);
  }

  @Test
  void mail_that_the_service_alone_signs_may_be_ours() {
    Named named =
        name(flow(20, "mailgun.org", "gull.example"), flow(30, "mailgun.org", "mailgun.org"));
    assertThat(named.others().messages()).isZero();
    assertThat(named.ours().messages()).isEqualTo(50);
  }

  @Test
  void mail_with_an_envelope_or_a_broken_signature_of_ours_is_nobody_elses() {
    Flow envelope = flow(30, "rp.gull.example", "bargain.example", "mailgun.org");
    Flow broken =
        failing(
            new ReportedSpf("mailgun.org", "mfrom", "pass", false, 0),
            new ReportedDkim("gull.example", "k", "fail", true, 0),
            new ReportedDkim("bargain.example", "k", "pass", false, 0));
    assertThat(name(flow(20, "mailgun.org", "gull.example"), envelope, broken).others().messages())
        .isZero();
  }

  @Test
  void an_envelope_domain_that_no_report_names_makes_no_mail_ours() {
    Flow unnamed =
        failing(
            new ReportedSpf("gull.example", "assumed", "pass", true, 0),
            new ReportedDkim("bargain.example", "k", "pass", false, 0),
            new ReportedDkim("mailgun.org", "k", "pass", false, 0));
    Named named = name(flow(20, "mailgun.org", "gull.example", "mailgun.org"), unnamed);
    assertThat(named.others().messages()).isEqualTo(30);
    assertThat(named.ours().messages()).isEqualTo(20);
  }

  @Test
  void a_service_that_nobody_knows_shows_by_signing_too() {
    assertThat(
            name(
                    flow(20, "blasts.example", "gull.example", "blasts.example"),
                    flow(30, "blasts.example", "bargain.example", "blasts.example"))
                .others()
                .messages())
        .isEqualTo(30);
    flows.clear();
    assertThat(
            name(
                    flow(20, "blasts.example", "gull.example"),
                    flow(30, "blasts.example", "bargain.example"))
                .others()
                .messages())
        .isZero();
  }

  /** 30 messages that failed. */
  private static Flow failing(ReportedSpf spf, ReportedDkim... dkim) {
    return new Flow(
        "p", false, false, List.of(spf), List.of(dkim), List.of(new Day(DAY, 1, 0, 30)));
  }

  private static Flow flow(long messages, String envelope, String... signers) {
    List<ReportedDkim> dkim = new ArrayList<>();
    boolean passes = false;
    for (String signer : signers) {
      boolean aligned = signer.equals("gull.example");
      passes |= aligned;
      dkim.add(new ReportedDkim(signer, "k", "pass", aligned, messages));
    }
    boolean ours = envelope.endsWith("gull.example");
    return new Flow(
        envelope + List.of(signers),
        passes,
        false,
        List.of(new ReportedSpf(envelope, "mfrom", ours ? "fail" : "pass", ours, messages)),
        dkim,
        List.of(new Day(DAY, 1, passes ? messages : 0, messages)));
  }

  private Named name(Flow... some) {
    flows.addAll(List.of(some));
    boolean mailgun = flows.get(0).spf().get(0).identity().equals("mailgun.org");
    SourceFacts none =
        new SourceFacts(
            IpAddresses.parse("69.72.32.20").orElseThrow(),
            0,
            0,
            0,
            0,
            0,
            1,
            DAY,
            DAY,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            false,
            new Now(
                Instant.parse("2026-11-20T06:00:00Z"),
                List.of(),
                List.of(),
                mailgun ? new ReverseName("m32-20.eu.mailgun.net", true) : null,
                false,
                null));
    return NAMES.name(none.only(flows), OURS, Set.of());
  }
}
