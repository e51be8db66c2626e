/**
 * Alerts: what somebody should know at once, by mail and by posts to other programs. They are
 * concluded from the kept judgement and its history, never from DNS or reports directly, and each
 * says what from.
 *
 * <p>RFC 2104 for the signature of posts.
 *
 * <p>Start reading at {@link dev.plumbline.alert.AlertWatch}, which finds them, and {@link
 * dev.plumbline.alert.AlertPost}, which sends them.
 */
@NullMarked
package dev.plumbline.alert;

import org.jspecify.annotations.NullMarked;
