/**
 * Who may do what. There is no sign-in yet, so this room holds one thing: {@link
 * dev.plumbline.security.LoopbackGuard}, which keeps web pages of others from reaching a Plumbline
 * on the same machine (DNS rebinding, cross-site requests).
 *
 * <p>It stands before every route and knows none of them; {@code web} and {@code api} do not know
 * it.
 */
@NullMarked
package dev.plumbline.security;

import org.jspecify.annotations.NullMarked;
