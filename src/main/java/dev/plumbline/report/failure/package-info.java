/**
 * Failure reports: messages about one message that failed (RFC 9991 and RFC 6591, which build on
 * RFC 5965), and what receivers send in their place, down to a plain letter.
 *
 * <p>Start reading at {@link dev.plumbline.report.failure.FailureReportParser}. {@code ReportParts}
 * finds what is needed in the message: the fields of the report, the header of the message it is
 * about, and words for people; {@code ReportInWords} reads the latter where fields are missing;
 * {@code FieldMapping} turns fields into a {@link dev.plumbline.report.failure.FailureReport}.
 *
 * <p>Complaints (abuse, opt-out, not-spam) come in the same form: they are read alike and keep
 * their type. The body of the message that a report is about is never read; {@link
 * dev.plumbline.report.failure.BodyRemoval} takes it out of what is kept.
 */
@NullMarked
package dev.plumbline.report.failure;

import org.jspecify.annotations.NullMarked;
