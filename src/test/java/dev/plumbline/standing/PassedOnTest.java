package dev.plumbline.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.SourceFacts.Now;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceFacts.ReverseName;
import java.net.InetAddress;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sources of {@code gull.example}, for which Postlark signs with the selector p1. */
class PassedOnTest {

  private static final String ORIGIN = "192.0.2.1";
  private static final String OTHER = "203.0.113.9";

  @Test
  void a_signature_that_arrives_broken_from_elsewhere_was_passed_on() {
    assertThat(find(origin(), source(OTHER, 40, 30, "mx.college.example", "p.example", "fail")))
        .containsExactly(ip(OTHER));
  }

  @Test
  void what_always_arrives_intact_is_left_alone() {
    assertThat(find(origin(), source(OTHER, 40, 40, "mx.college.example", "college.example")))
        .isEmpty();
  }

  @Test
  void another_host_of_the_signer_passes_nothing_on() {
    assertThat(find(origin(), source(OTHER, 40, 30, "out9.postlark.example", "x.example")))
        .as("a host of the same domain")
        .isEmpty();
    assertThat(find(origin(), source(OTHER, 40, 30, "h.rented.example", "b.postlark.example")))
        .as("an envelope of the same domain")
        .isEmpty();
    assertThat(
            PassedOn.sources(
                List.of(
                    traits(origin()).named("service:postlark", Set.of()),
                    traits(source(OTHER, 40, 30, "h.rented.example", "x.example"))
                        .named("service:postlark", Set.of()))))
        .as("the same sender by name")
        .isEmpty();
  }

  @Test
  void the_one_who_signs_most_mail_is_the_signer() {
    SourceFacts small = source(ORIGIN, 10, 10, "out1.postlark.example", "b.postlark.example");
    SourceFacts large = source(OTHER, 90, 90, "mx.college.example", "college.example");
    SourceFacts third = source("198.51.100.4", 20, 10, "mx2.college.example", "college.example");
    assertThat(find(small, large, third)).isEmpty();
  }

  @Test
  void a_source_that_spf_passes_is_listed_and_passes_nothing_on() {
    SourceFacts other = source(OTHER, 40, 30, "mx.college.example", "p.example", "fail");
    assertThat(find(origin(), spfPassing(other, 0))).containsExactly(ip(OTHER));
    assertThat(find(origin(), spfPassing(other, 1))).isEmpty();
  }

  private static SourceFacts spfPassing(SourceFacts source, long messages) {
    return new SourceFacts(
        source.ip(),
        source.messages(),
        source.passMessages(),
        source.dkimPassMessages(),
        messages,
        source.refusedMessages(),
        source.reporters(),
        source.firstDay(),
        source.lastDay(),
        source.spf(),
        source.dkim(),
        source.overrides(),
        source.days(),
        source.flows(),
        source.passedEarlier(),
        source.now());
  }

  @Test
  void without_a_signer_in_sight_nothing_is_concluded() {
    assertThat(find(source(OTHER, 40, 30, "mx.college.example", "p.example", "fail"))).isEmpty();
  }

  @Test
  void own_hosts_never_pass_on() {
    assertThat(find(origin(), source(OTHER, 40, 30, "mx.gull.example", "p.example", "fail")))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0} of 100 messages of the largest signer arrive intact")
  @CsvSource({"94, false", "95, true"})
  void mail_straight_from_the_signer_arrives_intact(long intact, boolean direct) {
    SourceFacts largest =
        source(ORIGIN, 100, intact, "out1.postlark.example", "b.postlark.example");
    assertThat(
            find(largest, source(OTHER, 40, 30, "mx.college.example", "p.example", "fail"))
                .contains(ip(OTHER)))
        .isEqualTo(direct);
  }

