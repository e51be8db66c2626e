package dev.plumbline.store;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.ParsedReport;
import dev.plumbline.report.PolicyPublished;
import dev.plumbline.report.ReportHeader;
import dev.plumbline.report.ReportRow;
import dev.plumbline.report.ReportSink;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes one report while it is parsed. The key (reporter, report id, policy domain, begin, end) is
 * locked first, so that two writers of one report wait for each other; a report that is known
 * already is only digested, to tell a duplicate from a conflict.
 */
final class ReportWriter implements ReportSink {

  /**
   * Most messages one report may count. About 400 billion mails are sent a day, by everybody; and
   * sums over a million such reports still fit into a bigint.
   */
  static final long MAX_MESSAGES = 5_000_000_000_000L;

  private final Connection connection;
  private final Surroundings surroundings;
  private final long intakeId;
  private final long rawId;
  private final Instant receivedAt;
  private final String member;
  private final MessageDigest digest = SqlText.sha256();

  private @Nullable Key key;
  private @Nullable ReportRef ref;
  private @Nullable RowCopy copy;
  private byte @Nullable [] knownDigest;
  private @Nullable String unusable;
  private boolean begun;

  ReportWriter(
      Connection connection,
      Surroundings surroundings,
      long intakeId,
      long rawId,
      Instant receivedAt,
      String member) {
    this.connection = connection;
    this.surroundings = surroundings;
    this.intakeId = intakeId;
    this.rawId = rawId;
    this.receivedAt = receivedAt;
    this.member = member;
  }

  /** What has to be there before a report can be written; made if it is missing. */
  interface Surroundings {
    long domain(String name);

    long reporter(String name);

    /** Creates the partitions of a day's month, apart from the writer's transaction. */
    void createMonth(LocalDate day);
  }

  private record Key(long domainId, long reporterId, String reportId, Instant begin, Instant end) {
    LocalDate day() {
      return LocalDate.ofInstant(begin, ZoneOffset.UTC);
    }
  }

