/**
 * At the door: what comes the wrong way is turned away ({@link dev.plumbline.security.Door}), and
 * who asks is found out by cookie or token ({@link dev.plumbline.security.SignInMechanism}).
 *
 * <p>It stands before every route and knows none of them; what somebody may do is written at the
 * routes, as rights, and {@code people} says who has them.
 */
@NullMarked
package dev.plumbline.security;

import org.jspecify.annotations.NullMarked;
