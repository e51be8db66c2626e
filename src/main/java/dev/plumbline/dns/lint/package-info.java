/**
 * What linters of records have in common: the way from a name to the one text to examine ({@code
 * RecordFinding}), findings with their places, characters that do not belong into records, and the
 * mending of records that are lists of tags (RFC 6376 section 3.2), as those of DKIM, DMARC,
 * MTA-STS, TLS-RPT and BIMI are.
 *
 * <p>Each protocol room brings its own rules; nothing here knows a tag by name.
 *
 * <p>Start reading with {@link dev.plumbline.dns.lint.TagLint}.
 */
@NullMarked
package dev.plumbline.dns.lint;

import org.jspecify.annotations.NullMarked;
