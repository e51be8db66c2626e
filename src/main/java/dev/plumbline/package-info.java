/**
 * Plumbline reads the DMARC reports that receivers mail about a domain and says which senders still
 * need authorizing, what to publish, and when a stricter policy is safe.
 *
 * <p>Rooms, by floor; imports point down only, and an architecture test guards it:
 *
 * <ul>
 *   <li>edge: {@code web} (pages), {@code api} (REST), {@code cli} (commands), {@code security}
 *       (who may ask);
 *   <li>application: {@code intake} (mailboxes, folders, uploads), {@code store} (PostgreSQL),
 *       {@code sender} (who is behind a source), {@code recheck} (today's DNS, in the background),
 *       {@code resolver} (DNS itself);
 *   <li>pure, without framework, clock or socket: {@code dns}, {@code spf}, {@code dkim}, {@code
 *       dmarc}, {@code mailpolicy}, {@code report}, {@code mime}, {@code standing}.
 * </ul>
 *
 * <p>The path of one report, which {@code intake.OneReportTest} walks with a file of {@code
 * sample-reports}:
 *
 * <ol>
 *   <li>{@code intake.MailboxPoller} fetches a message and hands it to {@code intake.Intake#take};
 *   <li>{@code mime.ReportFinder#find} finds and unpacks the documents in it, within limits;
 *   <li>{@code report.aggregate.AggregateReportParser#parse} turns a document into a header and
 *       rows, and notes every repair;
 *   <li>{@code store.IntakeStore#record} writes raw bytes, report, rows, daily totals and outcome
 *       in one transaction; only then is the message moved;
 *   <li>{@code recheck.Rechecks} asks DNS, in the background, what each source would get today;
 *   <li>{@code sender.DomainReviews#review} names the senders and has {@code standing} judge them;
 *   <li>{@code web.DomainPage} shows the answer.
 * </ol>
 */
@NullMarked
package dev.plumbline;

import org.jspecify.annotations.NullMarked;
