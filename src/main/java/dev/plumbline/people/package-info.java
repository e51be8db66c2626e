/**
 * Who asks, what they may do, and about which domains.
 *
 * <p>How a page or an endpoint asks for rights:
 *
 * <ol>
 *   <li>Its class, or each method that answers a request, says which right it takes:
 *       {@code @RolesAllowed(Right.Name.READ)}. Without any it answers nobody.
 *   <li>It asks {@link dev.plumbline.people.Viewers} for the {@link dev.plumbline.store.Scope} of
 *       whoever asks, and hands it to the query that finds a domain, a report or an entry: pages
 *       about one domain get it from {@code web.DomainRequests}, lists by {@code scope} as their
 *       first argument. What may not be seen is then not found, and answered exactly like what does
 *       not exist. Where {@code store} or {@code review} has a query both with and without a scope,
 *       {@code web} and {@code api} call the one with.
 *   <li>What concerns all domains at once, as leaving a reporter out, asks {@link
 *       dev.plumbline.people.Viewers#everywhere}.
 *   <li>Who did it is {@code Viewers.now().who()}, which every change hands on to {@link
 *       dev.plumbline.store.people.AuditLog}.
 * </ol>
 *
 * <p>As long as there is nobody who could sign in, everybody at this machine may do everything.
 *
 * <p>What this room does not do: read cookies and headers ({@code security}), show pages ({@code
 * web}), keep anything ({@code store.people}).
 */
@NullMarked
package dev.plumbline.people;

import org.jspecify.annotations.NullMarked;
