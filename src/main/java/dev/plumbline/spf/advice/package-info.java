/**
 * Advice on SPF records: finds mistakes in them, edits them, and says what a change would do.
 *
 * <p>RFC 7208, as the room above reads it. {@link dev.plumbline.spf.advice.SpfLinter} walks a
 * record and all it includes for every client at once, so its counts are the worst case; {@link
 * dev.plumbline.spf.advice.WhatIf} asks the evaluator, source by source, so its counts are what
 * receivers meet. {@link dev.plumbline.spf.advice.SpfEditor} changes text and asks nothing, except
 * to flatten. {@link dev.plumbline.spf.advice.SpfWizard} turns answers into tested records, and
 * {@link dev.plumbline.spf.advice.RecordChange} finds the one change that lets senders pass and
 * costs nobody else.
 *
 * <p>A term whose target depends on the message (macros other than the domain) is counted, but not
 * followed: nothing is claimed of what it matches. All DNS questions are bounded in number, however
 * hostile the records are. Nothing here publishes anything.
 *
 * <p>Start reading with {@code SpfLinter.lint}, then {@code RecordWalk} (what a record comes to)
 * and {@link dev.plumbline.spf.advice.SpfRule} (every mistake known).
 *
 * <p>Where a new rule goes, by what it has to look at:
 *
 * <ul>
 *   <li>{@code MissingRecord} and {@code SpfLinter}: the TXT records of the name, before one is
 *       chosen, and the size of the answer.
 *   <li>{@code TextRules}: characters of the text, before it is cut into terms.
 *   <li>{@code TermRules}: one record and its terms, without DNS, and {@code RangeRules} for the
 *       addresses they list; how a term is mended that cannot be read is in {@code TermRepair},
 *       addresses in {@code RangeGuess}.
 *   <li>{@code WalkRules}: what includes and redirects lead to, and what they cost.
 *   <li>{@code OverlapRules}: the addresses of terms beside each other.
 *   <li>{@code HostRules}: the domain's own hosts, and its traffic.
 * </ul>
 *
 * <p>It gets a constant in {@code SpfRule}, and a line in the test that shows every rule.
 */
@NullMarked
package dev.plumbline.spf.advice;

import org.jspecify.annotations.NullMarked;
