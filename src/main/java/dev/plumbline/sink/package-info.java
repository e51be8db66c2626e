/**
 * Sinks: what is stored, brought to other systems as it comes. Each follows the feed that the REST
 * interface gives, at least once, under ids that stay the same; each is off until the settings name
 * it.
 *
 * <p>RFC 5424, 5425 and 6587 for syslog.
 *
 * <p>Start reading at {@link dev.plumbline.sink.Sinks}.
 */
@NullMarked
package dev.plumbline.sink;

import org.jspecify.annotations.NullMarked;
