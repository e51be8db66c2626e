package dev.plumbline.dns.lint;

import java.util.Locale;

/** How much a finding matters. */
public enum Severity {
  /** The record, or what the finding is about, does not do what it is for. */
  ERROR,
  /** It works for most receivers, and is wrong. */
  WARNING,
  /** It works, and could be better. */
  HINT;

  /** The word on screen and in JSON. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
