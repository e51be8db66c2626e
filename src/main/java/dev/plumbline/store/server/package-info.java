/**
 * Runs the PostgreSQL that comes with the program.
 *
 * <p>Nothing else in the room needs it: an address of another server takes its place.
 *
 * <p>Start reading at {@link dev.plumbline.store.server.EmbeddedDatabase}.
 */
@NullMarked
package dev.plumbline.store.server;

import org.jspecify.annotations.NullMarked;
