/**
 * Commands about who may do what: users and the tokens of programs.
 *
 * <p>They work with the database alone, beside a server that may be running: what they change
 * counts for it from the next request on.
 *
 * <p>Start reading at {@link dev.plumbline.cli.people.UserAddCommand}.
 */
@NullMarked
package dev.plumbline.cli.people;

import org.jspecify.annotations.NullMarked;
