/**
 * SMTP TLS reports (RFC 8460): the JSON document as policies with their sessions and failures.
 *
 * <p>Start reading at {@link dev.plumbline.report.tls.TlsReportParser}. {@code JsonValues} reads
 * JSON itself, strictly and within limits; {@code ReportReading} takes names and values as
 * reporters write them, each deviation as a repair.
 */
@NullMarked
package dev.plumbline.report.tls;

import org.jspecify.annotations.NullMarked;
