package dev.plumbline.report;

/** The tolerances of the parsers; docs/repairs.md explains each. */
public enum RepairCode {
  // How it was packed
  DAMAGED_ARCHIVE("damaged-archive"),
  ARCHIVE_WITHOUT_DIRECTORY("archive-without-directory"),
  BYTES_BEFORE_ARCHIVE("bytes-before-archive"),
  WRONG_TRANSFER_ENCODING("wrong-transfer-encoding"),
  UNDECLARED_BASE64("undeclared-base64"),
  DAMAGED_BASE64("damaged-base64"),

  // The document as XML
  TEXT_BEFORE_DOCUMENT("text-before-document"),
  TEXT_AFTER_DOCUMENT("text-after-document"),
  WRONG_ENCODING("wrong-encoding"),
  ILLEGAL_CHARACTER("illegal-character"),
  BARE_AMPERSAND("bare-ampersand"),
  BARE_LESS_THAN("bare-less-than"),
  BROKEN_TAG("broken-tag"),
  STRAY_SCHEMA_TAG("stray-schema-tag"),
  UNCLOSED_ELEMENT("unclosed-element"),
  STRAY_END_TAG("stray-end-tag"),
  UNBOUND_PREFIX("unbound-prefix"),
  TRUNCATED("truncated"),
  INCOMPLETE_RECORD("incomplete-record"),

  // Its elements
  NO_FEEDBACK_ELEMENT("no-feedback-element"),
  WRAPPED_FEEDBACK("wrapped-feedback"),
  WRAPPED_SECTION("wrapped-section"),
  FURTHER_REPORT("further-report"),
  TOO_MANY_REPORTS("too-many-reports"),
  ELEMENT_AFTER_REPORT("element-after-report"),
  LATE_HEADER("late-header"),
  ELEMENT_NAME_CASE("element-name-case"),
  UNKNOWN_ELEMENT("unknown-element"),
  ALIAS_ELEMENT("alias-element"),
  REPEATED_ELEMENT("repeated-element"),
  MISSING_ELEMENT("missing-element"),
  MISPLACED_ELEMENT("misplaced-element"),
  STRAY_TEXT("stray-text"),
  TEXT_AS_ELEMENT("text-as-element"),
  UNKNOWN_ATTRIBUTE("unknown-attribute"),

  // Their values
  SURROUNDING_WHITESPACE("surrounding-whitespace"),
  LETTER_CASE("letter-case"),
  ALIAS_VALUE("alias-value"),
  UNKNOWN_VALUE("unknown-value"),
  EMPTY_VALUE("empty-value"),
  EMPTY_REASON("empty-reason"),
  CONTRADICTING_EVALUATION("contradicting-evaluation"),
  TEXT_TOO_LONG("text-too-long"),
  TOO_MANY_RESULTS("too-many-results"),
  ADDRESS_AS_DOMAIN("address-as-domain"),
  U_LABEL("u-label"),
  MISSING_SOURCE_IP("missing-source-ip"),
  UNREADABLE_SOURCE_IP("unreadable-source-ip"),
  UNUSUAL_SOURCE_IP("unusual-source-ip"),
  MAPPED_SOURCE_IP("mapped-source-ip"),
  UNUSUAL_NUMBER("unusual-number"),
  NEGATIVE_NUMBER("negative-number"),
  NUMBER_TOO_LARGE("number-too-large"),
  UNREADABLE_NUMBER("unreadable-number"),
  UNUSUAL_DATE("unusual-date"),
  UNREADABLE_DATE("unreadable-date"),
  IMPLAUSIBLE_DATE("implausible-date"),
  END_BEFORE_BEGIN("end-before-begin"),

  // Failure reports
  TEXT_ONLY_REPORT("text-only-report"),
  NO_FEEDBACK_TYPE("no-feedback-type"),
  QUOTED_TEXT("quoted-text"),
  STRAY_LINE("stray-line"),

  // TLS reports
  SINGLE_FOR_LIST("single-for-list"),
  OTHER_JSON_TYPE("other-json-type"),
  PREFIXED_VALUE("prefixed-value"),
  CONTRADICTING_TOTALS("contradicting-totals"),

  // The list of repairs itself
  MORE_REPAIRS("more-repairs");

  private final String wire;

  RepairCode(String wire) {
    this.wire = wire;
  }

  /** This tolerance, applied once. */
  public Repair repair(String detail) {
    return new Repair(wire, detail);
  }

  /** The stable kebab-case name. */
  public String wire() {
    return wire;
  }
}
