/**
 * Receives mail by SMTP (RFC 5321, STARTTLS by RFC 3207) and LMTP (RFC 2033), so that the report
 * address needs no mailbox. Off unless a port is set.
 *
 * <p>Start reading at {@code MailListener}, which opens the ports; {@code Delivery} is one mail on
 * its way in. The dialogue is SubEthaSMTP's, with its commands for greeting and data replaced by
 * our own ({@code GreetingCommand}, {@code MailDataCommand}): the data of a mail is always read to
 * its end or the connection is closed, so that nothing in a mail can be taken for a command; mail
 * with line ends that others may read otherwise is refused.
 *
 * <p>Mail is taken for the recipients set, for nobody else: it never passes anything on. A mail is
 * answered with 250 only after its outcome is committed, with 451 while the database is away. What
 * bounds it: size of a mail, connections in all and from one address, mails from one address in a
 * minute, time for a session and for a silence.
 */
@NullMarked
package dev.plumbline.intake.smtp;

import org.jspecify.annotations.NullMarked;
