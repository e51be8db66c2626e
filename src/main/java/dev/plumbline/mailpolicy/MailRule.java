package dev.plumbline.mailpolicy;

import dev.plumbline.dns.lint.Rule;

/** Every mistake the linters of this room know. */
public enum MailRule implements Rule {
  /** A null MX beside others, or with a preference. */
  NULL_MX("RFC 7505 section 3"),
  /** No MX record. */
  NO_MX("RFC 5321 section 5.1"),
  /** A mail host that is an alias. */
  MX_ALIAS("RFC 5321 section 5.1"),
  /** A mail host without an address. */
  MX_WITHOUT_ADDRESS("RFC 5321 section 5.1"),
  /** An address in the place of a name. */
  MX_IS_ADDRESS("RFC 1035 section 3.3.9"),
  /** A mail host nobody can reach from outside. */
  MX_PRIVATE("RFC 6890 section 2.2"),
  /** The same mail host twice. */
  MX_REPEATED("RFC 5321 section 5.1"),
  /** DNS did not answer for MX records. */
  MX_TROUBLE("RFC 5321 section 5.1"),

  /** No MTA-STS record. */
  STS_NO_RECORD("RFC 8461 section 3.1"),
  /** More than one. */
  STS_SEVERAL_RECORDS("RFC 8461 section 3.1"),
  /** DNS did not answer for the record. */
  STS_TROUBLE("RFC 8461 section 3.1"),
  /** The record does not begin as it must. */
  STS_VERSION("RFC 8461 section 3.1"),
  /** The record cannot be read as tags. */
  STS_SYNTAX("RFC 8461 section 3.1"),
  /** The record has no usable id. */
  STS_ID("RFC 8461 section 3.1"),
  /** The policy file cannot be had. */
  STS_NO_POLICY("RFC 8461 section 3.3"),
  /** The policy file was not asked for. */
  STS_NOT_ASKED("RFC 8461 section 3.3"),
  /** The policy file has another type than text. */
  STS_CONTENT_TYPE("RFC 8461 section 3.2"),
  /** A line of the policy file is wrong. */
  STS_LINE("RFC 8461 section 3.2"),
  /** The policy file lacks something. */
  STS_INCOMPLETE("RFC 8461 section 3.2"),
  /** The policy is kept for a short time only. */
  STS_SHORT_AGE("RFC 8461 section 3.2"),
  /** The policy does not protect. */
  STS_MODE("RFC 8461 section 5"),
  /** A mail host that the policy forbids. */
  STS_MX_MISSING("RFC 8461 section 4.1"),
  /** A mail host of the policy that DNS does not know. */
  STS_MX_UNUSED("RFC 8461 section 4.1"),

  /** No TLS-RPT record. */
  TLSRPT_NO_RECORD("RFC 8460 section 3"),
  /** More than one. */
  TLSRPT_SEVERAL_RECORDS("RFC 8460 section 3"),
  /** DNS did not answer for the record. */
  TLSRPT_TROUBLE("RFC 8460 section 3"),
  /** The record does not begin as it must. */
  TLSRPT_VERSION("RFC 8460 section 3"),
  /** The record cannot be read as tags. */
  TLSRPT_SYNTAX("RFC 8460 section 3"),
  /** There is no usable destination, or a wrong one. */
  TLSRPT_RUA("RFC 8460 section 3"),

  /** More than one BIMI record. */
  BIMI_SEVERAL_RECORDS("draft-brand-indicators-for-message-identification section 4.3"),
  /** DNS did not answer for the record. */
  BIMI_TROUBLE("draft-brand-indicators-for-message-identification section 4.3"),
  /** The record does not begin as it must. */
  BIMI_VERSION("draft-brand-indicators-for-message-identification section 4.3"),
  /** The record cannot be read as tags. */
  BIMI_SYNTAX("draft-brand-indicators-for-message-identification section 4.3"),
  /** The logo is not an SVG file over HTTPS. */
  BIMI_LOCATION("draft-brand-indicators-for-message-identification section 4.3"),
  /** The certificate is not a file over HTTPS. */
  BIMI_EVIDENCE("draft-brand-indicators-for-message-identification section 4.3"),
  /** The DMARC policy is too weak for a logo. */
  BIMI_DMARC("draft-brand-indicators-for-message-identification section 7");

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
    return this == STS_NOT_ASKED || Rule.super.isTrouble();
  }
}
