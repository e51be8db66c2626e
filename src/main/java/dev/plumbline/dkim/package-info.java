/**
 * Published DKIM keys: finds, reads and judges them; and verifies the signatures of a mail.
 *
 * <p>RFC 6376 section 3.6 (the key record) and 6 (verifying), RFC 8617 (ARC), RFC 8301 (no SHA-1,
 * no RSA key under 1024 bits), RFC 8463 (Ed25519). RSA keys are read both as RFC 6376 words it
 * (RSAPublicKey) and as everybody publishes them (SubjectPublicKeyInfo).
 *
 * <p>It signs nothing. Of keys, it answers whether a selector that signed mail is still published,
 * and whether a receiver may still accept it; of a mail, which of its signatures hold. A mail of
 * any size and with any number of signatures costs bounded time: what is beyond is counted, or
 * told.
 *
 * <p>Start reading with {@link dev.plumbline.dkim.DkimKeys#lookup} for keys, with {@link
 * dev.plumbline.dkim.SignatureVerifier#verify} for mails.
 */
@NullMarked
package dev.plumbline.dkim;

import org.jspecify.annotations.NullMarked;
