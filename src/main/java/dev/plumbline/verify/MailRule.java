package dev.plumbline.verify;

import dev.plumbline.dns.lint.Rule;

/** Everything that may be found of a mail. */
public enum MailRule implements Rule {
  /** Where the mail came from is not known. */
  SPF_NOT_CHECKED("RFC 7208 section 4.1"),
  /** The envelope's domain has no SPF record. */
  SPF_NONE("RFC 7208 section 2.6.1"),
  /** Its record does not list the host. */
  SPF_FAIL("RFC 7208 section 2.6.4"),
  /** Its record is broken. */
  SPF_PERMERROR("RFC 7208 section 2.6.7"),
  /** DNS did not answer. */
  SPF_TEMPERROR("RFC 7208 section 2.6.6"),
  /** SPF passes for a domain that is not the author's. */
  SPF_NOT_ALIGNED("RFC 9989 section 4.4.2"),
  /** The mail is not signed. */
  DKIM_NONE("RFC 6376 section 1"),
  /** A signature does not hold. */
  DKIM_FAIL("RFC 6376 section 6.1.3"),
  /** A signature that must not be accepted. */
  DKIM_POLICY("RFC 8301 section 3"),
  /** A signature that cannot be verified. */
  DKIM_PERMERROR("RFC 6376 section 6.1"),
  /** DNS did not give the key. */
  DKIM_TEMPERROR("RFC 6376 section 6.1.2"),
  /** Signed for others only. */
  DKIM_NOT_ALIGNED("RFC 9989 section 4.4.1"),
  /** The key is shorter than it should be. */
  DKIM_WEAK_KEY("RFC 8301 section 3.2"),
  /** The key says that it is being tried out. */
  DKIM_TEST_MODE("RFC 6376 section 3.6.1"),
  /** What follows the signed part of the body may be anybody's. */
  DKIM_LENGTH("RFC 6376 section 8.2"),
  /** A field that should be signed is not. */
  DKIM_UNSIGNED_FIELD("RFC 6376 section 5.4.1"),
  /** More fields could be added without breaking the signature. */
  DKIM_NOT_OVERSIGNED("RFC 6376 section 8.15"),
  /** The only signatures are of a kind that many do not verify. */
  DKIM_ED25519_ALONE("RFC 8463 section 3"),
  /** A signature from the future. */
  DKIM_FUTURE("RFC 6376 section 3.5"),
  /** More signatures than anybody verifies. */
  DKIM_MANY("RFC 6376 section 6.1"),
  /** The chain of those who passed it on is broken. */
  ARC_FAIL("RFC 8617 section 5.2"),
  /** The author domain has no DMARC policy. */
  DMARC_NONE("RFC 9989 section 4.7"),
  /** Nothing proves the author domain. */
  DMARC_FAIL("RFC 9989 section 5.3.6"),
  /** DNS did not answer. */
  DMARC_TEMPERROR("RFC 9989 section 5.3.6"),
  /** The policy asks for nothing. */
  DMARC_MONITORING("RFC 9989 section 4.7"),
  /** The mail names no author, or several; or several addresses of one. */
  FROM("RFC 5322 section 3.6.2"),
  /** The name shown has an address of another domain in it. */
  FROM_DISPLAY_NAME("RFC 5322 section 3.4"),
  /** Answers go to another domain. */
  REPLY_TO("RFC 5322 section 3.6.2"),
  /** Bounces go to another domain. */
  RETURN_PATH("RFC 5321 section 4.4"),
  /** No date, or one that cannot be. */
  DATE("RFC 5322 section 3.6.1"),
  /** No Message-ID, or none that is one. */
  MESSAGE_ID("RFC 5322 section 3.6.4"),
  /** No subject. */
  SUBJECT("RFC 5322 section 3.6.5"),
  /** No recipient is named. */
  TO("RFC 5322 section 3.6.3"),
  /** A field that may occur once occurs more often. */
  REPEATED_FIELD("RFC 5322 section 3.6"),
  /** Letters beyond ASCII in the header as they are. */
  RAW_OCTETS("RFC 5322 section 2.2"),
  /** A mail to many without a way to leave. */
  UNSUBSCRIBE("RFC 2369 section 3.2"),
  /** No way to leave with one click. */
  UNSUBSCRIBE_ONE_CLICK("RFC 8058 section 3.1"),
  /** The way to leave is not signed. */
  UNSUBSCRIBE_UNSIGNED("RFC 8058 section 4"),
  /** The host names itself by no name. */
  HELO("RFC 5321 section 4.1.1.1"),
  /** The name of the host does not lead to it. */
  HELO_ADDRESS("RFC 5321 section 4.1.4"),
  /** The name of the host has no SPF record. */
  HELO_SPF("RFC 7208 section 10.1.3"),
  /** The address has no name, or one that does not lead back. */
  REVERSE_NAME("RFC 1912 section 2.1"),
  /** Other addresses of the host may not send. */
  OTHER_ADDRESS("RFC 7208 section 10.1.1"),
  /** The mail came readable by everybody on the way. */
  TLS("RFC 3207"),
  /** The encryption is out of date. */
  TLS_VERSION("RFC 8996"),
  /** A large mail, or a header without measure. */
  SIZE("RFC 1870"),
  /** HTML without the same as plain text, or no text at all. */
  PLAIN_TEXT("RFC 2046 section 5.1.4"),
  /** A line longer than lines may be. */
  LONG_LINE("RFC 5322 section 2.1.1"),
  /** Links lead to other hosts than the author's. */
  LINKS("RFC 3986 section 7"),
  /** A link shows one host and leads to another. */
  LINK_SHOWS_OTHER("RFC 3986 section 7.6"),
  /** A link leads to an address instead of a name. */
  LINK_ADDRESS("RFC 3986 section 7.4");

  private final String reference;

  MailRule(String reference) {
    this.reference = reference;
  }

  @Override
  public String reference() {
    return reference;
  }

  @Override
  public boolean isTrouble() {
    return name().endsWith("_TEMPERROR");
  }
}
