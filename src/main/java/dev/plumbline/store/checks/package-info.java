/**
 * Keeps what DNS said: verdicts, keys, names, record sets and how they changed.
 *
 * <p>It asks nobody and judges nothing; {@code recheck} finds out, {@code standing} judges.
 *
 * <p>{@link dev.plumbline.store.checks.CheckStore} is the door: one class for each kind of thing
 * that rounds of re-checks keep. What a round finds as it was is not written again, so that a quiet
 * day costs next to nothing: when something was last checked or seen follows from when its domain
 * was ({@code domain.dns_checked_at}). What a round found otherwise wants the domain judged, in the
 * same transaction.
 *
 * <p>Start reading at {@link dev.plumbline.store.checks.Verdicts}.
 */
@NullMarked
package dev.plumbline.store.checks;

import org.jspecify.annotations.NullMarked;
