/**
 * Commands about DMARC records, DKIM keys and all records of a domain.
 *
 * <p>They ask DNS, and no database.
 *
 * <p>Start reading at {@link dev.plumbline.cli.dmarc.DmarcCommand}.
 */
@NullMarked
package dev.plumbline.cli.dmarc;

import org.jspecify.annotations.NullMarked;
