/**
 * Writes what comes in: raw bytes, reports, their rows and totals, and the log of it all.
 *
 * <p>One transaction takes an item in, whatever it holds, or many small items that were read into
 * memory before. What is in an item comes from {@code intake} as a value, a list of {@link
 * dev.plumbline.store.intake.Document}; {@code DocumentWriter} says how each kind is stored. Only a
 * large report is parsed while it is written, so that no report has to fit into memory. What this
 * room does not do: find documents, or decide what a message is.
 *
 * <p>Start reading at {@link dev.plumbline.store.intake.IntakeStore}.
 */
@NullMarked
package dev.plumbline.store.intake;

import org.jspecify.annotations.NullMarked;
