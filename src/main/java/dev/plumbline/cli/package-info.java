/**
 * The {@code plumbline} commands.
 *
 * <p>{@link dev.plumbline.cli.Main} is where every start begins. {@code parse} and {@code spf} run
 * as plain Java, without framework, database or web server. {@code serve}, {@code demo}, {@code
 * ingest} and {@code senders} need the application: {@link dev.plumbline.cli.shell.AppRunner} first
 * finds or starts the database, then Quarkus, and stops them in the opposite order.
 *
 * <p>Exit status: 0 for success, 1 for a negative answer, 2 for wrong use or settings. Results go
 * to standard output, everything else to standard error.
 */
@NullMarked
package dev.plumbline.cli;

import org.jspecify.annotations.NullMarked;
