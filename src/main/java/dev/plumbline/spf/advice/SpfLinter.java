package dev.plumbline.spf.advice;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.RememberedDns;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.RecordFinding;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.advice.Findings.Place;
import dev.plumbline.spf.advice.RecordWalk.Visit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the mistakes in a domain's SPF record and in all it includes. Any number of threads. */
public final class SpfLinter {

  /** Enough for the widest record that works, with every host of it; a bound for the others. */
  private static final int MAX_QUESTIONS = 600;

  /** Each round mends one mistake; a record with more of them is better written anew. */
  private static final int MAX_ROUNDS = 40;

  private final Dns dns;

  /** A linter that asks this DNS. */
  public SpfLinter(Dns dns) {
    this.dns = dns;
  }

  /**
   * What the reports tell and DNS does not.
   *
   * @param sources the domain's traffic; empty if it is not known
   * @param heloNames the names by which the domain's own mail servers greet
   */
  public record Known(List<Source> sources, Set<String> heloNames) {

    /** Nothing beyond DNS. */
    public static final Known NOTHING = new Known(List.of(), Set.of());

    public Known {
      sources = List.copyOf(sources);
      heloNames = Set.copyOf(heloNames);
    }
  }

  /**
   * Examines the record a domain publishes.
   *
   * @throws IllegalArgumentException if that is not a domain name
   */
  public SpfLint lint(String domain, Known known) {
    return lint(DomainName.of(domain), null, known);
  }

  /**
   * Examines a record a domain might publish. Everything else is as DNS has it.
   *
   * @throws IllegalArgumentException if that is not a domain name
   */
  public SpfLint lint(String domain, String record, Known known) {
    return lint(DomainName.of(domain), record, known);
  }

