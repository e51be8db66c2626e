package dev.plumbline.standing;

import java.util.Set;

/** The judgement of a sender or source for a domain. */
public enum Standing {
  /** Passed aligned in the reports and would still pass. */
  AUTHORIZED,
  /** Passed aligned in the reports and would fail against today's records. */
  REGRESSED,
  /** Failed in the reports and would pass, aligned, against today's records. */
  FIXED,
  /** Recognised; its SPF or DKIM passes, but for a domain that is not aligned. */
  NEEDS_ALIGNMENT,
  /** Recognised; neither in SPF nor signing with our domain. */
  NEEDS_AUTHORIZING,
  /** Passes mail of ours on; nothing to do. */
  FORWARDER,
  /** Fails and nobody has said whose it is. */
  UNRECOGNIZED,
  /** Fails and is known not to be ours. */
  UNAUTHORIZED_USE;

  /** What waits for somebody to publish or change something. */
  public static final Set<Standing> OPEN = Set.of(REGRESSED, NEEDS_AUTHORIZING, NEEDS_ALIGNMENT);

  /** Whether it waits for somebody to publish or change something. */
  public boolean isOpen() {
    return OPEN.contains(this);
  }

  /** The name in exports: the constant's name. */
  public String wire() {
    return name();
  }
}
