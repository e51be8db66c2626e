package dev.plumbline.standing;

/** The shares of messages that the rules go by, and how reports prove a change. */
final class Shares {

  /** More than this share passing means that a source did pass before. */
  private static final double PASSED_BEFORE = 0.1;

  /** From this share on, something is true of a source as a whole. */
  private static final double MOST = 0.5;

  /** From this share of overridden messages on, receivers know a source as a forwarder. */
  private static final double OVERRIDDEN = 0.1;

  /** From the day on which mail began to pass, or to fail, this share of it does. */
  private static final double TURNED = 0.9;

  /** Less than this share of what was sent on a day before is stray mail. */
  private static final double FLOWS = 0.1;

  /** Mail straight from its signer arrives intact, but for accidents. */
  private static final double INTACT = 0.95;

  /** What two reporters tell independently of each other is so. */
  static final int REPORTERS = 2;

  /**
   * What one reporter alone tells of another way of sending is so when it saw it this many days.
   */
  static final int TURN_DAYS = 3;

  /** A fix is proven by reports over this many days, be it of one reporter. */
  static final int PROOF_DAYS = 14;

  private Shares() {}

  static boolean passedBefore(SourceFacts source) {
    return source.passMessages() > PASSED_BEFORE * source.messages();
  }

  static boolean isMost(long part, long whole) {
    return part >= MOST * whole;
  }

  static boolean isOverridden(long part, long whole) {
    return part > 0 && part >= OVERRIDDEN * whole;
  }

  /** Whether as much is sent on a day as before, or not much less. */
  static boolean isFlow(long now, long before) {
    return now >= FLOWS * before;
  }

  static boolean hasTurned(long part, long whole) {
    return part >= TURNED * whole;
  }

  static boolean isIntact(long part, long whole) {
    return part >= INTACT * whole;
  }
}