  private SpfLint lint(DomainName domain, @Nullable String proposed, Known known) {
    Dns remembered = RememberedDns.limited(dns, MAX_QUESTIONS);
    Run first = new Run(remembered, domain, known, proposed);
    first.run();
    List<Finding> findings = new ArrayList<>(first.findings.all());
    Finding mendable = mendable(first, domain);
    String mended = null;
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < MAX_ROUNDS && mendable != null; i++) {
      String better = mendable.mended();
      if (better == null || !seen.add(better)) {
        break;
      }
      mended = better;
      Run next = new Run(remembered, domain, known, better);
      next.run();
      mendable = mendable(next, domain);
      if (mendable != null && findings.stream().noneMatch(isAbout(mendable))) {
        // It shows only once what came before is mended, and is mended as well.
        findings.add(mendable);
      }
    }
    return new SpfLint(new Lint(domain.toString(), first.record, findings, mended), first.counts);
  }

  private static Predicate<Finding> isAbout(Finding later) {
    return told -> told.rule().equals(later.rule()) && place(told).equals(place(later));
  }

  private static String place(Finding finding) {
    return finding.record().substring(finding.start(), finding.end());
  }

  /** The first finding that says how the domain's own record should read. */
  private static @Nullable Finding mendable(Run run, DomainName domain) {
    return run.findings.all().stream()
        .filter(finding -> finding.path().size() == 1 && finding.mended() != null)
        .filter(finding -> finding.name().equals(domain.toString()))
        .findFirst()
        .orElse(null);
  }

  /** One look at one text. */
  private static final class Run {

    private final Dns published;
    private final Dns dns;
    private final DomainName domain;
    private final List<DomainName> path;
    private final Known known;
    private final @Nullable String proposed;
    private final Findings findings = new Findings();
    private @Nullable String record;
    private @Nullable LookupCount counts;

    Run(Dns published, DomainName domain, Known known, @Nullable String proposed) {
      this.published = published;
      this.dns =
          proposed == null
              ? published
              : SpfVersion.proposed(published, Map.of(domain.toString(), List.of(proposed)));
      this.domain = domain;
      this.path = List.of(domain);
      this.known = known;
      this.proposed = proposed;
    }

    void run() {
      Optional<String> text = proposed == null ? publishedText() : Optional.of(proposed);
      record = text.orElse(null);
      if (text.isEmpty()) {
        return;
      }
      size(text.get());
      String readable = new TextRules(path, findings).check(text.get());
      if (!SpfRecord.isSpf(readable)) {
        return;
      }
      RecordText read = RecordText.of(readable);
      Dns asRead = SpfVersion.proposed(published, Map.of(domain.toString(), List.of(readable)));
      Visit visit = RecordWalk.of(asRead, domain, read);
      counts = RecordWalk.count(visit);
      new WalkRules(asRead, domain, findings).check(visit);
      new OverlapRules(visit, findings).check();
      new HostRules(asRead, visit, findings, known.sources(), known.heloNames()).check();
    }

    /** The text to examine; empty if there is none, with a finding that says so. */
    private Optional<String> publishedText() {
      RecordFinding found = RecordFinding.of(dns, domain, SpfRecord::isSpf, SpfVersion::isMeant);
      if (found.failure() != null) {
        findings.warning(
            SpfRule.DNS_TROUBLE,
            none(),
            "DNS did not answer for the SPF record of " + domain + ": " + found.failure(),
            null);
        return Optional.empty();
      }
      senderId(found.texts());
      retiredType(found.records());
      if (found.records().size() > 1) {
        return Optional.of(several(found.records()));
      }
      if (found.records().size() == 1) {
        found.attempts().forEach(this::besideOne);
      } else if (found.attempts().isEmpty()) {
        new MissingRecord(dns, domain, findings).report(found.noSuchName());
      }
      return found.text();
    }

    private void besideOne(String attempt) {
      findings.warning(
          SpfRule.VERSION,
          Place.whole(path, attempt),
          "A second text tries to be an SPF record and is none; if it were mended there would be"
              + " two, so it should go.",
          null);
    }

    private String several(List<String> records) {
      Optional<String> joined = RecordJoin.of(records);
      findings.error(
          SpfRule.SEVERAL_RECORDS,
          Place.whole(path, records.get(1)),
          domain
              + " publishes "
              + records.size()
              + " SPF records; receivers take that for an error and use none of them.",
          joined.orElse(null));
      return joined.orElse(records.get(0));
    }

    private void retiredType(List<String> records) {
      List<String> retired = dns.retiredSpf(domain).values();
      if (retired.isEmpty()) {
        return;
      }
      String text = retired.get(0);
      if (records.isEmpty()) {
        findings.error(
            SpfRule.WRONG_TYPE,
            Place.whole(path, text),
            "The record has the type SPF, which receivers no longer ask for; publish it as TXT.",
            text);
      } else {
        findings.hint(
            SpfRule.WRONG_TYPE,
            Place.whole(path, text),
            "There is also a record of the retired type SPF, which nobody asks for and which will"
                + " be forgotten when the TXT record changes.",
            null);
      }
    }

    private void senderId(List<String> texts) {
      for (String text : texts) {
        if (SpfVersion.isSenderId(text)) {
          findings.hint(
              SpfRule.SENDER_ID,
              Place.whole(path, text),
              "Records of Sender ID have no readers any more; this one can go.",
              null);
        }
      }
    }

    private void size(String text) {
      AnswerSize size = new AnswerSize(domain, text, dns.txt(domain).values());
      if (size.strings() > 1) {
        findings.add(
            proposed == null ? Severity.HINT : Severity.WARNING,
            SpfRule.LONG_STRING,
            new Place(path, text, AnswerSize.STRING, text.length()),
            "The record has "
                + text.length()
                + " characters and one string of DNS holds 255: it must be published as "
                + size.strings()
                + " strings of one TXT record, "
                + "without anything between them.",
            null);
      }
      size.finding(findings, path);
    }

    private Place none() {
      return Place.whole(path, "");
    }
  }
}
