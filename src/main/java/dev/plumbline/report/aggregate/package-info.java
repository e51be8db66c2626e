/**
 * Aggregate reports (RFC 7489 appendix C, RFC 9990): the XML document as header and rows.
 *
 * <p>Start reading at {@link dev.plumbline.report.aggregate.AggregateReportParser}. It makes one
 * {@code ReportReading} of the document: Aalto gives StAX events, {@code FeedbackReader} takes
 * namespaces and attributes off them, JAXB turns one {@code record} at a time into a class of
 * {@code Fragments}, and {@code FragmentMapping} makes a {@link
 * dev.plumbline.report.aggregate.ReportRow} of it, which goes to the caller's {@link
 * dev.plumbline.report.aggregate.ReportSink} and is forgotten. Memory does not grow with the
 * report.
 *
 * <p>{@code Vocabulary} names the elements, for both readers; an element that a reporter gives
 * another name is a line there and a golden file.
 *
 * <p>If the document is not well-formed, it is read once more through {@code MendingReader}, which
 * makes XML of it on the way; rows that were handed on already are not handed on again.
 */
@NullMarked
package dev.plumbline.report.aggregate;

import org.jspecify.annotations.NullMarked;
