package dev.plumbline.dkim;

import dev.plumbline.dns.lint.Rule;

/** Every mistake the linter of DKIM keys knows. */
public enum DkimRule implements Rule {
  /** Nothing is published. */
  NO_KEY("RFC 6376 section 3.6.2.2"),
  /** More than one record. */
  SEVERAL_RECORDS("RFC 6376 section 3.6.2.2"),
  /** DNS did not answer. */
  DNS_TROUBLE("RFC 6376 section 6.1.2"),
  /** A selector that cannot be a name. */
  SELECTOR("RFC 6376 section 3.1"),
  /** Quotation marks, long dashes and invisible characters of a word processor. */
  TYPOGRAPHY("RFC 6376 section 3.2"),
  /** Backslashes that belong into zone files only. */
  ESCAPED("RFC 1035 section 5.1"),
  /** A part that is no tag. */
  SYNTAX("RFC 6376 section 3.2"),
  /** The same tag twice. */
  REPEATED_TAG("RFC 6376 section 3.2"),
  /** A name of a tag in capitals. */
  UPPERCASE_TAG("RFC 6376 section 3.2"),
  /** A tag nobody knows. */
  UNKNOWN_TAG("RFC 6376 section 3.6.1"),
  /** The version is wrong, or not the first tag. */
  VERSION("RFC 6376 section 3.6.1"),
  /** The version is left out. */
  NO_VERSION("RFC 6376 section 3.6.1"),
  /** A type of key nobody knows. */
  KEY_TYPE("RFC 6376 section 3.6.1"),
  /** No key. */
  NO_KEY_TAG("RFC 6376 section 3.6.1"),
  /** The key was withdrawn. */
  REVOKED("RFC 6376 section 3.6.1"),
  /** The key cannot be read. */
  KEY_DATA("RFC 6376 section 3.6.1"),
  /** The key is of another type than the record says. */
  OTHER_TYPE("RFC 8463 section 4"),
  /** The key is too short to be accepted. */
  SHORT_KEY("RFC 8301 section 3.2"),
  /** The key is shorter than recommended. */
  WEAK_KEY("RFC 8301 section 3.2"),
  /** The key is longer than receivers must know. */
  LONG_KEY("RFC 8301 section 3.2"),
  /** No hash is allowed that is still in use. */
  HASHES("RFC 8301 section 3.1"),
  /** A hash is allowed that nobody accepts. */
  SHA1("RFC 8301 section 3.1"),
  /** The key is not for mail. */
  SERVICE("RFC 6376 section 3.6.1"),
  /** Receivers are told that this is a test. */
  TEST_MODE("RFC 6376 section 3.6.1"),
  /** A flag nobody knows. */
  UNKNOWN_FLAG("RFC 6376 section 3.6.1"),
  /** A tag that RFC 6376 removed. */
  RETIRED_TAG("RFC 6376 appendix E"),
  /** One key under every selector. */
  WILDCARD("RFC 6376 section 3.1"),
  /** Many receivers cannot verify with keys of this type. */
  ED25519_ALONE("RFC 8463 section 6");

  private final String reference;

  DkimRule(String reference) {
    this.reference = reference;
  }

  @Override
  public String reference() {
    return reference;
  }
}
