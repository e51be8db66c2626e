package dev.plumbline.store.intake;

import dev.plumbline.store.intake.ItemDraft.DocumentDraft;
import dev.plumbline.store.intake.ReportInsert.Entry;
import dev.plumbline.store.traffic.StoredReport;
import dev.plumbline.store.traffic.StoredReport.Comparison;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes several small items by a number of statements that does not grow with them, in the
 * transaction of its connection.
 */
final class BatchWriter {

  private final Connection connection;
  private final Instant now;
  private final Months months;

  /** Creates the partitions of the months of some days, where they are missing. */
  interface Months {
    void ensure(Collection<LocalDate> days) throws SQLException;
  }

  BatchWriter(Connection connection, Instant now, Months months) {
    this.connection = connection;
    this.now = now;
    this.months = months;
  }

  /** One item changes what another one of the batch stores: they have to be written in turn. */
  static final class NotTogetherException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotTogetherException() {
      super("two copies of a report, one of which ends early", null, false, false);
    }
  }

  List<ItemOutcome> write(List<ItemDraft> items) throws SQLException {
    List<@Nullable Long> rawIds = rawIds(items);
    List<Long> intakeIds = ids("intake_log", items.size());
    List<ReportDraft> reports = new ArrayList<>();
    for (ItemDraft item : items) {
      for (DocumentDraft document : item.documents()) {
        if (document.report() != null) {
          reports.add(document.report());
        }
      }
    }
    Map<String, Long> domains = domains(reports);
    Map<String, Long> reporters = reporters(reports);
    lock(reports, domains);
    months.ensure(new TreeSet<>(reports.stream().map(report -> report.key().day()).toList()));
    Map<String, StoredReport> known = known(reports, domains, reporters);
    List<Long> reportIds = ids("report", reports.size());

    List<ItemOutcome> outcomes = new ArrayList<>();
    List<Entry> stored = new ArrayList<>();
    List<ReportDraft> storedDrafts = new ArrayList<>();
    List<Entry> conflicts = new ArrayList<>();
    List<StoredReport> replaced = new ArrayList<>();
    int nextReport = 0;
    for (int i = 0; i < items.size(); i++) {
      ItemDraft item = items.get(i);
      List<DocumentResult> results = new ArrayList<>();
      for (DocumentDraft document : item.documents()) {
        ReportDraft report = document.report();
        if (report == null) {
          results.add(Objects.requireNonNull(document.result()));
          continue;
        }
        long newId = reportIds.get(nextReport++);
        long domainId = Objects.requireNonNull(domains.get(report.key().domain()));
        StoredReport before = known.get(report.key().lockText());
        ReportRef ref = before == null ? new ReportRef(domainId, newId) : before.ref();
        Entry entry =
            new Entry(
                report.parsed(),
                report.key(),
                ref,
                Objects.requireNonNull(reporters.get(report.key().reporterKey())),
                report.content(),
                Objects.requireNonNull(rawIds.get(i)),
                document.member(),
                intakeIds.get(i),
                item.item().receivedAt());
        Comparison comparison =
            before == null ? Comparison.FULLER : before.compare(report.parsed(), report.content());
        if (comparison == Comparison.FULLER) {
          if (before != null) {
            if (before.intakeId() == 0) {
              throw new NotTogetherException();
            }
            replaced.add(before);
          }
          known.put(report.key().lockText(), ofBatch(entry));
          stored.add(entry);
          storedDrafts.add(report);
          results.add(before == null ? entry.stored() : entry.replacing());
        } else {
          if (comparison == Comparison.OTHER) {
            conflicts.add(entry);
          }
          results.add(entry.known(comparison));
        }
      }
      outcomes.add(IntakeStore.summary(intakeIds.get(i), results));
    }
    for (StoredReport report : replaced) {
      report.remove(connection);
      report.noteReplaced(connection);
    }
    IntakeLog.entries(connection, items, rawIds, outcomes);
    ReportInsert.reports(connection, stored);
    ReportInsert.conflicts(connection, conflicts);
    copyRows(stored, storedDrafts);
    totals(stored, storedDrafts);
    IntakeLog.documents(connection, outcomes);
    return outcomes;
  }

  private static StoredReport ofBatch(Entry entry) {
    return new StoredReport(
        entry.ref(),
        entry.key().day(),
        entry.content(),
        entry.parsed().partial(),
        entry.parsed().rows(),
        entry.parsed().messages(),
        0,
        entry.member());
  }

  private List<@Nullable Long> rawIds(List<ItemDraft> items) throws SQLException {
    List<RawPayloads.Packed> packed = new ArrayList<>();
    for (ItemDraft item : items) {
      if (item.raw() != null) {
        packed.add(item.raw());
      }
    }
    List<Long> ids = packed.isEmpty() ? List.of() : RawPayloads.keep(connection, packed, now);
    List<@Nullable Long> all = new ArrayList<>();
    int next = 0;
    for (ItemDraft item : items) {
      all.add(item.raw() == null ? null : ids.get(next++));
    }
    return all;
  }

  private List<Long> ids(String table, int count) throws SQLException {
    List<Long> ids = new ArrayList<>(count);
    try (PreparedStatement next =
        connection.prepareStatement(
            "select nextval(pg_get_serial_sequence(?, 'id')) from generate_series(1, ?)")) {
      next.setString(1, table);
      next.setInt(2, count);
      try (ResultSet row = next.executeQuery()) {
        while (row.next()) {
          ids.add(row.getLong(1));
        }
      }
    }
    return ids;
  }

  private Map<String, Long> domains(List<ReportDraft> reports) throws SQLException {
    TreeSet<String> names = new TreeSet<>();
    reports.forEach(report -> names.add(report.key().domain()));
    Map<String, Long> ids = find("select name, id from domain where name = any(?)", names);
    names.removeAll(ids.keySet());
    if (!names.isEmpty()) {
      try (PreparedStatement insert =
          connection.prepareStatement(
              """
              insert into domain (name, created_at) select n, ? from unnest(?) n
              on conflict do nothing""")) {
        insert.setTimestamp(1, Timestamp.from(now));
        insert.setArray(2, connection.createArrayOf("text", names.toArray()));
        insert.executeUpdate();
      }
      ids.putAll(find("select name, id from domain where name = any(?)", names));
    }
    return ids;
  }

  private Map<String, Long> reporters(List<ReportDraft> reports) throws SQLException {
    Map<String, String> names = new TreeMap<>();
    reports.forEach(
        report -> names.putIfAbsent(report.key().reporterKey(), report.key().reporter()));
    Map<String, Long> ids = find("select key, id from reporter where key = any(?)", names.keySet());
    names.keySet().removeAll(ids.keySet());
    if (!names.isEmpty()) {
      try (PreparedStatement insert =
          connection.prepareStatement(
              """
              insert into reporter (key, name) select n.* from unnest(?, ?) n
              on conflict do nothing""")) {
        insert.setArray(1, connection.createArrayOf("text", names.keySet().toArray()));
        insert.setArray(2, connection.createArrayOf("text", names.values().toArray()));
        insert.executeUpdate();
      }
      ids.putAll(find("select key, id from reporter where key = any(?)", names.keySet()));
    }
    return ids;
  }

  private Map<String, Long> find(String sql, java.util.Collection<String> names)
      throws SQLException {
    Map<String, Long> ids = new HashMap<>();
    if (names.isEmpty()) {
      return ids;
    }
    try (PreparedStatement find = connection.prepareStatement(sql)) {
      find.setArray(1, connection.createArrayOf("text", names.toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          ids.put(row.getString(1), row.getLong(2));
        }
      }
    }
    return ids;
  }

  /** Locks every key as {@link ReportWriter} does, in one order. */
  private void lock(List<ReportDraft> reports, Map<String, Long> domains) throws SQLException {
    if (reports.isEmpty()) {
      return;
    }
    try (PreparedStatement lock =
        connection.prepareStatement(
            """
            select pg_advisory_xact_lock(h)
            from (select distinct hashtextextended(k, 0) as h from unnest(?) k order by 1) sorted""")) {
      lock.setArray(
          1,
          connection.createArrayOf(
              "text", reports.stream().map(report -> report.key().lockText()).toArray()));
      lock.execute();
    }
    DailyTotals.holdOffRebuild(connection, domains.values());
  }

  private Map<String, StoredReport> known(
      List<ReportDraft> reports, Map<String, Long> domains, Map<String, Long> reporters)
      throws SQLException {
    Map<String, StoredReport> known = new HashMap<>();
    if (reports.isEmpty()) {
      return known;
    }
    int count = reports.size();
    Object[] domainIds = new Object[count];
    Object[] reporterIds = new Object[count];
    Object[] reportIds = new Object[count];
    Object[] begins = new Object[count];
    Object[] ends = new Object[count];
    for (int i = 0; i < count; i++) {
      ReportKey key = reports.get(i).key();
      domainIds[i] = domains.get(key.domain());
      reporterIds[i] = reporters.get(key.reporterKey());
      reportIds[i] = key.reportId();
      begins[i] = Timestamp.from(key.begin());
      ends[i] = Timestamp.from(key.end());
    }
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            select w.position, %s
            from unnest(?, ?, ?, ?, ?) with ordinality
              as w (domain_id, reporter_id, report_id, begin_at, end_at, position)
            join report r on r.domain_id = w.domain_id and r.reporter_id = w.reporter_id
              and r.report_id = w.report_id and r.begin_at = w.begin_at and r.end_at = w.end_at"""
                .formatted(StoredReport.COLUMNS))) {
      find.setArray(1, connection.createArrayOf("bigint", domainIds));
      find.setArray(2, connection.createArrayOf("bigint", reporterIds));
      find.setArray(3, connection.createArrayOf("text", reportIds));
      find.setArray(4, connection.createArrayOf("timestamptz", begins));
      find.setArray(5, connection.createArrayOf("timestamptz", ends));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          known.put(reports.get(row.getInt("position") - 1).key().lockText(), StoredReport.of(row));
        }
      }
    }
    return known;
  }

  private void copyRows(List<Entry> stored, List<ReportDraft> drafts) throws SQLException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < stored.size(); i++) {
      drafts.get(i).appendRows(lines, stored.get(i).ref());
    }
    if (lines.isEmpty()) {
      return;
    }
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(RowText.COPY);
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    copy.endCopy();
  }

  private void totals(List<Entry> stored, List<ReportDraft> drafts) throws SQLException {
    Map<Long, List<ReportTotals.Profile>> profiles = new TreeMap<>();
    StringBuilder lines = new StringBuilder();
    List<Unfolded.Report> unfolded = new ArrayList<>();
    for (int i = 0; i < stored.size(); i++) {
      Entry entry = stored.get(i);
      drafts.get(i).appendTotals(lines, entry.ref(), entry.reporterId());
      unfolded.add(
          new Unfolded.Report(
              entry.ref(), entry.key().day(), entry.reporterId(), drafts.get(i).figures()));
      profiles
          .computeIfAbsent(entry.ref().domainId(), unused -> new ArrayList<>())
          .addAll(drafts.get(i).profiles());
    }
    DailyTotals.writeProfiles(connection, profiles);
    DailyTotals.write(connection, lines);
    Unfolded.reports(connection, unfolded);
  }
}
