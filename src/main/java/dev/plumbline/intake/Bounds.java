package dev.plumbline.intake;

import dev.plumbline.dmarc.PublicSuffixes;
import dev.plumbline.dns.DomainName;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.report.tls.TlsReport;
import dev.plumbline.store.intake.FailureDomain;
import dev.plumbline.store.intake.LearntDomains;
import dev.plumbline.store.intake.LearntDomains.Known;
import dev.plumbline.store.intake.SetAsideException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a report may say before it is believed. Anybody can mail a report to the address in a {@code
 * rua} tag, and what it says would stand in the figures.
 *
 * @param ownDomains reports about these, and names below them, are counted; empty for all
 * @param mostMessages one report may count
 * @param mostIdentities domains that SPF and DKIM were checked for, which one report may name; each
 *     of them is asked about in DNS
 */
public record Bounds(List<DomainName> ownDomains, long mostMessages, int mostIdentities) {

  /** Of one receiver and day. The largest senders there are stay well below it. */
  public static final long USUAL_MESSAGES = 1_000_000_000;

  /** Of one receiver and day; most name fewer than a hundred. */
  public static final int USUAL_IDENTITIES = 20_000;

  /** What holds unless something is set: nothing that an honest reporter could exceed. */
  public static final Bounds USUAL = new Bounds(List.of(), USUAL_MESSAGES, USUAL_IDENTITIES);

  /** DMARC was first published in January 2012. */
  private static final Instant FIRST = Instant.parse("2012-01-01T00:00:00Z");

  /** Clocks go wrong, and a day may be reported before it is over where it is over elsewhere. */
  private static final Duration AHEAD = Duration.ofDays(2);

  /** RFC 9990 knows days; some reporters send one report a month. */
  private static final Duration LONGEST = Duration.ofDays(100);

  /** RFC 8460 has a report for each domain; some put those of one customer together. */
  private static final int MOST_TLS_DOMAINS = 100;

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
  public static Bounds of(List<String> ownDomains, long mostMessages, int mostIdentities) {
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
    return new Bounds(domains, mostMessages, mostIdentities);
  }

  /**
   * How a report came.
   *
   * @param at when
   * @param learnt whose domain one is, as far as DNS told; nothing where an operator chose the file
   */
  record Arrival(Instant at, Function<DomainName, Known> learnt) {

    static Arrival chosen(Instant at) {
      return new Arrival(at, name -> Known.NOTHING_LEARNT);
    }
  }

  /**
   * Looks at a report that was read.
   *
   * @param identities how many domains it names that SPF or DKIM were checked for
   * @throws SetAsideException if it is outside
   */
  void check(AggregateReport report, int identities, Arrival arrival) throws SetAsideException {
    ReportHeader header = report.header();
    String domain = header.policy().domain();
    throwIf(
        name(domain, arrival)
            .or(() -> dates(header.begin(), header.end(), arrival.at()))
            .or(() -> messages(report.messages(), "messages"))
            .or(() -> identities(identities)),
        domain,
        report.followed());
  }

  /** As {@link #check(AggregateReport, int, Arrival)}. */
  void check(FailureReport report, Arrival arrival) throws SetAsideException {
    Optional<String> domain = FailureDomain.of(report);
    if (domain.isEmpty()) {
      return; // It cannot be stored at all, and that is said.
    }
    Instant said = report.arrivalDate() != null ? report.arrivalDate() : report.sentAt();
    throwIf(
        name(domain.get(), arrival).or(() -> dates(said, said, arrival.at())), domain.get(), false);
  }

  /** As {@link #check(AggregateReport, int, Arrival)}. */
  void check(TlsReport report, Arrival arrival) throws SetAsideException {
    List<String> domains =
        report.policies().stream()
            .map(TlsReport.Policy::domain)
            .filter(domain -> !domain.isEmpty())
            .distinct()
            .toList();
    if (domains.size() > MOST_TLS_DOMAINS) {
      throw new SetAsideException(
          "domains",
          domains.get(0),
          "It is about %d domains at once; more than %d are not believed."
              .formatted(domains.size(), MOST_TLS_DOMAINS),
          false);
    }
    for (String domain : domains) {
      throwIf(name(domain, arrival), domain, false);
    }
    throwIf(
        dates(report.begin(), report.end(), arrival.at())
            .or(() -> messages(sessions(report), "sessions")),
        domains.isEmpty() ? "" : domains.get(0),
        false);
  }

