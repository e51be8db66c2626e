/**
 * Reports to immutable records plus a list of repairs, one sub-room for each kind of report that
 * receivers send. This room holds what all kinds share: where a document comes from ({@link
 * dev.plumbline.report.Bytes}), why one cannot be used ({@link
 * dev.plumbline.report.InvalidReportException}, {@link
 * dev.plumbline.report.LimitExceededException}), and how texts become values with a {@link
 * dev.plumbline.report.Repair} for each deviation that is tolerated ({@code docs/repairs.md} lists
 * their codes).
 *
 * <p>Start reading at {@code report.aggregate}, the only kind that is read so far (RFC 7489, RFC
 * 9990). Failure reports (RFC 9991) and TLS reports (RFC 8460) are recognised by {@code mime} and
 * refused; each will have a sub-room of its own, with the same files: {@code XReport} for what was
 * read, {@code XReportParser} for how.
 *
 * <p>This room does not unpack anything (see {@code mime}), knows no clock and no network, and does
 * not judge: a report from 1975 is read like any other.
 */
@NullMarked
package dev.plumbline.report;

import org.jspecify.annotations.NullMarked;
