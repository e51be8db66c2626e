/**
 * The {@code plumbline} commands.
 *
 * <p>{@link dev.plumbline.cli.Main} is where every start begins; of all commands it makes the one
 * that was asked for. {@code parse}, {@code spf}, {@code dmarc}, {@code dkim}, {@code domain} and
 * {@code mailbox} run as plain Java. Questions to the database ({@code domains}, {@code senders},
 * {@code ready}, {@code decide}, {@code reporters}, {@code failure-reports}, {@code tls}, and
 * {@code spf lint} and {@code what-if} with {@code --days}) connect to it and start nothing else.
 * {@code ingest}, {@code retry}, {@code reparse}, {@code totals}, {@code simulate} and all that
 * judges on demand run with the application, {@code serve} and {@code demo} with its web server:
 * {@link dev.plumbline.cli.shell.AppRunner} first finds or starts the database, then Quarkus, and
 * stops them in the opposite order.
 *
 * <p>Exit status: 0 for success, 1 for a negative answer, 2 for wrong use or settings. Results go
 * to standard output, everything else to standard error.
 */
@NullMarked
package dev.plumbline.cli;

import org.jspecify.annotations.NullMarked;
