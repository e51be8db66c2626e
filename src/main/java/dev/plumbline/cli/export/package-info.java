/**
 * What is taken away by command: {@code plumbline export}.
 *
 * <p>Start reading at {@link dev.plumbline.cli.export.ExportCommand}.
 */
@NullMarked
package dev.plumbline.cli.export;

import org.jspecify.annotations.NullMarked;
