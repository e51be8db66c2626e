/**
 * The judgement of sources and senders, from what was reported and what DNS says now.
 *
 * <p>Start reading at {@link dev.plumbline.standing.SourceJudge#judge}: it takes the facts of one
 * source ({@link dev.plumbline.standing.SourceFacts}) and what all sources of the domain share
 * ({@link dev.plumbline.standing.DomainFacts}) and gives a {@link
 * dev.plumbline.standing.Judgement}: a standing with its reasons. {@link
 * dev.plumbline.standing.SenderJudge} puts the sources of one sender together. The rules are a
 * list, {@code Rule}, in the order in which {@code docs/standings.md} tells them; the same facts
 * always give the same judgement.
 *
 * <p>A {@link dev.plumbline.standing.Reason} is a value that can be kept and compared; {@link
 * dev.plumbline.standing.Wording} alone puts it in words. What one source contributes to what all
 * share is a {@link dev.plumbline.standing.SourceTraits}, small enough to be kept for each.
 *
 * <p>What this room does not do: gather facts, name senders, ask DNS or look at a clock.
 */
@NullMarked
package dev.plumbline.standing;

import org.jspecify.annotations.NullMarked;
