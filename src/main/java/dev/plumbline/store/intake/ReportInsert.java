package dev.plumbline.store.intake;

import dev.plumbline.dns.Counted;
import dev.plumbline.dns.DomainName;
import dev.plumbline.mime.Submitter;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.Repair;
import dev.plumbline.report.ReporterName;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.PolicyPublished;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes entries of {@code report} and {@code report_conflict}. */
final class ReportInsert {

  /**
   * Most messages one report may count. About 400 billion mails are sent a day, by everybody; and
   * sums over a million such reports still fit into a bigint.
   */
  private static final long MAX_MESSAGES = 5_000_000_000_000L;

  private static final String COPY =
      """
      copy report (domain_id, id, reporter_id, report_id, begin_at, end_at, day, format, email,
        extra_contact_info, generator, errors, policy_p, policy_sp, policy_np, policy_adkim,
        policy_aspf, policy_pct, policy_fo, policy_testing, policy_discovery_method, row_count,
        message_count, pass_row_count, pass_message_count, partial, repairs, content_sha256,
        raw_id, member, intake_id, received_at, submitter, submitter_check)
      from stdin\
      """;

  private ReportInsert() {}

  /**
   * A report that was parsed to its end.
   *
   * @param ref its own id, or that of the known report with its key
   * @param content digest of what it says
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Entry(
      AggregateReport parsed,
      ReportKey key,
      ReportRef ref,
      long reporterId,
      byte[] content,
      long rawId,
      String member,
      long intakeId,
      @Nullable Submitter submitter,
      Instant receivedAt) {

    /** What became of it. */
    DocumentResult result(Placement placement) {
      DocumentOutcome outcome =
          placement.isStored()
              ? DocumentOutcome.STORED
              : placement instanceof Placement.Conflict
                  ? DocumentOutcome.CONFLICT
                  : DocumentOutcome.DUPLICATE;
      return new DocumentResult(
          member,
          outcome,
          told(placement),
          null,
          ref,
          parsed.header().policy().domain(),
          DocumentKind.AGGREGATE);
    }

    private String told(Placement placement) {
      if (placement instanceof Placement.New) {
        return told();
      }
      if (placement instanceof Placement.Replaces) {
        return told() + " It takes the place of a copy that ended early.";
      }
      if (placement instanceof Placement.Outranks) {
        return told()
            + " It takes the place of another one under its key, whose mail is not proven to come"
            + " from the reporter.";
      }
      if (placement instanceof Placement.Conflict) {
        return "A report with the same reporter, id, domain and time is stored with other content;"
            + " this one is kept but not counted.";
      }
      if (placement instanceof Placement.Known known) {
        return known.endsEarly()
            ? "This report is stored already; this copy of it ends early."
            : "This report is stored already, with the same content.";
      }
      throw new AssertionError(placement);
    }

    private String told() {
      return "Report of "
          + ReporterName.forPeople(parsed.header().reporter())
          + " about "
          + DomainName.forPeople(parsed.header().policy().domain())
          + ": "
          + Counted.of(parsed.rows(), "row")
          + ", "
          + Counted.of(parsed.messages(), "message")
          + (parsed.partial() ? "; the document ends early." : ".");
    }
  }

  static void checkBelievable(AggregateReport parsed) throws LimitExceededException {
    if (parsed.messages() > MAX_MESSAGES) {
      throw new LimitExceededException(
          "messages",
          String.format(
              Locale.ENGLISH,
              "The report counts %,d messages; more than %,d are not believed.",
              parsed.messages(),
              MAX_MESSAGES));
    }
  }

  static void conflicts(Connection connection, List<Entry> entries) throws SQLException {
    for (Entry entry : entries) {
      Database.write(
          connection,
          """
          insert into report_conflict (domain_id, report_id, content_sha256, raw_id, member,
            intake_id, row_count, message_count, received_at)
          values (?, ?, ?, ?, ?, ?, ?, ?, ?)
          on conflict do nothing\
          """,
          entry.ref().domainId(),
          entry.ref().reportId(),
          entry.content(),
          entry.rawId(),
          entry.member(),
          entry.intakeId(),
          entry.parsed().rows(),
          entry.parsed().messages(),
          entry.receivedAt());
    }
  }

  static void reports(Connection connection, List<Entry> entries) throws SQLException {
    CopyText lines = new CopyText();
    for (Entry entry : entries) {
      add(lines, entry);
      lines.endLine();
    }
    lines.send(connection, COPY);
    FreshEvents.stored(
        connection,
        entries.stream().map(one -> new FreshEvents.Subject(one.ref(), one.key().day())).toList());
  }

  private static void add(CopyText line, Entry entry) {
    AggregateReport parsed = entry.parsed();
    ReportHeader header = parsed.header();
    PolicyPublished policy = header.policy();
    line.add(entry.ref().domainId()).add(entry.ref().reportId()).add(entry.reporterId());
    line.add(entry.key().reportId()).add(entry.key().begin()).add(entry.key().end());
    line.add(entry.key().day()).add(header.format().wire());
    line.add(header.email()).add(header.extraContactInfo()).add(header.generator());
    line.add(header.errors());
    line.add(policy.p()).add(policy.sp()).add(policy.np());
    line.add(policy.adkim()).add(policy.aspf()).add(policy.pct()).add(policy.fo());
    line.add(policy.testing()).add(policy.discoveryMethod());
    line.add(parsed.rows()).add(parsed.messages());
    line.add(parsed.passRows()).add(parsed.passMessages()).add(parsed.partial());
    line.add(parsed.repairs().isEmpty() ? "[]" : SqlText.json(cleanRepairs(parsed)));
    line.add(entry.content()).add(entry.rawId()).add(entry.member()).add(entry.intakeId());
    line.add(entry.receivedAt());
    Submitter submitter = entry.submitter();
    line.add(submitter == null ? null : submitter.domain());
    line.add(submitter == null ? null : submitter.check().wire());
  }

  private static List<Repair> cleanRepairs(AggregateReport parsed) {
    return parsed.repairs().stream()
        .map(repair -> new Repair(repair.code(), SqlText.clean(repair.detail())))
        .toList();
  }
}
