/**
 * Aggregate reports to immutable records plus a list of repairs (RFC 7489 appendix C, RFC 9990).
 *
 * <p>Start reading at {@link dev.plumbline.report.AggregateReportParser}. It makes one {@code
 * ReportReading} of the document: Aalto gives StAX events, {@code FeedbackReader} takes namespaces
 * and attributes off them, JAXB turns one {@code record} at a time into a class of {@code
 * Fragments}, and {@code FragmentMapping} makes a {@link dev.plumbline.report.ReportRow} of it,
 * which goes to the caller's {@link dev.plumbline.report.ReportSink} and is forgotten. Memory does
 * not grow with the report.
 *
 * <p>If the document is not well-formed, it is read once more through {@code MendingReader}, which
 * makes XML of it on the way; rows that were handed on already are not handed on again.
 *
 * <p>Reporters deviate from the standards in many ways. Each deviation that is tolerated leaves a
 * {@link dev.plumbline.report.Repair}; {@code docs/repairs.md} lists their codes.
 *
 * <p>This room does not unpack anything (see {@code mime}), knows no clock and no network, and does
 * not judge: a report from 1975 is read like any other.
 */
@NullMarked
package dev.plumbline.report;

import org.jspecify.annotations.NullMarked;
