/**
 * What other programs follow: everything stored, in the order in which it was committed, and what
 * was taken away again.
 *
 * <p>Triggers note what happened in its own transaction. A reader first gives positions to what is
 * noted, under a lock, so that a position that can be seen is never followed by a smaller one
 * (docs/decisions/feed-numbered-after-commit.md).
 *
 * <p>Start reading at {@link dev.plumbline.store.export.Feed}.
 */
@NullMarked
package dev.plumbline.store.export;

import org.jspecify.annotations.NullMarked;
