/**
 * Who may do what, and what they did: people, their sessions and one-time links, tokens of
 * programs, groups of domains, and the audit log.
 *
 * <p>Keys of sessions, links and tokens, and passwords, come here as hashes; {@code people} makes
 * and checks them. The audit log is only ever added to, which the database itself guards.
 *
 * <p>Start reading at {@link dev.plumbline.store.people.Persons}.
 */
@NullMarked
package dev.plumbline.store.people;

import org.jspecify.annotations.NullMarked;
