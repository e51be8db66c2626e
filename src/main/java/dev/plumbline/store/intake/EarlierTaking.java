package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** What was recorded of an item that is recorded again, within that transaction. */
final class EarlierTaking {

  private record Report(ReportRef ref, LocalDate day, ReportKey key) {}

  private record Item(long rawId, Instant receivedAt) {}

  private final Connection connection;
  private final long intakeId;
  private final Item item;
  private final List<Report> reports;

  private EarlierTaking(Connection connection, long intakeId, Item item, List<Report> reports) {
    this.connection = connection;
    this.intakeId = intakeId;
    this.item = item;
    this.reports = reports;
  }

  /** Reads it, and keeps others from recording the same item again meanwhile. */
  static EarlierTaking find(Connection connection, long intakeId) throws SQLException {
    Item item =
        Database.first(
                connection,
                """
                select received_at, raw_id from intake_log
                where id = ? and raw_id is not null for update""",
                row ->
                    new Item(row.getLong("raw_id"), Database.requiredInstant(row, "received_at")),
                intakeId)
            .orElseThrow(
                () -> new NoSuchElementException("No bytes are kept of entry " + intakeId + "."));
    List<Report> reports =
        Database.list(
            connection,
            """
            select r.domain_id, r.id, r.day, p.name as reporter, r.report_id, d.name as domain,
              r.begin_at, r.end_at
            from report r
            join reporter p on p.id = r.reporter_id
            join domain d on d.id = r.domain_id
            where r.intake_id = ?""",
            EarlierTaking::report,
            intakeId);
    return new EarlierTaking(connection, intakeId, item, reports);
  }

  private static Report report(ResultSet row) throws SQLException {
    return new Report(
        new ReportRef(row.getLong("domain_id"), row.getLong("id")),
        row.getObject("day", LocalDate.class),
        new ReportKey(
            row.getString("reporter"),
            row.getString("report_id"),
            row.getString("domain"),
            Database.requiredInstant(row, "begin_at"),
            Database.requiredInstant(row, "end_at")));
  }

  long rawId() {
    return item.rawId();
  }

  Instant receivedAt() {
    return item.receivedAt();
  }

  /** The numbers its reports had, by {@link ReportKey#lockText}. */
  Map<String, Long> reportNumbers() {
    Map<String, Long> ids = new HashMap<>();
    reports.forEach(report -> ids.put(report.key().lockText(), report.ref().reportId()));
    return ids;
  }

  /** Takes its reports with their rows and totals, its conflicts and its documents away. */
  void remove() throws SQLException {
    DailyTotals.holdOffRebuild(
        connection, reports.stream().map(report -> report.ref().domainId()).toList());
    for (Report report : reports) {
      StoredReport.remove(connection, report.ref(), report.day());
    }
    FailureRows.remove(connection, intakeId);
    TlsRows.remove(connection, intakeId);
    Database.write(connection, "delete from report_conflict where intake_id = ?", intakeId);
    Database.write(connection, "delete from intake_document where intake_id = ?", intakeId);
  }

  /**
   * Makes of the entry what it would be now that it is known to hold a failure report.
   *
   * @return the number of the bytes that are kept of it from now on
   */
  long hide(ItemContent content) throws SQLException, IOException {
    long rawId = item.rawId();
    if (content.kept() != null) {
      rawId =
          RawPayloads.keep(connection, List.of(RawPayloads.pack(content.kept())), item.receivedAt())
              .get(0);
    }
    Database.write(
        connection,
        "update intake_log set name = ?, raw_id = ? where id = ?",
        ReceivedItem.PRIVATE_NAME,
        rawId,
        intakeId);
    if (rawId != item.rawId()) {
      RawPayloads.removeUnused(connection, List.of(item.rawId()));
    }
    return rawId;
  }

  /** Conflicts with a report that did not come back have nothing to conflict with. */
  void removeOrphans() throws SQLException {
    for (Report report : reports) {
      Database.write(
          connection,
          """
          delete from report_conflict c where domain_id = ? and report_id = ? and not exists (
            select 1 from report r where r.domain_id = c.domain_id and r.id = c.report_id)""",
          report.ref().domainId(),
          report.ref().reportId());
    }
  }
}
