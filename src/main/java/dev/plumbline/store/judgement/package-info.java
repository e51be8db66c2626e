/**
 * Keeps what was decided and judged.
 *
 * <p>Entities stay in here; records go out.
 *
 * <p>Start reading at {@link dev.plumbline.store.judgement.Decisions}.
 */
@NullMarked
package dev.plumbline.store.judgement;

import org.jspecify.annotations.NullMarked;
