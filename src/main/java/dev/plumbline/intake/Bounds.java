package dev.plumbline.intake;

import dev.plumbline.dmarc.PublicSuffixes;
import dev.plumbline.dns.DomainName;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.store.intake.SetAsideException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a report may say before it is believed. Anybody can mail a report to the address in a {@code
 * rua} tag, and what it says would stand in the figures.
 *
 * @param ownDomains reports about these, and names below them, are counted; empty for all
 * @param mostMessages one report may count
 */
public record Bounds(List<DomainName> ownDomains, long mostMessages) {

  /** Of one receiver and day. The largest senders there are stay well below it. */
  public static final long USUAL_MESSAGES = 1_000_000_000;

  /** What holds unless something is set: nothing that an honest reporter could exceed. */
  public static final Bounds USUAL = new Bounds(List.of(), USUAL_MESSAGES);

  /** DMARC was first published in January 2012. */
  private static final Instant FIRST = Instant.parse("2012-01-01T00:00:00Z");

  /** Clocks go wrong, and a day may be reported before it is over where it is over elsewhere. */
  private static final Duration AHEAD = Duration.ofDays(2);

  /** RFC 9990 knows days; some reporters send one report a month. */
  private static final Duration LONGEST = Duration.ofDays(100);

  private static final int CHARACTERS_SHOWN = 100;

  /** As host names are, and the underscores that real names have. */
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");

  public Bounds {
    ownDomains = List.copyOf(ownDomains);
  }

  /**
   * Bounds by settings.
   *
   * @throws IllegalArgumentException with one sentence if one of the texts is no domain name
   */
  public static Bounds of(List<String> ownDomains, long mostMessages) {
    List<DomainName> domains = new ArrayList<>();
    for (String text : ownDomains) {
      domains.add(
          DomainName.parseWritten(text.strip())
              .filter(Bounds::couldBeAHost)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "plumbline.bounds.own-domains: \"%s\" is no domain name."
                              .formatted(text.strip()))));
    }
    return new Bounds(domains, mostMessages);
  }

  /**
   * Looks at a report that was read.
   *
   * @param received when it came in
   * @throws SetAsideException if it is outside
   */
  void check(AggregateReport report, Instant received) throws SetAsideException {
    Optional<Outside> outside =
        name(report.header()).or(() -> dates(report.header(), received)).or(() -> messages(report));
    if (outside.isPresent()) {
      throw new SetAsideException(
          outside.get().bound(),
          report.header().policy().domain(),
          outside.get().sentence(),
          report.followed());
    }
  }

  private record Outside(String bound, String sentence) {}

  private static boolean couldBeAHost(DomainName name) {
    return name.labels().stream().allMatch(label -> LABEL.matcher(label).matches());
  }

  private Optional<Outside> name(ReportHeader header) {
    String text = header.policy().domain();
    Optional<DomainName> name = DomainName.parse(text).filter(Bounds::couldBeAHost);
    if (name.isEmpty()) {
      return Optional.of(
          new Outside(
              "domain-names",
              "It is about \"%s\", which is no name that a host could have."
                  .formatted(shortened(text))));
    }
    boolean own = ownDomains.stream().anyMatch(domain -> name.get().isWithin(domain));
    if (own) {
      return Optional.empty();
    }
    if (!ownDomains.isEmpty()) {
      return Optional.of(
          new Outside(
              "own-domains",
              "It is about %s, which is none of plumbline.bounds.own-domains.".formatted(text)));
    }
    boolean topLevel = name.get().labels().size() < 2;
    return topLevel || PublicSuffixes.isPublicSuffix(name.get())
        ? Optional.of(
            new Outside(
                "public-suffixes",
                "It is about %s, below which everybody's domains are.".formatted(text)))
        : Optional.empty();
  }

  private static Optional<Outside> dates(ReportHeader header, Instant received) {
    Instant begin = header.begin();
    Instant end = header.end();
    if (begin == null || end == null) {
      // Without a day it cannot be stored at all, and that is said.
      return Optional.empty();
    }
    if (begin.isBefore(FIRST)) {
      return Optional.of(
          new Outside("dates", "It is about %s, when there was no DMARC yet.".formatted(begin)));
    }
    if (begin.isAfter(received.plus(AHEAD)) || end.isAfter(received.plus(AHEAD))) {
      return Optional.of(
          new Outside("dates", "It is about a time to come: it ends at %s.".formatted(end)));
    }
    return Duration.between(begin, end).compareTo(LONGEST) > 0
        ? Optional.of(
            new Outside(
                "dates",
                "It is about %d days at once; more than %d are not believed."
                    .formatted(Duration.between(begin, end).toDays(), LONGEST.toDays())))
        : Optional.empty();
  }

  private Optional<Outside> messages(AggregateReport report) {
    return report.messages() > mostMessages
        ? Optional.of(
            new Outside(
                "messages",
                String.format(
                    Locale.ENGLISH,
                    "It counts %,d messages; more than %,d (plumbline.bounds.messages) are not"
                        + " believed.",
                    report.messages(),
                    mostMessages)))
        : Optional.empty();
  }

  private static String shortened(String text) {
    return text.length() <= CHARACTERS_SHOWN ? text : text.substring(0, CHARACTERS_SHOWN) + "...";
  }
}
