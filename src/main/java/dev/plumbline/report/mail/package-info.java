/**
 * Mails as they really come, for those who look for documents in them and for those who read mails
 * that are documents: parts, header fields, words of other charsets and dates (RFC 5322, RFC 2045
 * to 2047, RFC 2231), leniently.
 *
 * <p>Start reading at {@link dev.plumbline.report.mail.MailPart} for parts, at {@link
 * dev.plumbline.report.mail.HeaderFields} for headers and other blocks of fields.
 */
@NullMarked
package dev.plumbline.report.mail;

import org.jspecify.annotations.NullMarked;