  @Override
  public void begin(ReportHeader header) {
    begun = true;
    unusable = whyUnusable(header);
    if (unusable != null) {
      return;
    }
    try {
      Key newKey = lockedKey(header);
      key = newKey;
      digest.update(headerFacts(header).getBytes(StandardCharsets.UTF_8));
      if (!findKnown(newKey)) {
        DailyTotals.holdOffRebuild(connection, newKey.domainId());
        ensureMonth(newKey.day());
        ref = new ReportRef(newKey.domainId(), nextId());
      }
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  private static @Nullable String whyUnusable(ReportHeader header) {
    if (header.policy().domain().isEmpty()) {
      return "The report does not say which domain's policy it is about"
          + " (policy_published/domain).";
    }
    if (header.begin() == null) {
      return "The report does not say which time it covers (report_metadata/date_range/begin).";
    }
    return null;
  }

  private Key lockedKey(ReportHeader header) throws SQLException {
    String reporter = SqlText.key(header.reporter());
    String domain = SqlText.key(header.policy().domain());
    String reportId = SqlText.key(header.reportId());
    Instant begin = java.util.Objects.requireNonNull(header.begin());
    // Totals are kept by the day of begin, so a report without an end is still of use.
    Instant end = header.end() == null ? begin : header.end();
    String text =
        String.join("\n", reporter.toLowerCase(Locale.ROOT), reportId, domain)
            + "\n"
            + begin
            + "\n"
            + end;
    try (PreparedStatement lock =
        connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
      lock.setString(1, text);
      lock.execute();
    }
    return new Key(
        surroundings.domain(domain), surroundings.reporter(reporter), reportId, begin, end);
  }

  private static String headerFacts(ReportHeader header) {
    PolicyPublished policy = header.policy();
    return Arrays.asList(
            policy.p(),
            policy.sp(),
            policy.np(),
            policy.adkim(),
            policy.aspf(),
            policy.pct(),
            policy.fo(),
            policy.testing())
        + "\n";
  }

  private boolean findKnown(Key wanted) throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            select id, content_sha256 from report
            where domain_id = ? and reporter_id = ? and report_id = ? and begin_at = ?
              and end_at = ?""")) {
      find.setLong(1, wanted.domainId());
      find.setLong(2, wanted.reporterId());
      find.setString(3, wanted.reportId());
      find.setObject(4, utc(wanted.begin()));
      find.setObject(5, utc(wanted.end()));
      try (ResultSet row = find.executeQuery()) {
        if (!row.next()) {
          return false;
        }
        ref = new ReportRef(wanted.domainId(), row.getLong(1));
        knownDigest = row.getBytes(2);
        return true;
      }
    }
  }

  private void ensureMonth(LocalDate day) throws SQLException {
    try (PreparedStatement missing =
        connection.prepareStatement("select month_partitions_missing(?)")) {
      missing.setObject(1, day);
      try (ResultSet row = missing.executeQuery()) {
        row.next();
        if (row.getBoolean(1)) {
          surroundings.createMonth(day);
        }
      }
    }
  }

  private long nextId() throws SQLException {
    try (PreparedStatement next =
            connection.prepareStatement("select nextval(pg_get_serial_sequence('report', 'id'))");
        ResultSet row = next.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void row(ReportRow row) {
    if (unusable != null || key == null || ref == null) {
      return;
    }
    try {
      if (knownDigest != null) {
        StringBuilder line = new StringBuilder(512);
        RowCopy.appendContent(line, row);
        digest.update(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        return;
      }
      if (copy == null) {
        copy = new RowCopy(connection, ref, key.day(), digest);
      }
      copy.add(row);
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** Completes the report after its last row. */
  DocumentResult finish(ParsedReport parsed)
      throws SQLException, InvalidReportException, LimitExceededException {
    if (!begun) {
      begin(parsed.header());
    }
    if (unusable != null) {
      throw new InvalidReportException(unusable);
    }
    if (parsed.messages() > MAX_MESSAGES) {
      throw new LimitExceededException(
          "messages",
          "The report counts %,d messages; more than %,d are not believed."
              .formatted(parsed.messages(), MAX_MESSAGES));
    }
    Key ownKey = java.util.Objects.requireNonNull(key);
    ReportRef ownRef = java.util.Objects.requireNonNull(ref);
    byte[] content = digest.digest();
    String domain = parsed.header().policy().domain();
    if (knownDigest != null) {
      return known(parsed, ownRef, domain, content);
    }
    if (copy != null) {
      copy.finish();
      copy = null;
    }
    insertReport(parsed, ownKey, ownRef, content);
    DailyTotals.add(connection, ownRef, ownKey.day());
    return new DocumentResult(
        member,
        DocumentOutcome.STORED,
        "Report of %s about %s: %s, %s%s."
            .formatted(
                parsed.header().reporter().isEmpty()
                    ? "an unnamed reporter"
                    : parsed.header().reporter(),
                domain,
                count(parsed.rows(), "row"),
                count(parsed.messages(), "message"),
                parsed.partial() ? "; the document ends early" : ""),
        null,
        ownRef,
        domain);
  }

  private static String count(long number, String what) {
    return String.format(Locale.ENGLISH, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }

  private DocumentResult known(ParsedReport parsed, ReportRef ownRef, String domain, byte[] content)
      throws SQLException {
    if (Arrays.equals(content, knownDigest)) {
      return new DocumentResult(
          member,
          DocumentOutcome.DUPLICATE,
          "This report is stored already, with the same content.",
          null,
          ownRef,
          domain);
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into report_conflict (domain_id, report_id, content_sha256, raw_id, member,
              intake_id, row_count, message_count, received_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict do nothing""")) {
      insert.setLong(1, ownRef.domainId());
      insert.setLong(2, ownRef.reportId());
      insert.setBytes(3, content);
      insert.setLong(4, rawId);
      insert.setString(5, SqlText.clean(member));
      insert.setLong(6, intakeId);
      insert.setLong(7, parsed.rows());
      insert.setLong(8, parsed.messages());
      insert.setObject(9, utc(receivedAt));
      insert.executeUpdate();
    }
    return new DocumentResult(
        member,
        DocumentOutcome.CONFLICT,
        "A report with the same reporter, id, domain and time is stored with other content;"
            + " this one is kept but not counted.",
        null,
        ownRef,
        domain);
  }

  private void insertReport(ParsedReport parsed, Key ownKey, ReportRef ownRef, byte[] content)
      throws SQLException {
    ReportHeader header = parsed.header();
    PolicyPublished policy = header.policy();
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
      Fields fields = new Fields(insert);
      fields.add(ownRef.domainId());
      fields.add(ownRef.reportId());
      fields.add(ownKey.reporterId());
      fields.add(ownKey.reportId());
      fields.add(utc(ownKey.begin()));
      fields.add(utc(ownKey.end()));
      fields.add(ownKey.day());
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
      fields.add(content);
      fields.add(rawId);
      fields.add(member);
      fields.add(intakeId);
      fields.add(utc(receivedAt));
      insert.executeUpdate();
    }
  }

  private static List<dev.plumbline.report.Repair> cleanRepairs(ParsedReport parsed) {
    return parsed.repairs().stream()
        .map(
            repair ->
                new dev.plumbline.report.Repair(repair.code(), SqlText.clean(repair.detail())))
        .toList();
  }

  /** Ends an unfinished COPY, so that the connection can roll back to the savepoint. */
  void cancel() throws SQLException {
    if (copy != null) {
      copy.cancel();
      copy = null;
    }
  }

  private static OffsetDateTime utc(Instant instant) {
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
