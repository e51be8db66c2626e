/**
 * Commands about stored failure and TLS reports. They read what is kept and start nothing but the
 * database.
 *
 * <p>Start reading at {@link dev.plumbline.cli.kinds.FailureReportsCommand}.
 */
@NullMarked
package dev.plumbline.cli.kinds;

import org.jspecify.annotations.NullMarked;
