/**
 * What other programs take away, line by line: the published records of {@code review.json} as
 * NDJSON or CSV, whatever their number.
 *
 * <p>Knows neither HTTP nor commands; who asks for what is decided at the edge.
 *
 * <p>Start reading at {@link dev.plumbline.export.Exports}.
 */
@NullMarked
package dev.plumbline.export;

import org.jspecify.annotations.NullMarked;
