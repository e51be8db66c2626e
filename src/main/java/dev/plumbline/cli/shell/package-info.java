/**
 * What commands share: settings, the application behind them, terminal, options and words for
 * mistakes.
 *
 * <p>No command lives here.
 *
 * <p>Start reading at {@link dev.plumbline.cli.shell.AppRunner}.
 */
@NullMarked
package dev.plumbline.cli.shell;

import org.jspecify.annotations.NullMarked;
