package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import dev.plumbline.store.traffic.StoredReport;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** What was recorded of an item that is recorded again, within that transaction. */
final class Superseded {

  private record Report(ReportRef ref, LocalDate day, ReportKey key) {}

  private final Connection connection;
  private final long intakeId;
  private final ReceivedItem item;
  private final long rawId;
  private final List<Report> reports = new ArrayList<>();

  /** Reads it, and keeps others from recording the same item again meanwhile. */
  Superseded(Connection connection, long intakeId) throws SQLException {
    this.connection = connection;
    this.intakeId = intakeId;
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            select i.channel, i.name, i.message_id, i.received_at, i.raw_id, w.size_bytes
            from intake_log i join raw_payload w on w.id = i.raw_id
            where i.id = ? for update of i""")) {
      find.setLong(1, intakeId);
      try (ResultSet row = find.executeQuery()) {
        if (!row.next()) {
          throw new NoSuchElementException("No bytes are kept of entry " + intakeId + ".");
        }
        rawId = row.getLong("raw_id");
        item =
            new ReceivedItem(
                row.getString("channel"),
                row.getString("name"),
                row.getString("message_id"),
                Database.requiredInstant(row, "received_at"),
                null,
                row.getLong("size_bytes"));
      }
    }
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            select r.domain_id, r.id, r.day, p.name as reporter, r.report_id, d.name as domain,
              r.begin_at, r.end_at
            from report r
            join reporter p on p.id = r.reporter_id
            join domain d on d.id = r.domain_id
            where r.intake_id = ?""")) {
      find.setLong(1, intakeId);
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          reports.add(
              new Report(
                  new ReportRef(row.getLong("domain_id"), row.getLong("id")),
                  row.getObject("day", LocalDate.class),
                  new ReportKey(
                      row.getString("reporter"),
                      row.getString("report_id"),
                      row.getString("domain"),
                      Database.requiredInstant(row, "begin_at"),
                      Database.requiredInstant(row, "end_at"))));
        }
      }
    }
  }

  /** The item as it came, but for its bytes, which are kept already. */
  ReceivedItem item() {
    return item;
  }

  long rawId() {
    return rawId;
  }

  /** The numbers its reports had, by {@link ReportKey#lockText}. */
  Map<String, Long> reportIds() {
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
    Database.write(connection, "delete from report_conflict where intake_id = ?", intakeId);
    Database.write(connection, "delete from intake_document where intake_id = ?", intakeId);
  }

  /** Conflicts with a report that did not come back have nothing to conflict with. */
  void removeOrphans() throws SQLException {
    for (Report report : reports) {
      Database.write(
          connection,
          """
          delete from report_conflict c where domain_id = ? and report_id = ? and not exists (
            select from report r where r.domain_id = c.domain_id and r.id = c.report_id)""",
          report.ref().domainId(),
          report.ref().reportId());
    }
  }
}
