package dev.plumbline.standing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a stricter policy is safe, and what is missing if not. "Ready" needs evidence: the
 * absence of reports is none.
 */
public final class Readiness {

  /** A sender that has to be fixed blocks from this share of the messages on. */
  public static final double BLOCKS = 0.001;

  /** A sender that has to be decided on or waited for blocks from this share on. */
  static final double BLOCKS_SOFTLY = 0.005;

  /** Fewer messages than these are stray mail rather than that of a service. */
  static final long SERVICE = 5;

  /** Weekly and monthly senders show within this many days. */
  static final int DAYS = 28;

  static final int REPORTERS = 2;

  /** At most this share of legitimate mail may fail, with 95 % confidence. */
  static final double MOST_FAILING = 0.01;

  private Readiness() {}

  /** What stands in the way. */
  public enum Kind {
    /** A sender has to be fixed first. */
    FIX,
    /** Somebody has to decide whose a sender is. */
    DECIDE,
    /** Time has to pass. */
    WAIT,
    /** Too little is known. */
    EVIDENCE
  }

  /**
   * One reason not to go on.
   *
   * @param sender its key, empty if the reason is not about one sender
   * @param reason one sentence
   */
  public record Blocker(Kind kind, String sender, long messages, String reason) {}

  /**
   * A sender as far as it matters here.
   *
   * @param mendedMessages messages that were reported to fail, of sources that were fixed since
   * @param established whether most of its mail passes SPF or DKIM for domains of its own, as that
   *     of services does and that of forgers seldom
   * @param rhythm how often it writes, null if all the time or not known
   */
  public record Sender(
      String key,
      String name,
      Standing standing,
      long messages,
      long passMessages,
      long mendedMessages,
      boolean decided,
      boolean established,
      @Nullable Rhythm rhythm) {}

  /**
   * What is known.
   *
   * @param days UTC days with a report in the period
   * @param reporters who reported
   * @param legitimate messages of senders that are known to be ours
   * @param failing of them, those that fail DMARC
   * @param upperBound of the share of legitimate mail that fails, with 95 % confidence
   */
  public record Evidence(
      LocalDate from,
      LocalDate to,
      int days,
      int reporters,
      long messages,
      long legitimate,
      long failing,
      double upperBound) {

    /** The same of so many reported messages: those without a readable address have no sender. */
    public Evidence among(long all) {
      return new Evidence(from, to, days, reporters, all, legitimate, failing, upperBound);
    }
  }

  /** The answer for one policy. */
  public record Answer(boolean ready, List<Blocker> blockers) {

    public Answer {
      blockers = List.copyOf(blockers);
    }
  }

  /** Sums up what is known. */
  public static Evidence evidence(
      LocalDate from, LocalDate to, int days, int reporters, List<Sender> senders) {
    long messages = 0;
    long legitimate = 0;
    long failing = 0;
    for (Sender sender : senders) {
      messages += sender.messages();
      if (isLegitimate(sender.standing())) {
        // What failed before it was fixed says nothing of what comes, in either direction.
        legitimate += sender.messages() - sender.mendedMessages();
        failing += sender.messages() - sender.mendedMessages() - sender.passMessages();
      }
    }
    return new Evidence(
        from, to, days, reporters, messages, legitimate, failing, upperBound(failing, legitimate));
  }

  private static boolean isLegitimate(Standing standing) {
    return switch (standing) {
      case AUTHORIZED, REGRESSED, FIXED, NEEDS_ALIGNMENT, NEEDS_AUTHORIZING -> true;
      case FORWARDER, UNRECOGNIZED, UNAUTHORIZED_USE -> false;
    };
  }

  /**
   * Whether a policy is safe.
   *
   * @param absent senders that wrote before the period and not in it
   * @param losses casualties of the policy by the simulator, with today's DNS
   * @param parked whether the domain says that it sends nothing: then there is no mail to lose, and
   *     nothing to wait for
   */
  public static Answer answer(
      Evidence evidence,
      List<Sender> senders,
      List<Sender> absent,
      Simulator.Outcome losses,
      boolean parked) {
    List<Blocker> blockers = new ArrayList<>();
    senders.forEach(sender -> blocker(sender, evidence).ifPresent(blockers::add));
    casualties(evidence, losses, blockers);
    if (!parked) {
      absent.forEach(sender -> absent(sender, evidence).ifPresent(blockers::add));
      missing(evidence, blockers);
    }
    return new Answer(blockers.isEmpty(), blockers);
  }

  /** What would be lost of a sender, unless it is told already. */
  private static void casualties(
      Evidence evidence, Simulator.Outcome losses, List<Blocker> blockers) {
    for (Simulator.Loss loss : losses.casualties()) {
      boolean told = blockers.stream().anyMatch(blocker -> blocker.sender().equals(loss.key()));
      if (!told && loss.messages() >= BLOCKS * evidence.messages()) {
        blockers.add(
            new Blocker(
                Kind.FIX,
                loss.key(),
                loss.messages(),
                "%s of %s would be lost."
                    .formatted(Words.messages(loss.messages()), loss.sender())));
      }
    }
  }

