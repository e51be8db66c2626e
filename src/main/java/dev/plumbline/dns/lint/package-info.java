/**
 * What linters of records have in common: findings with their places, and the mending of records
 * that are lists of tags (RFC 6376 section 3.2), as those of DKIM, DMARC, MTA-STS, TLS-RPT and BIMI
 * are.
 *
 * <p>Each protocol room brings its own rules; nothing here knows a tag by name.
 *
 * <p>Start reading with {@link dev.plumbline.dns.lint.TagLint}.
 */
@NullMarked
package dev.plumbline.dns.lint;

import org.jspecify.annotations.NullMarked;
