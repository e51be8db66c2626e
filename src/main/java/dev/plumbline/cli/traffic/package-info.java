/**
 * Commands that ask the database who sends, what a policy would do and when it is safe.
 *
 * <p>Start reading at {@link dev.plumbline.cli.traffic.SendersCommand}.
 */
@NullMarked
package dev.plumbline.cli.traffic;

import org.jspecify.annotations.NullMarked;
