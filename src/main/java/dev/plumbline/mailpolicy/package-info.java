/**
 * The neighbours of DMARC: how a domain receives mail, and what it says about that.
 *
 * <p>MTA-STS (RFC 8461), TLS reports (RFC 8460, the record only; reports are read in {@code
 * report}), BIMI (draft-brand-indicators-for-message-identification, the record only), MX records
 * with null MX (RFC 5321 section 5, RFC 7505). For each: a record that reads and prints itself, and
 * a linter.
 *
 * <p>The policy file of MTA-STS comes over HTTPS; {@link dev.plumbline.mailpolicy.PolicyFiles} is
 * the seam, since this room opens no socket. No logo or certificate of BIMI is fetched, and no mail
 * host is connected to.
 *
 * <p>Start reading with {@link dev.plumbline.mailpolicy.StsLinter} and {@link
 * dev.plumbline.mailpolicy.StsPolicy}.
 */
@NullMarked
package dev.plumbline.mailpolicy;

import org.jspecify.annotations.NullMarked;
