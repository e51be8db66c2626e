/**
 * The pages: Qute templates over view records that hold finished texts, so that no template counts,
 * formats or decides.
 *
 * <p>A page class is a REST resource. It asks {@code sender}, {@code recheck} and {@code store} for
 * what is known, fills the view record nested in it, and renders {@code templates/<Page>/<name>}.
 * No page waits for DNS: a re-check asked for here runs in the background. Everything a report says
 * is hostile text, so it only ever reaches a page through Qute's escaping, and a raw report only as
 * an attachment that no browser will run.
 *
 * <p>The browser gets scripts, styles and pictures from this process alone, under a policy that
 * allows no inline script or style; a page works without scripts, and a chart is drawn from the
 * table that stands beside it.
 *
 * <p>Start reading at {@link dev.plumbline.web.DomainPage}.
 */
@NullMarked
package dev.plumbline.web;

import org.jspecify.annotations.NullMarked;
