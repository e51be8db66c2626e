/**
 * Writes what comes in: raw bytes, reports, their rows and totals, and the log of it all.
 *
 * <p>One transaction takes an item in, whatever it holds. What it does not do: parse, or decide
 * what a message is; that comes from {@code intake} as values.
 *
 * <p>Start reading at {@link dev.plumbline.store.intake.IntakeStore}.
 */
@NullMarked
package dev.plumbline.store.intake;

import org.jspecify.annotations.NullMarked;
