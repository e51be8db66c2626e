package dev.plumbline.report.aggregate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The elements of an aggregate report, RFC 7489 appendix C and RFC 9990 together: what each holds,
 * and which elements it stands in. An element that a reporter gives another name is one line of
 * {@link #ALIASES}.
 */
enum Vocabulary {
  FEEDBACK(Holds.ELEMENTS),
  VERSION(Holds.TEXT),
  EXTENSION(Holds.ELEMENTS),
  EXTENSIONS(Holds.ELEMENTS),

  REPORT_METADATA(Holds.ELEMENTS, FEEDBACK),
  ORG_NAME(Holds.TEXT, REPORT_METADATA),
  EMAIL(Holds.TEXT, REPORT_METADATA),
  EXTRA_CONTACT_INFO(Holds.TEXT, REPORT_METADATA),
  REPORT_ID(Holds.TEXT, REPORT_METADATA),
  DATE_RANGE(Holds.ELEMENTS, REPORT_METADATA),
  BEGIN(Holds.TEXT, DATE_RANGE),
  END(Holds.TEXT, DATE_RANGE),
  ERROR(Holds.TEXT, REPORT_METADATA),
  GENERATOR(Holds.TEXT, REPORT_METADATA),

  POLICY_PUBLISHED(Holds.ELEMENTS, FEEDBACK),
  ADKIM(Holds.TEXT, POLICY_PUBLISHED),
  ASPF(Holds.TEXT, POLICY_PUBLISHED),
  P(Holds.TEXT, POLICY_PUBLISHED),
  SP(Holds.TEXT, POLICY_PUBLISHED),
  NP(Holds.TEXT, POLICY_PUBLISHED),
  PCT(Holds.TEXT, POLICY_PUBLISHED),
  FO(Holds.TEXT, POLICY_PUBLISHED),
  RF(Holds.TEXT, POLICY_PUBLISHED),
  RI(Holds.TEXT, POLICY_PUBLISHED),
  TESTING(Holds.TEXT, POLICY_PUBLISHED),
  PSD(Holds.TEXT, POLICY_PUBLISHED),
  DISCOVERY_METHOD(Holds.TEXT, POLICY_PUBLISHED),

  RECORD(Holds.ELEMENTS, FEEDBACK),
  ROW(Holds.ELEMENTS, RECORD),
  SOURCE_IP(Holds.TEXT, ROW),
  COUNT(Holds.TEXT, ROW),
  POLICY_EVALUATED(Holds.ELEMENTS, ROW),
  DISPOSITION(Holds.TEXT, POLICY_EVALUATED),
  REASON(Holds.EITHER, POLICY_EVALUATED),
  TYPE(Holds.TEXT, REASON),
  COMMENT(Holds.TEXT, REASON),

  IDENTIFIERS(Holds.ELEMENTS, RECORD),
  HEADER_FROM(Holds.TEXT, IDENTIFIERS),
  ENVELOPE_FROM(Holds.TEXT, IDENTIFIERS),
  ENVELOPE_TO(Holds.TEXT, IDENTIFIERS),

  AUTH_RESULTS(Holds.ELEMENTS, RECORD),
  DKIM(Holds.EITHER, POLICY_EVALUATED, AUTH_RESULTS),
  SPF(Holds.EITHER, POLICY_EVALUATED, AUTH_RESULTS),
  DOMAIN(Holds.TEXT, POLICY_PUBLISHED, DKIM, SPF),
  SELECTOR(Holds.TEXT, DKIM),
  SCOPE(Holds.TEXT, SPF),
  RESULT(Holds.TEXT, DKIM, SPF),
  HUMAN_RESULT(Holds.TEXT, DKIM, SPF);

  /** What stands between the tags of an element. */
  enum Holds {
    TEXT,
    ELEMENTS,
    /** Text in one place, elements in another. */
    EITHER
  }

  /** Other names that reporters use, in lower case. */
  private static final Map<String, Vocabulary> ALIASES =
      Map.ofEntries(
          Map.entry("identities", IDENTIFIERS), //
          Map.entry("t", TESTING));

  private static final Map<String, Vocabulary> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Vocabulary::wire, Function.identity()));

  private final String wire;
  private final Holds holds;

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<Vocabulary> parents;

  Vocabulary(Holds holds, Vocabulary... parents) {
    // Interned, so that JAXB may compare names by identity.
    this.wire = name().toLowerCase(Locale.ROOT).intern();
    this.holds = holds;
    this.parents = List.of(parents);
  }

  /** The element of exactly this name; null if there is none. */
  static @Nullable Vocabulary named(String name) {
    return BY_NAME.get(name);
  }

  /** The element of this name or other name; null if there is none. */
  static @Nullable Vocabulary understood(String name) {
    Vocabulary element = BY_NAME.get(name);
    return element == null ? ALIASES.get(name) : element;
  }

  /** Its name in a document; interned. */
  String wire() {
    return wire;
  }

  /** Whether no element may stand in it. */
  boolean holdsTextOnly() {
    return holds == Holds.TEXT;
  }

  /** Whether no text may stand in it. */
  boolean holdsElementsOnly() {
    return holds == Holds.ELEMENTS;
  }

  /** The elements it may stand in; none if it may stand anywhere. */
  List<Vocabulary> parents() {
    return parents;
  }

  /** Whether it opens a part of the document that is not for us (RFC 9990 section 3.1.1.6). */
  boolean isExtension() {
    return this == EXTENSION || this == EXTENSIONS;
  }
}