  /** As large as fits, whatever it claims. */
  private static long sessions(TlsReport report) {
    BigInteger sum = BigInteger.ZERO;
    for (TlsReport.Policy policy : report.policies()) {
      sum = sum.add(BigInteger.valueOf(policy.success())).add(BigInteger.valueOf(policy.failure()));
      for (TlsReport.Failure failure : policy.failures()) {
        sum = sum.max(BigInteger.valueOf(failure.count()));
      }
    }
    return sum.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
  }

  private static void throwIf(Optional<Outside> outside, String domain, boolean followed)
      throws SetAsideException {
    if (outside.isPresent()) {
      throw new SetAsideException(
          outside.get().bound(), domain, outside.get().sentence(), followed);
    }
  }

  private record Outside(String bound, String sentence) {}

  private static boolean couldBeAHost(DomainName name) {
    return name.labels().stream().allMatch(label -> LABEL.matcher(label).matches());
  }

  private Optional<Outside> name(String text, Arrival arrival) {
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
    Known known = arrival.learnt().apply(name.get());
    if (known == Known.OURS) {
      return Optional.empty();
    }
    if (!ownDomains.isEmpty()) {
      return Optional.of(
          new Outside(
              LearntDomains.OWN_DOMAINS,
              "It is about %s, which is none of plumbline.bounds.own-domains.".formatted(text)));
    }
    boolean topLevel = name.get().labels().size() < 2;
    if (!topLevel && known == Known.ELSEWHERE) {
      return Optional.of(
          new Outside(
              LearntDomains.OWN_DOMAINS,
              "It is about %s, whose DMARC record has no reports sent here.".formatted(text)));
    }
    if (!topLevel && known == Known.NOT_ASKED) {
      return Optional.of(
          new Outside(
              LearntDomains.OWN_DOMAINS,
              ("It is about %s, and when it came DNS had not said yet whether reports about it are"
                      + " sent here. If they are, it is taken in by itself.")
                  .formatted(text)));
    }
    return topLevel || PublicSuffixes.isPublicSuffix(name.get())
        ? Optional.of(
            new Outside(
                "public-suffixes",
                "It is about %s, below which everybody's domains are.".formatted(text)))
        : Optional.empty();
  }

  private static Optional<Outside> dates(
      @Nullable Instant begin, @Nullable Instant end, Instant received) {
    if (begin == null || end == null) {
      // Without a day it cannot be stored at all, and that is said.
      return Optional.empty();
    }
    if (begin.isBefore(FIRST)) {
      return Optional.of(
          new Outside(
              "dates", "It is about %s, when there was no DMARC yet.".formatted(day(begin))));
    }
    if (begin.isAfter(received.plus(AHEAD)) || end.isAfter(received.plus(AHEAD))) {
      return Optional.of(
          new Outside("dates", "It is about a time to come: it ends on %s.".formatted(day(end))));
    }
    return Duration.between(begin, end).compareTo(LONGEST) > 0
        ? Optional.of(
            new Outside(
                "dates",
                "It is about %d days at once; more than %d are not believed."
                    .formatted(Duration.between(begin, end).toDays(), LONGEST.toDays())))
        : Optional.empty();
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  private Optional<Outside> messages(long counted, String what) {
    return counted > mostMessages
        ? Optional.of(
            new Outside(
                "messages",
                String.format(
                    Locale.ENGLISH,
                    "It counts %,d %s; more than %,d (plumbline.bounds.messages) are not believed.",
                    counted,
                    what,
                    mostMessages)))
        : Optional.empty();
  }

  private Optional<Outside> identities(int named) {
    return named > mostIdentities
        ? Optional.of(
            new Outside(
                "identities",
                String.format(
                    Locale.ENGLISH,
                    "It names more than %,d domains that SPF or DKIM were checked for"
                        + " (plumbline.bounds.identities).",
                    mostIdentities)))
        : Optional.empty();
  }

  private static String shortened(String text) {
    return text.length() <= CHARACTERS_SHOWN ? text : text.substring(0, CHARACTERS_SHOWN) + "...";
  }
}
