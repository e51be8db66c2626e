/**
 * Commands about the senders of monitored domains: who sends, what a policy would do, when it is
 * safe, and whose a sender is.
 *
 * <p>They read the judgement that is kept and start nothing but the database; a period that is
 * asked for is judged with the application, and not kept.
 *
 * <p>Start reading at {@link dev.plumbline.cli.traffic.SendersCommand}.
 */
@NullMarked
package dev.plumbline.cli.traffic;

import org.jspecify.annotations.NullMarked;
