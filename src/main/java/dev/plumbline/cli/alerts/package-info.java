/**
 * Alerts by command: {@code plumbline alerts list|acknowledge|mute|unmute|channels|test}.
 *
 * <p>Start reading at {@link dev.plumbline.cli.alerts.AlertsCommand}.
 */
@NullMarked
package dev.plumbline.cli.alerts;

import org.jspecify.annotations.NullMarked;
