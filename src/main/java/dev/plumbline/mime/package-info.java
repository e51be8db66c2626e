/**
 * Finds reports in what was received, and unpacks them within hard limits (RFC 5322, RFC 2045 to
 * 2047, RFC 2231, RFC 5965 for failure reports, RFC 1952 gzip, zip, RFC 8551 for mail wrapped in a
 * signature).
 *
 * <p>Start reading at {@link dev.plumbline.mime.ReportFinder}. It looks at the first bytes of what
 * it gets: a message goes to {@code MessageWalk}, an archive to {@code Unpacking}, and each thing
 * found within is looked at again. Content types and file names are never trusted: reporters send
 * zip as gzip and XML as octet-stream; the name only becomes the label of the finding.
 *
 * <p>A {@link dev.plumbline.mime.Found.Report} is unpacked while it is read, and can be read again;
 * its stream throws a {@link dev.plumbline.report.LimitExceededException} at the limit of {@link
 * dev.plumbline.mime.Limits} it hits, and an {@link java.io.EOFException} where compressed data is
 * damaged, so that the reader keeps what came before. Everything unpacked from one received file
 * counts against one budget.
 *
 * <p>This room does not read reports (see {@code report}), does not verify signatures, writes no
 * files, and never follows a path name from an archive.
 */
@NullMarked
package dev.plumbline.mime;

import org.jspecify.annotations.NullMarked;
