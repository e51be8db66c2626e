/** The judgement of sources and senders from what was reported and what DNS says now. */
@NullMarked
package dev.plumbline.standing;

import org.jspecify.annotations.NullMarked;
