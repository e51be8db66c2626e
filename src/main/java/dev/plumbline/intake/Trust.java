package dev.plumbline.intake;

import dev.plumbline.mime.Submitter;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.store.intake.ReporterHistory;
import dev.plumbline.store.intake.ReporterHistory.ProvenBy;
import dev.plumbline.store.intake.SetAsideException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the mail of a report speaks against it. A forged report can be plausible in all that it
 * says; what it cannot do is come in the reporter's mail. Most that is not proven is genuine all
 * the same, so by default only that is held back which contradicts what is known of its reporter.
 */
public final class Trust {

  /** Stands in the intake log of what is held back because of its mail. */
  public static final String PROOF = "reporter-proof";

  /** Stands in the intake log of what is held back because of what it counts. */
  public static final String SUMS = "sums";

  /** So many proven mails make a habit. */
  static final int HABIT = 5;

  /** A habit has at most one exception in so many mails. */
  private static final int TO_ONE_EXCEPTION = 50;

  /** No more than this is worth holding back a report for. */
  private static final long FEW_MESSAGES = 100_000;

  private static final int TIMES_THE_MOST = 100;

  private static final int DAYS_COMPARED = 90;

  /** What is held back. */
  public enum HoldBack {
    /** Whatever comes by mail counts. */
    NOTHING,
    /** What contradicts what is known of its reporter. */
    CONTRADICTED,
    /** Besides, each report whose mail is not proven to come from its author domain. */
    UNPROVEN
  }

  /**
   * The mail that a report came in.
   *
   * @param submitter whose mail it says it is; null if it names nobody
   * @param settled whether somebody looked for a proof, so that none is to be waited for
   * @param intakeId its entry in the intake log; -1 if it has none yet
   * @param at when it came
   */
  record Mail(@Nullable Submitter submitter, boolean settled, long intakeId, Instant at) {

    boolean isProven() {
      return submitter != null && submitter.check() == Submitter.Check.PASS;
    }

    private boolean isOf(List<ProvenBy> known) {
      return submitter != null
          && known.stream()
              .anyMatch(one -> Submitter.sameOrganization(submitter.domain(), one.domain()));
    }
  }

  private final HoldBack holdBack;
  private final @Nullable ReporterHistory history;

  Trust(HoldBack holdBack, @Nullable ReporterHistory history) {
    this.holdBack = holdBack;
    this.history = history;
  }

  /** Holds nothing back. */
  static Trust blind() {
    return new Trust(HoldBack.NOTHING, null);
  }

  /**
   * Looks at a report that was read.
   *
   * @param mail null if it did not come by mail
   * @throws SetAsideException if its mail speaks against it
   */
  void check(AggregateReport report, @Nullable Mail mail) throws SetAsideException {
    if (mail == null || holdBack == HoldBack.NOTHING || history == null) {
      return;
    }
    ReportHeader header = report.header();
    if (header.begin() == null) {
      return; // It cannot be stored at all, and that is said.
    }
    Facts facts =
        new Facts(
            header.policy().domain(),
            header.reporter(),
            LocalDate.ofInstant(header.begin(), ZoneOffset.UTC),
            report.messages());
    Optional<Objection> objection = against(facts, mail);
    // Of two under one key the better proven one counts, and a copy is a duplicate.
    if (objection.isPresent() && !history.isStored(header, mail.intakeId())) {
      throw new SetAsideException(
          objection.get().bound(),
          facts.domain(),
          facts.reporter(),
          objection.get().sentence(),
          report.followed());
    }
  }

  /**
   * What of a report is compared.
   *
   * @param day that it counts on
   */
  public record Facts(String domain, String reporter, LocalDate day, long messages) {}

  /** Why a report is held back. */
  record Objection(String bound, String sentence) {}

  /**
   * Whether anything is against a report that counts, now that nothing proves its mail.
   *
   * @param intakeId its entry in the intake log
   */
  public boolean objects(Facts facts, Submitter submitter, long intakeId, Instant at) {
    return against(facts, new Mail(submitter, true, intakeId, at)).isPresent();
  }

  /** What there is against a report. */
  Optional<Objection> against(Facts facts, Mail mail) {
    ReporterHistory known = history;
    if (holdBack == HoldBack.NOTHING || known == null) {
      return Optional.empty();
    }
    List<ProvenBy> provenBy = known.provenBy(facts.domain(), facts.reporter());
    if (contradictsHabit(facts, mail, provenBy, known)) {
      return Optional.of(new Objection(PROOF, contradiction(facts, mail, provenBy)));
    }
    if (mail.isProven()) {
      return Optional.empty();
    }
    if (holdBack == HoldBack.UNPROVEN) {
      return Optional.of(
          new Objection(
              PROOF,
              "Its mail is not proven to come from %s%s (plumbline.trust.hold-back)."
                  .formatted(name(mail), mail.settled() ? "" : ", so far")));
    }
    return sums(facts, mail, known);
  }

  /** From the first day on of which a proven mail told; older keys are gone, and prove nothing. */
  private static boolean contradictsHabit(
      Facts facts, Mail mail, List<ProvenBy> provenBy, ReporterHistory known) {
    long proven = count(provenBy);
    if (proven < HABIT || (mail.isOf(provenBy) && (mail.isProven() || !mail.settled()))) {
      return false;
    }
    LocalDate began =
        provenBy.stream().map(ProvenBy::firstDay).min(Comparator.naturalOrder()).orElseThrow();
    return !facts.day().isBefore(began)
        && proven
            >= TO_ONE_EXCEPTION
                * known.unproven(facts.domain(), facts.reporter(), began, mail.intakeId());
  }

  private static long count(List<ProvenBy> provenBy) {
    return provenBy.stream().mapToLong(ProvenBy::reports).sum();
  }

  private static Optional<Objection> sums(Facts facts, Mail mail, ReporterHistory known) {
    if (facts.messages() <= FEW_MESSAGES) {
      return Optional.empty();
    }
    long most =
        known.mostMessages(
            facts.domain(),
            LocalDate.ofInstant(mail.at(), ZoneOffset.UTC).minusDays(DAYS_COMPARED));
    return most == 0 || facts.messages() / TIMES_THE_MOST < most
        ? Optional.empty()
        : Optional.of(
            new Objection(
                SUMS,
                String.format(
                    Locale.ENGLISH,
                    "It counts %,d messages of a day, no reporter counted more than %,d about %s in"
                        + " %d days, and its mail is not proven to come from %s.",
                    facts.messages(),
                    most,
                    facts.domain(),
                    DAYS_COMPARED,
                    name(mail))));
  }

  private static String contradiction(Facts facts, Mail mail, List<ProvenBy> provenBy) {
    String habit =
        "%d earlier reports of %s about %s came in proven mails of %s"
            .formatted(count(provenBy), facts.reporter(), facts.domain(), provenBy.get(0).domain());
    return mail.isOf(provenBy)
        ? "Its mail is not proven to come from %s; %s.".formatted(name(mail), habit)
        : "It was mailed by %s; %s.".formatted(name(mail), habit);
  }

  private static String name(Mail mail) {
    return mail.submitter() == null ? "anybody" : mail.submitter().domain();
  }
}
