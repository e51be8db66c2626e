package dev.plumbline.recheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.intake.FolderIngest;
import dev.plumbline.resolver.DnsResolver;
import dev.plumbline.resolver.ResolverSettings;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.review.SenderReview;
import dev.plumbline.review.SourceReview;
import dev.plumbline.sender.Catalogue;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.Locks;
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The story that the sample reports tell, from files to standings. */
@QuarkusTest
class SampleStandingsTest {

  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 8, 25);
  private static final LocalDate LAST_DAY = LocalDate.of(2026, 11, 22);

  @Inject FolderIngest folder;
  @Inject TrafficQueries traffic;
  @Inject CheckStore checks;
  @Inject Remedies remedies;
  @Inject Locks locks;
  @Inject DomainReviews reviews;
  @Inject Catalogue catalogue;
  @Inject RecheckSettings settings;

  /** A line of sample-standings.tsv. */
  private record Expected(
      String domain, String ip, Standing standing, long[] whole, long[] lastThirtyDays) {}

  @Test
  void every_source_has_the_figures_and_the_standing_its_story_gives_it() throws Exception {
    folder.ingest(List.of(Path.of("sample-reports")), file -> {});
    Dns dns =
        DnsResolver.create(
            ResolverSettings.of(
                Optional.of("none"),
                Duration.ofSeconds(1),
                Optional.of(Path.of("sample-reports/zone.example.db"))));
    Rechecks rechecks =
        new Rechecks(
            traffic,
            checks,
            dns,
            Clock.fixed(Instant.parse("2026-11-23T06:00:00Z"), ZoneOffset.UTC),
            settings,
            remedies,
            locks,
            catalogue,
            false);
    List<Expected> story = story();
    Set<Standing> shown = EnumSet.noneOf(Standing.class);
    List<String> differences = new ArrayList<>();
    Map<String, List<String>> named = new HashMap<>();
    for (String domain : story.stream().map(Expected::domain).distinct().toList()) {
      assertThat(rechecks.recheckNow(domain)).isPresent();
      DomainReview review = reviews.review(domain, FIRST_DAY, LAST_DAY).orElseThrow();
      review.senders().stream().map(SenderReview::standing).forEach(shown::add);
      named.put(domain, review.senders().stream().map(SenderReview::key).toList());
      Map<String, SourceReview> whole = byIp(review);
      Map<String, SourceReview> lastThirtyDays =
          byIp(reviews.review(domain, LAST_DAY.minusDays(29), LAST_DAY).orElseThrow());
      for (Expected expected : story) {
        if (expected.domain().equals(domain)) {
          compare(expected, whole.get(expected.ip()), expected.whole(), true, differences);
          compare(
              expected,
              lastThirtyDays.get(expected.ip()),
              expected.lastThirtyDays(),
              false,
              differences);
        }
      }
    }
    rechecks.stop();
    assertThat(differences).isEmpty();
    assertThat(named.get("harbourlight.example"))
        .containsExactlyInAnyOrder(
            "own",
            "service:askwell.example",
            "service:blastwave.example",
            "service:coastmail.example",
            "service:fairwind-office.example",
            "service:ledgerline.example",
            "service:museumforum.example",
            "service:oldhaven-hosting.example",
            "service:postlark.example",
            "service:seacliff.example",
            "service:tallyman.example",
            "service:turnstile-tickets.example",
            "network:192.0.2.0/24",
            "network:198.51.100.0/24",
            "network:203.0.113.0/24",
            "network:2001:db8:bad::/48");
    assertThat(shown)
        .contains(
            Standing.AUTHORIZED,
            Standing.FIXED,
            Standing.REGRESSED,
            Standing.NEEDS_ALIGNMENT,
            Standing.NEEDS_AUTHORIZING,
            Standing.FORWARDER,
            Standing.UNRECOGNIZED);
  }

  private static void compare(
      Expected expected,
      SourceReview actual,
      long[] figures,
      boolean standingToo,
      List<String> differences) {
    if (actual == null) {
      if (figures[0] > 0) {
        differences.add(expected.domain() + " " + expected.ip() + ": no messages");
      }
      return;
    }
    if (actual.facts().messages() != figures[0] || actual.facts().passMessages() != figures[1]) {
      differences.add(
          "%s %s: %d messages, %d pass; expected %d, %d"
              .formatted(
                  expected.domain(),
                  expected.ip(),
                  actual.facts().messages(),
                  actual.facts().passMessages(),
                  figures[0],
                  figures[1]));
    }
    if (standingToo && actual.standing() != expected.standing()) {
      differences.add(
          "%s %s: %s, expected %s; %s"
              .formatted(
                  expected.domain(),
                  expected.ip(),
                  actual.standing(),
                  expected.standing(),
                  actual.sentences()));
    }
  }

  private static Map<String, SourceReview> byIp(DomainReview review) {
    Map<String, SourceReview> sources = new HashMap<>();
    review.senders().stream()
        .flatMap(sender -> sender.sources().stream())
        .forEach(source -> sources.put(IpAddresses.toText(source.ip()), source));
    return sources;
  }

  private static List<Expected> story() throws IOException {
    List<Expected> story = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("src/test/resources/sample-standings.tsv"))) {
      String[] fields = line.split("\t", -1);
      if (!fields[0].equals("domain")) {
        story.add(
            new Expected(
                fields[0],
                fields[1],
                Standing.valueOf(fields[2]),
                new long[] {Long.parseLong(fields[3]), Long.parseLong(fields[4])},
                new long[] {Long.parseLong(fields[5]), Long.parseLong(fields[6])}));
      }
    }
    return story;
  }
}
