package dev.plumbline.spf.advice;

import dev.plumbline.dns.lint.Rule;

/** Every mistake the linter knows, with the section of RFC 7208 that tells of it. */
public enum SpfRule implements Rule {
  /** The domain has no SPF record. */
  NO_RECORD("4.5"),
  /** The domain has more than one. */
  SEVERAL_RECORDS("4.5"),
  /** A text that means to be a record and does not begin like one. */
  VERSION("4.5"),
  /** A version again, after the beginning. */
  VERSION_AGAIN("4.6.1"),
  /** The record is at another name. */
  WRONG_NAME("4.4"),
  /** The record has the retired type SPF (99). */
  WRONG_TYPE("3.1"),
  /** A record of Sender ID, which nobody reads. */
  SENDER_ID("3.1"),
  /** Quotation marks, long dashes and invisible characters of a word processor. */
  TYPOGRAPHY("3.1"),
  /** Commas, semicolons or tabs where a space belongs. */
  SEPARATOR("4.6.1"),
  /** A term that cannot be read. */
  SYNTAX("4.6.1"),
  /** Legal, and surely not what was meant. */
  TYPO("4.6.1"),
  /** Names of mechanisms in capitals. */
  UPPERCASE("4.6.1"),
  /** A modifier nobody knows. */
  UNKNOWN_MODIFIER("6"),
  /** More terms need DNS than receivers will ask. */
  LOOKUP_LIMIT("4.6.4"),
  /** More questions find nothing than receivers will bear. */
  VOID_LIMIT("4.6.4"),
  /** More mail hosts than receivers will ask. */
  MX_LIMIT("4.6.4"),
  /** Everybody passes. */
  PASS_ALL("5.1"),
  /** Everybody is neutral. */
  NEUTRAL_ALL("8.2"),
  /** Nothing is said of those not listed. */
  MISSING_ALL("4.7"),
  /** Terms that are never reached. */
  AFTER_ALL("5.1"),
  /** A redirect that is never used. */
  REDIRECT_BESIDE_ALL("6.1"),
  /** A redirect before other terms. */
  REDIRECT_NOT_LAST("6.1"),
  /** The mechanism not to be used. */
  PTR("5.5"),
  /** The same term twice, or an include that another include brings already. */
  REPEATED("4.6.2"),
  /** All its addresses are listed by another term. */
  COVERED("4.6.2"),
  /** An earlier term decides for all its addresses, and otherwise. */
  UNREACHABLE("4.6.2"),
  /** Mail hosts that do not send. */
  MX_NEVER_SENDS("5.4"),
  /** An include that no source of the traffic needs. */
  UNUSED_INCLUDE("5.2"),
  /** {@code mx:} with a host in the place of a domain. */
  MX_OF_HOST("5.4"),
  /** A term that finds nothing in DNS. */
  NOTHING_THERE("4.6.4"),
  /** An include of a domain without a record. */
  INCLUDE_WITHOUT_RECORD("5.2"),
  /** An included or redirected record that is no use. */
  BROKEN_INCLUDE("5.2"),
  /** A redirect to a domain without a record. */
  REDIRECT_WITHOUT_RECORD("6.1"),
  /** Records that lead back to themselves. */
  LOOP("4.6.4"),
  /** A record longer than one string of DNS. */
  LONG_STRING("3.3"),
  /** An answer longer than a plain UDP packet. */
  LARGE_ANSWER("3.4"),
  /** Addresses that no receiver ever sees. */
  PRIVATE_ADDRESS("5.6"),
  /** A range as wide as a provider. */
  WIDE_RANGE("5.6"),
  /** Bits set behind the prefix. */
  HOST_BITS("5.6"),
  /** A host with IPv4 and IPv6 of which the record lists one. */
  ADDRESS_FAMILY("5"),
  /** A mail server's own name has no record. */
  HELO_RECORD("10.1.3"),
  /** An {@code exp=} that gives no text. */
  EXPLANATION("6.2"),
  /** {@code exists} of a fixed name. */
  CONSTANT_EXISTS("5.7"),
  /** DNS did not answer. */
  DNS_TROUBLE("4.4");

  private final String section;

  SpfRule(String section) {
    this.section = section;
  }

  /** The section of RFC 7208. */
  public String section() {
    return section;
  }

  @Override
  public String reference() {
    return "RFC 7208 section " + section;
  }
}
