package dev.plumbline.store.judgement;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What there is to do next about a domain.
 *
 * @param sender the key of the sender it is about, empty if it is about the domain
 * @param name of that sender, empty likewise
 * @param policy the policy to publish or to wait for, null if it is about something else
 * @param until not before this UTC day; null if it can be done today, and of {@link Kind#WAIT} if
 *     nothing is known from DNS
 */
public record NextStep(
    Kind kind, String sender, String name, @Nullable String policy, @Nullable LocalDate until) {

  /** What it is, the most pressing first. */
  public enum Kind {
    /** Something is wrong with the domain's own records. */
    MEND_RECORDS,
    /** A sender of the domain's own fails, and records that were tested would have it pass. */
    PUBLISH_RECORDS,
    /** A sender of the domain's own fails. */
    FIX_SENDER,
    /** Somebody has to say whose a sender is. */
    DECIDE,
    /** Nobody reports about the domain any more, and there is nothing else to do. */
    FIND_REPORTS,
    /** A stricter policy is safe. */
    PUBLISH_POLICY,
    /** Time has to pass, or DNS has to say something first. */
    WAIT,
    /** All is done. */
    NOTHING
  }

  /** Whether it is not known what to do, since DNS said nothing about the domain yet. */
  public boolean waitsForDns() {
    return kind == Kind.WAIT && until == null;
  }

  /** A step that is about the domain as a whole. */
  public static NextStep of(Kind kind) {
    return new NextStep(kind, "", "", null, null);
  }
}
