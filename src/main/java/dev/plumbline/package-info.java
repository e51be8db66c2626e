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
 *       {@code people} (who may do what), {@code review} (the judgement that is kept), {@code
 *       sender} (who is behind a source), {@code recheck} (today's DNS, in the background), {@code
 *       resolver} (DNS itself);
 *   <li>pure, without framework, clock or socket: {@code dns}, {@code spf}, {@code dkim}, {@code
 *       dmarc}, {@code mailpolicy}, {@code report}, {@code mime}, {@code standing}, {@code verify}.
 * </ul>
 *
 * <p>The path of one report, stop by stop; {@code intake.OneReportTest} walks it with a file of
 * {@code sample-reports}, and fails where this is not the way the code goes:
 *
 * <ol>
 *   <li>{@code intake.MailboxPoller#poll} fetches messages and hands them on, many at once;
 *   <li>{@code intake.Intake#takeAll} takes each in, and knows what became of it;
 *   <li>{@code mime.ReportFinder#find} finds and unpacks the documents in a message, within limits;
 *   <li>{@code store.intake.IntakeStore#draft} reads a small message into memory, outside of any
 *       transaction (a large one is read while it is written, by {@code IntakeStore#record});
 *   <li>{@code report.aggregate.AggregateReportParser#parse} turns a document into a header and
 *       rows, and notes every repair;
 *   <li>{@code store.intake.IntakeStore#recordTogether} writes raw bytes, reports, rows, daily
 *       totals and outcomes in one transaction; only then are the messages moved;
 *   <li>{@code recheck.Rechecks#afterIntake} hears of it, and soon after
 *   <li>{@code recheck.Rechecks#recheckNow} asks DNS, in the background, what each source would get
 *       today;
 *   <li>{@code review.Judge#judgeNow} takes the domain, which waits to be judged since the commit;
 *   <li>{@code review.DomainJudging#run} names the senders, has {@code standing} judge them, and
 *       keeps the judgement with what changed in it;
 *   <li>{@code web.DomainPage#show} shows what is kept.
 * </ol>
 */
@NullMarked
package dev.plumbline;

import org.jspecify.annotations.NullMarked;
