/**
 * SPF: reads the records domains publish, and judges whether one of them lets an IP address send.
 *
 * <p>RFC 7208 (check_host is section 4), with these errata and readings:
 *
 * <ul>
 *   <li>an empty {@code exp=} is a syntax error, although section 6.2 says to ignore it (the
 *       grammar of the same section forbids it, and the public test suite agrees);
 *   <li>{@code exp} and {@code redirect} with a broken value are syntax errors, not unknown
 *       modifiers;
 *   <li>a target name that DNS cannot be asked for, left open by section 4.8, matches nothing, and
 *       is a permanent error where a record must be found there;
 *   <li>more than ten MX records are a permanent error whatever their order (section 4.6.4), since
 *       DNS may shuffle those of equal preference;
 *   <li>a void lookup is any question of {@code a}, {@code mx}, {@code exists} and the PTR question
 *       of {@code ptr}; names found in a client's reverse zone are not held against the publisher.
 * </ul>
 *
 * <p>It does not write Received-SPF headers, ask for the obsolete SPF record type, or watch the
 * clock: an evaluation asks at most some hundred bounded DNS questions.
 *
 * <p>{@link dev.plumbline.spf.SpfTable} is a record with all it includes, resolved once, for asking
 * about millions of addresses.
 *
 * <p>Start reading with {@link dev.plumbline.spf.SpfEvaluator#evaluate}, then {@code Evaluation}
 * (records) and {@code Matcher} (mechanisms); {@code TableCompiler} is the same for all addresses
 * at once. {@link dev.plumbline.spf.SpfRecord} is the parsed record; {@code RecordParser} and
 * {@code MacroParser} follow the grammar of section 12.
 */
@NullMarked
package dev.plumbline.spf;

import org.jspecify.annotations.NullMarked;
