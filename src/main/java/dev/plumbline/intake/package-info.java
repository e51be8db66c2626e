/**
 * Takes reports in, from mailboxes (IMAP, RFC 3501 and RFC 9051; MOVE, RFC 6851; UIDPLUS, RFC 4315;
 * IDLE, RFC 2177; XOAUTH2), a drop folder, a Maildir, mbox files (RFC 4155), uploads and files, and
 * says of each what became of it.
 *
 * <p>Start reading at {@link dev.plumbline.intake.Intake}: one received item goes through {@code
 * mime} and {@code report} into {@code store}, in one transaction. Everything else here brings
 * items to it and puts them away afterwards: {@code MailboxPoller} drains one mailbox over the seam
 * {@code Mailbox}, {@code DropFolder} a folder, {@link dev.plumbline.intake.FolderIngest} files
 * named by a person.
 *
 * <p>{@code MailboxPolling} runs a poller for each mailbox, as long as its {@code MailboxLease}
 * says that no other process does. {@link dev.plumbline.intake.Mailboxes} knows them all: those of
 * the configuration, and those made on a page, whose secrets are sealed by {@link
 * dev.plumbline.intake.SealedSecrets}. {@link dev.plumbline.intake.MailboxChecks} only looks.
 *
 * <p>The one rule of this room: an item leaves the place it came from only after its outcome is
 * committed, and it is moved unless its user wants it flagged or deleted. Killed between the two,
 * the item is met again and turns out to be a duplicate. While the database is down everything
 * stays where it is.
 *
 * <p>What this room does not do: ask DNS, judge senders, or read failure and TLS reports; these are
 * kept.
 */
@NullMarked
package dev.plumbline.intake;

import org.jspecify.annotations.NullMarked;
