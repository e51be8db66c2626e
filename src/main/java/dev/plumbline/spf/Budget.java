package dev.plumbline.spf;

import org.jspecify.annotations.Nullable;

/** Counts what RFC 7208 section 4.6.4 limits, over all records of one evaluation. */
public final class Budget {

  /** Terms that need DNS: include, a, mx, ptr, exists, redirect, and the first {@code %{p}}. */
  public static final int MAX_LOOKUPS = 10;

  /** Terms whose questions were all answered with no record or no such domain. */
  public static final int MAX_VOID_LOOKUPS = 2;

  /** MX records of one {@code mx}. */
  public static final int MAX_EXCHANGES = 10;

  /** Addresses of one of its hosts. */
  public static final int MAX_HOST_ADDRESSES = 10;

  /** PTR records looked at; the others are ignored. */
  static final int MAX_REVERSE_NAMES = 10;

  static final String LOOKUPS_SPENT =
      "More than 10 terms need DNS lookups (RFC 7208 section 4.6.4).";
  static final String VOID_LOOKUPS_SPENT =
      "More than 2 lookups found nothing (RFC 7208 section 4.6.4).";

  private int lookups;
  private int voidLookups;
  private int voidQuestions;

  Budget() {}

  /** Counts one lookup; false if that is one too many. */
  boolean takeLookup() {
    lookups++;
    return lookups <= MAX_LOOKUPS;
  }

  /** Counts one question that found nothing. */
  void takeVoidQuestion() {
    voidQuestions++;
  }

  /** Counts one term that found nothing; false if that is one too many. */
  boolean takeVoidLookup() {
    voidLookups++;
    return voidLookups <= MAX_VOID_LOOKUPS;
  }

  /**
   * Whether an error is one that not every receiver makes: section 4.6.4 only recommends the limit
   * of void lookups, and some count questions where it counts terms.
   */
  public static boolean isDisputed(@Nullable String problem) {
    return problem != null && problem.startsWith(VOID_LOOKUPS_SPENT);
  }

  int lookups() {
    return lookups;
  }

  int voidLookups() {
    return voidLookups;
  }

  /** What those see who count questions where RFC 7208 counts terms. */
  int voidQuestions() {
    return voidQuestions;
  }
}
