/**
 * Failure reports: by incident, with what is kept of single ones, masked for all who have no right
 * to more. The write side is {@code store.intake}.
 *
 * <p>Start reading at {@link dev.plumbline.store.failure.FailureQueries}. Whatever leaves this room
 * went through {@link dev.plumbline.store.failure.Pseudonyms}.
 */
@NullMarked
package dev.plumbline.store.failure;

import org.jspecify.annotations.NullMarked;
