/**
 * Alerts: what was found, whom it is told, and what became of each mail and post. A thing is one
 * row however often it comes back, so nobody is told of it twice.
 *
 * <p>Start reading at {@link dev.plumbline.store.alert.Alerts}.
 */
@NullMarked
package dev.plumbline.store.alert;

import org.jspecify.annotations.NullMarked;
