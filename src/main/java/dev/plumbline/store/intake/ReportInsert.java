package dev.plumbline.store.intake;

import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.Repair;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.PolicyPublished;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.traffic.StoredReport;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
      Instant receivedAt) {

    /** The outcome of a new report. */
    DocumentResult stored() {
      return new DocumentResult(
          member,
          DocumentOutcome.STORED,
          "Report of "
              + (parsed.header().reporter().isEmpty()
                  ? "an unnamed reporter"
                  : parsed.header().reporter())
              + " about "
              + parsed.header().policy().domain()
              + ": "
              + count(parsed.rows(), "row")
              + ", "
              + count(parsed.messages(), "message")
              + (parsed.partial() ? "; the document ends early." : "."),
          null,
          ref,
          parsed.header().policy().domain());
    }

    /** The outcome of a report whose key is known, and that does not take the other's place. */
    DocumentResult known(StoredReport.Comparison comparison) {
      String reason =
          switch (comparison) {
            case SAME -> "This report is stored already, with the same content.";
            case SHORTER -> "This report is stored already; this copy of it ends early.";
            default ->
                "A report with the same reporter, id, domain and time is stored with other content;"
                    + " this one is kept but not counted.";
          };
      return new DocumentResult(
          member,
          comparison == StoredReport.Comparison.OTHER
              ? DocumentOutcome.CONFLICT
              : DocumentOutcome.DUPLICATE,
          reason,
          null,
          ref,
          parsed.header().policy().domain());
    }

    /** The outcome of a report that takes the place of a copy that ended early. */
    DocumentResult replacing() {
      DocumentResult stored = stored();
      return new DocumentResult(
          stored.member(),
          stored.outcome(),
          stored.reason() + " It takes the place of a copy that ended early.",
          stored.limit(),
          stored.report(),
          stored.domain());
    }

    private static String count(long number, String what) {
      String digits =
          number < 1_000 ? Long.toString(number) : String.format(Locale.ENGLISH, "%,d", number);
      return digits + " " + what + (number == 1 ? "" : "s");
    }
  }

  static void checkBelievable(AggregateReport parsed) throws LimitExceededException {
    if (parsed.messages() > MAX_MESSAGES) {
      throw new LimitExceededException(
          "messages",
          "The report counts %,d messages; more than %,d are not believed."
              .formatted(parsed.messages(), MAX_MESSAGES));
    }
  }

  static void conflicts(Connection connection, List<Entry> entries) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into report_conflict (domain_id, report_id, content_sha256, raw_id, member,
              intake_id, row_count, message_count, received_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict do nothing""")) {
      for (Entry entry : entries) {
        Fields fields = new Fields(insert);
        fields.add(entry.ref().domainId());
        fields.add(entry.ref().reportId());
        fields.add(entry.content());
        fields.add(entry.rawId());
        fields.add(entry.member());
        fields.add(entry.intakeId());
        fields.add(entry.parsed().rows());
        fields.add(entry.parsed().messages());
        fields.add(utc(entry.receivedAt()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  static void reports(Connection connection, List<Entry> entries) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into report (domain_id, id, reporter_id, report_id, begin_at, end_at, day, format,
              email, extra_contact_info, generator, errors, policy_p, policy_sp, policy_np,
              policy_adkim, policy_aspf, policy_pct, policy_fo, policy_testing,
              policy_discovery_method, row_count, message_count, pass_row_count,
              pass_message_count, partial, repairs, content_sha256, raw_id, member, intake_id,
              received_at)
            overriding system value
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
              ?::jsonb, ?, ?, ?, ?, ?)""")) {
      for (Entry entry : entries) {
        report(connection, new Fields(insert), entry);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void report(Connection connection, Fields fields, Entry entry)
      throws SQLException {
    AggregateReport parsed = entry.parsed();
    ReportHeader header = parsed.header();
    PolicyPublished policy = header.policy();
    fields.add(entry.ref().domainId());
    fields.add(entry.ref().reportId());
    fields.add(entry.reporterId());
    fields.add(entry.key().reportId());
    fields.add(utc(entry.key().begin()));
    fields.add(utc(entry.key().end()));
    fields.add(entry.key().day());
    fields.add(header.format().wire());
    fields.add(header.email());
    fields.add(header.extraContactInfo());
    fields.add(header.generator());
    fields.add(
        connection.createArrayOf("text", header.errors().stream().map(SqlText::clean).toArray()));
    fields.add(policy.p());
    fields.add(policy.sp());
    fields.add(policy.np());
    fields.add(policy.adkim());
    fields.add(policy.aspf());
    fields.add(policy.pct(), Types.INTEGER);
    fields.add(policy.fo());
    fields.add(policy.testing(), Types.BOOLEAN);
    fields.add(policy.discoveryMethod());
    fields.add(parsed.rows());
    fields.add(parsed.messages());
    fields.add(parsed.passRows());
    fields.add(parsed.passMessages());
    fields.add(parsed.partial());
    fields.add(SqlText.json(cleanRepairs(parsed)));
    fields.add(entry.content());
    fields.add(entry.rawId());
    fields.add(entry.member());
    fields.add(entry.intakeId());
    fields.add(utc(entry.receivedAt()));
  }

  private static List<Repair> cleanRepairs(AggregateReport parsed) {
    return parsed.repairs().stream()
        .map(repair -> new Repair(repair.code(), SqlText.clean(repair.detail())))
        .toList();
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** Sets one parameter after the other. */
  private static final class Fields {
    private final PreparedStatement statement;
    private int index;

    Fields(PreparedStatement statement) {
      this.statement = statement;
    }

    void add(@Nullable String text) throws SQLException {
      statement.setString(++index, SqlText.cleanOrNull(text));
    }

    void add(Object value) throws SQLException {
      statement.setObject(++index, value);
    }

    void add(@Nullable Object value, int type) throws SQLException {
      statement.setObject(++index, value, type);
    }
  }
}
