package dev.plumbline.dmarc;

import dev.plumbline.dns.lint.Rule;

/** Every mistake the DMARC linter knows. */
public enum DmarcRule implements Rule {
  /** The domain has no record. */
  NO_RECORD("RFC 9989 section 4.5"),
  /** The domain has more than one. */
  SEVERAL_RECORDS("RFC 9989 section 4.10"),
  /** DNS did not answer. */
  DNS_TROUBLE("RFC 9989 section 4.10.1"),
  /** The record is at another name. */
  WRONG_NAME("RFC 9989 section 4.5"),
  /** A text that means to be a record and does not begin like one. */
  VERSION("RFC 9989 section 4.7"),
  /** Quotation marks, long dashes and invisible characters of a word processor. */
  TYPOGRAPHY("RFC 9989 section 4.8"),
  /** Something else than a semicolon between tags. */
  SEPARATOR("RFC 9989 section 4.8"),
  /** A part that is no tag. */
  SYNTAX("RFC 9989 section 4.8"),
  /** Two semicolons with nothing between them. */
  EMPTY_TAG("RFC 9989 section 4.8"),
  /** The same tag twice. */
  REPEATED_TAG("RFC 6376 section 3.2"),
  /** A name of a tag in capitals. */
  UPPERCASE_TAG("RFC 6376 section 3.2"),
  /** A tag nobody knows. */
  UNKNOWN_TAG("RFC 9989 section 4.7"),
  /** A wrong value, so that the default counts. */
  VALUE("RFC 9989 section 4.7"),
  /** No policy. */
  NO_POLICY("RFC 9989 section 4.7"),
  /** The policy is not the second tag. */
  POLICY_POSITION("RFC 7489 section 6.3"),
  /** A policy that is none of the three. */
  POLICY_VALUE("RFC 9989 section 4.10.1"),
  /** The policy asks for nothing. */
  MONITORING("RFC 9989 section 5.1.7"),
  /** It has asked for nothing for long. */
  MONITORING_LONG("RFC 9989 section 5.1.7"),
  /** Names below get a weaker policy. */
  WEAKER_BELOW("RFC 9989 section 4.7"),
  /** Policies for names below, where nobody looks for them. */
  IGNORED_BELOW("RFC 9989 section 4.7"),
  /** A wildcard makes every name exist, so np is never used. */
  WILDCARD("RFC 9989 section 3.2.13"),
  /** The record is too deep for the tree walk. */
  TOO_DEEP("RFC 9989 section 5.1.8"),
  /** The domain says it is a public suffix. */
  PSD("RFC 9989 section 4.7"),
  /** Receivers with the public suffix list come to something else. */
  VIEWS_DIFFER("RFC 9989 section 4.10"),
  /** The policy is only tested. */
  TEST_MODE("RFC 9989 section 4.7"),
  /** There is nothing to test. */
  TEST_WITHOUT_EFFECT("RFC 9989 section 4.7"),
  /** A tag that RFC 9989 removed. */
  RETIRED_TAG("RFC 9989 appendix C.5.2"),
  /** The policy is asked for part of the mail only. */
  PERCENTAGE("RFC 9989 appendix C.5.2"),
  /** Nobody gets aggregate reports. */
  NO_RUA("RFC 9989 section 5.1.3"),
  /** A destination that is no URI. */
  REPORT_URI("RFC 9989 section 4.6"),
  /** A mail address without {@code mailto:}. */
  MAILTO("RFC 9989 section 4.6"),
  /** A destination that is not mail. */
  SCHEME("RFC 9989 section 4.7"),
  /** A size limit, which nobody heeds any more. */
  SIZE_LIMIT("RFC 9989 section 4.8"),
  /** More destinations than receivers must serve. */
  MANY_DESTINATIONS("RFC 7489 section 6.2"),
  /** The same destination twice. */
  REPEATED_DESTINATION("RFC 9989 section 4.6"),
  /** A destination of another organization that does not say it wants the reports. */
  NOT_AUTHORIZED("RFC 9990 section 4"),
  /** A destination whose domain takes no mail. */
  NO_MAIL("RFC 9990 section 4"),
  /** Failure reports are described, but not asked for. */
  FO_WITHOUT_RUF("RFC 9989 section 4.7"),
  /** Failure reports under psd=y. */
  RUF_OF_SUFFIX("RFC 9991");

  private final String reference;

  DmarcRule(String reference) {
    this.reference = reference;
  }

  @Override
  public String reference() {
    return reference;
  }
}
