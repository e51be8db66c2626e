/**
 * Reports to immutable records plus a list of repairs, one sub-room for each kind of report that
 * receivers send. This room holds what all kinds share: where a document comes from ({@link
 * dev.plumbline.report.Bytes}), why one cannot be used ({@link
 * dev.plumbline.report.InvalidReportException}, {@link
 * dev.plumbline.report.LimitExceededException}), and how texts become values with a {@link
 * dev.plumbline.report.Repair} for each deviation that is tolerated ({@code docs/repairs.md} lists
 * their codes).
 *
 * <p>Start reading at {@code report.aggregate} (RFC 7489, RFC 9990); {@code report.failure} (RFC
 * 9991) and {@code report.tls} (RFC 8460) have the same files: {@code XReport} for what was read,
 * {@code XReportParser} for how. {@code report.mail} reads mails for those who look for reports in
 * them, and for reports that are mails.
 *
 * <p>This room does not unpack anything (see {@code mime}), knows no clock and no network, and does
 * not judge: a report from 1975 is read like any other.
 */
@NullMarked
package dev.plumbline.report;

import org.jspecify.annotations.NullMarked;
