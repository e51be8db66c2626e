/**
 * Reads mailboxes by IMAP, behind the seam {@link dev.plumbline.intake.Mailbox}.
 *
 * <p>RFC 9051 and 3501, with MOVE (6851), IDLE (2177), UIDPLUS (4315) and OAUTHBEARER/XOAUTH2
 * (7628). It does not know what a report is: it hands over messages and moves them once they are
 * taken.
 *
 * <p>Start reading at {@link dev.plumbline.intake.imap.ImapMailboxes}, which opens what {@link
 * dev.plumbline.intake.imap.ImapMailbox} reads.
 */
@NullMarked
package dev.plumbline.intake.imap;

import org.jspecify.annotations.NullMarked;
