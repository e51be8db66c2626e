/**
 * Published DKIM keys: finds, reads and judges them.
 *
 * <p>RFC 6376 section 3.6 (the key record), RFC 8301 (no SHA-1, no RSA key under 1024 bits), RFC
 * 8463 (Ed25519). RSA keys are read both as RFC 6376 words it (RSAPublicKey) and as everybody
 * publishes them (SubjectPublicKeyInfo).
 *
 * <p>It does not sign or verify messages: Plumbline sees reports, not mail. It answers whether a
 * selector that signed mail is still published, and whether a receiver may still accept it.
 *
 * <p>Start reading with {@link dev.plumbline.dkim.DkimKeys#lookup}.
 */
@NullMarked
package dev.plumbline.dkim;

import org.jspecify.annotations.NullMarked;
