/**
 * Keeps what DNS said: verdicts, keys, names, record sets and how they changed.
 *
 * <p>It asks nobody and judges nothing; {@code recheck} finds out, {@code standing} judges.
 *
 * <p>Start reading at {@link dev.plumbline.store.checks.CheckStore}.
 */
@NullMarked
package dev.plumbline.store.checks;

import org.jspecify.annotations.NullMarked;
