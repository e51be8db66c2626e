/**
 * Looks at one mail as a receiver does, and says what it finds: SPF with its trace (RFC 7208),
 * every DKIM signature (RFC 6376), the chain of ARC (RFC 8617, shown and never relied on),
 * alignment and DMARC policy (RFC 9989), and what else makes receivers suspicious: names of the
 * connection, fields that are missing or say something else than others, ways to unsubscribe (RFC
 * 2369, RFC 8058).
 *
 * <p>Whoever asks says from where the mail came, since a mail cannot know that: the connection of
 * one's own server, or what one's own server wrote at the top of the mail ({@link
 * dev.plumbline.verify.ServerNotes}). What is not known is not judged: without an address there is
 * no result of SPF, and DMARC is left open unless a signature decides it.
 *
 * <p>It sends nothing, follows no link, opens no attachment and guesses no scores. All that it asks
 * is DNS, a bounded number of questions; a mail of any size and form costs bounded time.
 *
 * <p>Start reading with {@link dev.plumbline.verify.MailVerifier#verify}; {@link
 * dev.plumbline.verify.MailRule} names every finding.
 */
@NullMarked
package dev.plumbline.verify;

import org.jspecify.annotations.NullMarked;
