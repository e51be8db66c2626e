/**
 * Gathers what is known of a domain's sources, has it judged, and keeps the judgement.
 *
 * <p>Naming a source is work of {@code sender}, the rules are those of {@code standing}. This room
 * never asks DNS and shows nothing: {@code recheck} fills in what DNS says, the rooms at the edge
 * show the result.
 *
 * <p>Start reading at {@link dev.plumbline.review.Judge}; what it keeps is read by {@link
 * dev.plumbline.review.KeptReviews}, and {@link dev.plumbline.review.DomainReviews} judges other
 * periods on demand.
 */
@NullMarked
package dev.plumbline.review;

import org.jspecify.annotations.NullMarked;