  /** What is not known well enough. */
  private static void missing(Evidence evidence, List<Blocker> blockers) {
    if (evidence.days() < DAYS) {
      blockers.add(
          missing(
              0,
              "Reports cover %s; senders that write once a month show within %d."
                  .formatted(Words.count(evidence.days(), "day", "days"), DAYS)));
    }
    if (evidence.reporters() < REPORTERS) {
      blockers.add(
          missing(
              0,
              evidence.reporters() == 0
                  ? "No receiver reported; at least %d have to.".formatted(REPORTERS)
                  : "Only %d of at least %d receivers reported."
                      .formatted(evidence.reporters(), REPORTERS)));
    }
    if (evidence.legitimate() == 0) {
      blockers.add(missing(0, "No mail of a sender that is known to be yours was reported."));
    } else if (evidence.upperBound() > MOST_FAILING
        && blockers.stream().noneMatch(Readiness::isFix)) {
      blockers.add(
          missing(
              evidence.failing(),
              String.format(
                  Locale.ENGLISH,
                  "Of %s of your senders %,d fail; up to %.1f %% may, and 1 %% is allowed.",
                  Words.messages(evidence.legitimate()),
                  evidence.failing(),
                  100 * evidence.upperBound())));
    }
  }

  private static Blocker missing(long messages, String reason) {
    return new Blocker(Kind.EVIDENCE, "", messages, reason);
  }

  private static boolean isFix(Blocker blocker) {
    return blocker.kind() == Kind.FIX;
  }

  /** Its mail shows nothing now, but it is likely to come again. */
  private static Optional<Blocker> absent(Sender sender, Evidence evidence) {
    double share = share(sender, evidence);
    return switch (sender.standing()) {
      case NEEDS_ALIGNMENT, NEEDS_AUTHORIZING, REGRESSED ->
          share < BLOCKS
              ? Optional.empty()
              : about(
                  Kind.FIX,
                  sender,
                  "%s wrote before this period only; with today's records its mail would fail.%s"
                      .formatted(
                          named(sender),
                          sender.rhythm() == null
                              ? ""
                              : " " + sender.rhythm().sentence(evidence.to())));
      case FIXED ->
          share <= BLOCKS_SOFTLY
              ? Optional.empty()
              : about(
                  Kind.WAIT,
                  sender,
                  "%s was fixed after its last mail. %s"
                      .formatted(named(sender), untilShown(sender, evidence)));
      default -> Optional.empty();
    };
  }

  private static Optional<Blocker> about(Kind kind, Sender sender, String reason) {
    return Optional.of(new Blocker(kind, sender.key(), sender.messages(), reason));
  }

  private static String named(Sender sender) {
    return "%s (%s)".formatted(sender.name(), Words.messages(sender.messages()));
  }

  /** With what fails of its mail, as pages and digests tell it. */
  private static String failing(Sender sender) {
    return "%s (%s of %s %s)"
        .formatted(
            sender.name(),
            Words.count(sender.messages() - sender.passMessages()),
            Words.messages(sender.messages()),
            sender.messages() == 1 ? "fails" : "fail");
  }

  private static String untilShown(Sender sender, Evidence evidence) {
    String wait = "Wait until reports show it.";
    return sender.rhythm() == null ? wait : wait + " " + sender.rhythm().sentence(evidence.to());
  }

  private static double share(Sender sender, Evidence evidence) {
    return evidence.messages() == 0 ? 1 : (double) sender.messages() / evidence.messages();
  }

  private static Optional<Blocker> blocker(Sender sender, Evidence evidence) {
    double share = share(sender, evidence);
    return switch (sender.standing()) {
      case NEEDS_ALIGNMENT -> fix(sender, share, failing(sender), "needs alignment");
      case NEEDS_AUTHORIZING -> fix(sender, share, failing(sender), "needs authorizing");
      case REGRESSED -> fix(sender, share, named(sender), "passed and would now fail");
      case UNRECOGNIZED -> {
        boolean service = sender.established() && sender.messages() >= SERVICE;
        boolean much = service ? share >= BLOCKS : share > BLOCKS_SOFTLY;
        yield much && !sender.decided()
            ? about(Kind.DECIDE, sender, "Decide whether %s is yours.".formatted(named(sender)))
            : Optional.empty();
      }
      case FIXED ->
          share > BLOCKS_SOFTLY
              ? about(
                  Kind.WAIT,
                  sender,
                  "%s is fixed. %s".formatted(named(sender), untilShown(sender, evidence)))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Blocker> fix(Sender sender, double share, String who, String what) {
    return share < BLOCKS
        ? Optional.empty()
        : about(Kind.FIX, sender, "%s %s.".formatted(who, what));
  }

  /**
   * The upper end of the one-sided 95 % interval of a share (Wilson score), 1 if nothing is known.
   * Messages are no independent draws, so this is a lower limit of our doubt, not a promise.
   */
  public static double upperBound(long failing, long of) {
    if (of == 0) {
      return 1;
    }
    double z = 1.6448536269514722;
    double share = (double) failing / of;
    double z2 = z * z / of;
    double centre = share + z2 / 2;
    double margin = z * Math.sqrt(share * (1 - share) / of + z2 / (4 * of));
    return Math.min(1, (centre + margin) / (1 + z2));
  }
}
