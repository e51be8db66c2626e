package dev.plumbline.spf;

/** Counts what RFC 7208 section 4.6.4 limits, over all records of one evaluation. */
public final class Budget {

  /** Terms that need DNS: include, a, mx, ptr, exists, redirect, and the first {@code %{p}}. */
  public static final int MAX_LOOKUPS = 10;

  /** Questions answered with no record or no such domain. */
  public static final int MAX_VOID_LOOKUPS = 2;

  /** MX records of one {@code mx}. */
  public static final int MAX_EXCHANGES = 10;

  /** PTR records looked at; the others are ignored. */
  static final int MAX_REVERSE_NAMES = 10;

  static final String LOOKUPS_SPENT =
      "More than 10 terms need DNS lookups (RFC 7208 section 4.6.4).";
  static final String VOID_LOOKUPS_SPENT =
      "More than 2 lookups found nothing (RFC 7208 section 4.6.4).";

  private int lookups;
  private int voidLookups;

  Budget() {}

  /** Counts one lookup; false if that is one too many. */
  boolean takeLookup() {
    lookups++;
    return lookups <= MAX_LOOKUPS;
  }

  /** Counts one void lookup; false if that is one too many. */
  boolean takeVoidLookup() {
    voidLookups++;
    return voidLookups <= MAX_VOID_LOOKUPS;
  }

  int lookups() {
    return lookups;
  }

  int voidLookups() {
    return voidLookups;
  }
}
