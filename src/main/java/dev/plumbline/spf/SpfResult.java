package dev.plumbline.spf;

import java.util.Locale;

/** What check_host returns (RFC 7208 section 2.6). */
public enum SpfResult {
  /** There is no usable domain name or no SPF record. */
  NONE,
  /** The domain says nothing about the address. */
  NEUTRAL,
  /** The address may send. */
  PASS,
  /** The address may not send. */
  FAIL,
  /** The address probably may not send. */
  SOFTFAIL,
  /** DNS did not answer; a later try may give another result. */
  TEMPERROR,
  /** The records are broken; only their publisher can help. */
  PERMERROR;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The word used in headers and reports. */
  public String wire() {
    return wire;
  }
}
