/**
 * Names the sender behind each source and gathers the judgement of a domain.
 *
 * <p>Start reading at {@link dev.plumbline.sender.DomainReviews}: it has the store gather the facts
 * of every source, groups the sources by sender ({@code SenderNames}), and has {@code standing}
 * judge them. Names come from verified evidence, weighed with the services of the {@link
 * dev.plumbline.sender.Catalogue}; {@code docs/catalogue.md} describes both. Everything is read
 * from daily totals and stored DNS answers.
 *
 * <p>What this room does not do: ask DNS, or read report rows.
 */
@NullMarked
package dev.plumbline.sender;

import org.jspecify.annotations.NullMarked;