  @ParameterizedTest(name = "told of {0} of 100 messages: {1}")
  @CsvSource({"50, true", "49, false"})
  void a_reporter_that_tells_no_envelope_domain_or_no_result_hides_no_signer(
      long told, boolean found) {
    SourceFacts other = source(OTHER, 40, 30, "mx.college.example", "p.example", "fail");
    for (ReportedSpf hidden :
        List.of(
            new ReportedSpf("gull.example", "assumed", "pass", true, 100 - told),
            new ReportedSpf("b.postlark.example", "mfrom", "none", false, 100 - told),
            new ReportedSpf("out1.postlark.example", "helo", "none", false, 100 - told))) {
      SourceFacts largest =
          checked(new ReportedSpf("b.postlark.example", "mfrom", "pass", false, told), hidden);
      assertThat(find(largest, other).contains(ip(OTHER))).as(hidden.toString()).isEqualTo(found);
    }
  }

  @ParameterizedTest(name = "{0} of 100 messages failed: {1}")
  @CsvSource({"5, true", "6, false"})
  void mail_straight_from_the_signer_passes_spf(long failed, boolean found) {
    SourceFacts other = source(OTHER, 40, 30, "mx.college.example", "p.example", "fail");
    for (String result : List.of("fail", "softfail", "permerror")) {
      SourceFacts largest =
          checked(
              new ReportedSpf("b.postlark.example", "mfrom", "pass", false, 100 - failed),
              new ReportedSpf("b.postlark.example", "mfrom", result, false, failed));
      assertThat(find(largest, other).contains(ip(OTHER))).as(result).isEqualTo(found);
    }
    SourceFacts without =
        checked(
            new ReportedSpf("b.postlark.example", "mfrom", "pass", false, 100 - failed),
            new ReportedSpf("no-record.example", "mfrom", "none", false, failed));
    assertThat(find(without, other).contains(ip(OTHER))).as("no record").isEqualTo(found);
  }

  /** What signs most, and how SPF came out. */
  private static SourceFacts checked(ReportedSpf... spf) {
    SourceFacts plain = origin();
    return new SourceFacts(
        plain.ip(),
        plain.messages(),
        plain.passMessages(),
        plain.dkimPassMessages(),
        plain.spfPassMessages(),
        plain.refusedMessages(),
        plain.reporters(),
        plain.firstDay(),
        plain.lastDay(),
        List.of(spf),
        plain.dkim(),
        plain.overrides(),
        plain.days(),
        plain.flows(),
        plain.passedEarlier(),
        plain.now());
  }

  private static SourceFacts origin() {
    return source(ORIGIN, 100, 100, "out1.postlark.example", "b.postlark.example");
  }

  private static Set<InetAddress> find(SourceFacts... sources) {
    return PassedOn.sources(Stream.of(sources).map(PassedOnTest::traits).toList());
  }

  private static SourceTraits traits(SourceFacts source) {
    return Traits.of(source, DomainRecords.unknown(DomainName.of("gull.example")));
  }

  private static SourceFacts source(
      String ip, long messages, long intact, String host, String envelope) {
    return source(ip, messages, intact, host, envelope, "pass");
  }

  private static SourceFacts source(
      String ip, long messages, long intact, String host, String envelope, String spf) {
    return new SourceFacts(
        ip(ip),
        messages,
        intact,
        intact,
        0,
        0,
        2,
        LocalDate.of(2026, 11, 1),
        LocalDate.of(2026, 11, 20),
        List.of(new ReportedSpf(envelope, "mfrom", spf, false, messages)),
        List.of(
            new ReportedDkim("gull.example", "p1", "pass", true, intact),
            new ReportedDkim("gull.example", "p1", "fail", true, messages - intact)),
        List.of(),
        List.of(),
        List.of(),
        false,
        new Now(Facts.CHECKED, List.of(), List.of(), new ReverseName(host, true), false, null));
  }

  private static InetAddress ip(String text) {
    return IpAddresses.parse(text).orElseThrow();
  }
}
