/**
 * Commands that take reports in, read them again, or show what is in a file.
 *
 * <p>Start reading at {@link dev.plumbline.cli.intake.IngestCommand}.
 */
@NullMarked
package dev.plumbline.cli.intake;

import org.jspecify.annotations.NullMarked;
