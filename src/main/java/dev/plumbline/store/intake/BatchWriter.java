package dev.plumbline.store.intake;

import dev.plumbline.store.intake.ReportInsert.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes several small items by a number of statements that does not grow with them, in one
 * transaction. First every report finds its place, then all is written.
 */
final class BatchWriter {

  private final IntakeTransaction transaction;
  private final Connection connection;

  private Map<String, Long> domains = Map.of();
  private Map<String, Long> reporters = Map.of();

  /** What is stored by {@link ReportKey#lockText}, what the batch stores included. */
  private final Map<String, StoredReport> known = new HashMap<>();

  private final List<Placed> stored = new ArrayList<>();
  private final List<Entry> conflicts = new ArrayList<>();
  private final List<StoredReport> replaced = new ArrayList<>();
  private final List<StoredReport> outranked = new ArrayList<>();

  BatchWriter(IntakeTransaction transaction) {
    this.transaction = transaction;
    this.connection = transaction.connection();
  }

  /** A report that is stored, and where. */
  private record Placed(ReportDraft draft, Entry entry) {}

  /** One item changes what another one of the batch stores: they have to be written in turn. */
  static final class NotTogetherException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotTogetherException() {
      super(
          "two copies of a report, of which one takes the place of the other", null, false, false);
    }
  }

  /** To be called once. */
  List<ItemOutcome> write(List<ItemDraft> items) throws SQLException {
    List<@Nullable Long> rawIds = rawIds(items);
    List<Long> intakeIds = transaction.numbers("intake_log", items.size());
    List<ReportDraft> reports = reports(items);
    List<ReportKey> keys = reports.stream().map(ReportDraft::key).toList();
    domains = transaction.domains(keys.stream().map(ReportKey::domain).toList());
    reporters = transaction.reporters(keys);
    lock(reports);
    transaction.ensureMonths(new TreeSet<>(keys.stream().map(ReportKey::day).toList()));
    find(reports);
    Iterator<Long> newIds = transaction.numbers("report", reports.size()).iterator();

    IdentityHashMap<DocumentDraft, DocumentResult> others = others(items, intakeIds);
    List<ItemOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      outcomes.add(place(items.get(i), intakeIds.get(i), rawIds.get(i), newIds, others));
    }
    for (StoredReport report : outranked) {
      report.outranked(connection);
      report.remove(connection);
    }
    for (StoredReport report : replaced) {
      report.remove(connection);
      report.noteReplaced(connection);
    }
    IntakeLog.entries(connection, items, rawIds, outcomes);
    ReportInsert.reports(connection, stored.stream().map(Placed::entry).toList());
    ReportInsert.conflicts(connection, conflicts);
    copyRows();
    totals();
    IntakeLog.documents(connection, outcomes);
    return outcomes;
  }

  private static List<ReportDraft> reports(List<ItemDraft> items) {
    List<ReportDraft> reports = new ArrayList<>();
    for (ItemDraft item : items) {
      for (DocumentDraft document : item.documents()) {
        if (document.report() != null) {
          reports.add(document.report());
        }
      }
    }
    return reports;
  }

  /** Writes the reports of other kinds, which need nothing of what aggregate reports need. */
  private IdentityHashMap<DocumentDraft, DocumentResult> others(
      List<ItemDraft> items, List<Long> intakeIds) throws SQLException {
    List<DocumentDraft> failures = new ArrayList<>();
    List<FailureRows.Entry> failureEntries = new ArrayList<>();
    List<DocumentDraft> tls = new ArrayList<>();
    List<TlsRows.Entry> tlsEntries = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Instant at = items.get(i).item().receivedAt();
      long intakeId = intakeIds.get(i);
      for (DocumentDraft document : items.get(i).documents()) {
        if (document.failure() != null) {
          failures.add(document);
          failureEntries.add(
              new FailureRows.Entry(document.failure(), document.member(), intakeId, at));
        } else if (document.tls() != null) {
          tls.add(document);
          tlsEntries.add(new TlsRows.Entry(document.tls(), document.member(), intakeId, at));
        }
      }
    }
    IdentityHashMap<DocumentDraft, DocumentResult> results = new IdentityHashMap<>();
    put(results, failures, new FailureRows(transaction).write(failureEntries));
    put(results, tls, new TlsRows(transaction).write(tlsEntries));
    return results;
  }

  private static void put(
      IdentityHashMap<DocumentDraft, DocumentResult> all,
      List<DocumentDraft> documents,
      List<DocumentResult> results) {
    for (int i = 0; i < documents.size(); i++) {
      all.put(documents.get(i), results.get(i));
    }
  }

  private ItemOutcome place(
      ItemDraft item,
      long intakeId,
      @Nullable Long rawId,
      Iterator<Long> newIds,
      IdentityHashMap<DocumentDraft, DocumentResult> others)
      throws SQLException {
    List<DocumentResult> results = new ArrayList<>();
    for (DocumentDraft document : item.documents()) {
      ReportDraft report = document.report();
      results.add(
          report == null
              ? document.result() != null
                  ? document.result()
                  : Objects.requireNonNull(others.get(document))
              : place(report, entry(document, report, item, intakeId, rawId, newIds.next())));
    }
    return ItemOutcome.of(intakeId, results);
  }

  private Entry entry(
      DocumentDraft document,
      ReportDraft report,
      ItemDraft item,
      long intakeId,
      @Nullable Long rawId,
      long newId) {
    ReportKey key = report.key();
    StoredReport before = known.get(key.lockText());
    long domainId = Objects.requireNonNull(domains.get(key.domain()));
    return new Entry(
        report.parsed(),
        key,
        before == null ? new ReportRef(domainId, newId) : before.ref(),
        Objects.requireNonNull(reporters.get(key.reporterKey())),
        report.content(),
        Objects.requireNonNull(rawId),
        document.member(),
        intakeId,
        item.submitter(),
        item.item().receivedAt());
  }

  private DocumentResult place(ReportDraft report, Entry entry) throws SQLException {
    String key = report.key().lockText();
    StoredReport before = known.get(key);
    Proof proof = Proof.of(connection, report.key().reporter(), entry.submitter(), before);
    Placement placement = Placement.of(before, report.parsed(), report.content(), proof);
    if (placement instanceof Placement.Outranks outranks) {
      if (outranks.before().intakeId() == 0) {
        throw new NotTogetherException();
      }
      outranked.add(outranks.before());
    }
    if (placement instanceof Placement.Replaces replaces) {
      if (replaces.before().intakeId() == 0) {
        throw new NotTogetherException();
      }
      replaced.add(replaces.before());
    }
    if (placement.isStored()) {
      known.put(key, ofBatch(entry));
      stored.add(new Placed(report, entry));
    }
    if (placement instanceof Placement.Conflict) {
      conflicts.add(entry);
    }
    return entry.result(placement);
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
        entry.member(),
        entry.reporterId(),
        entry.submitter());
  }

  private List<@Nullable Long> rawIds(List<ItemDraft> items) throws SQLException {
    List<RawPayloads.Packed> packed = new ArrayList<>();
    for (ItemDraft item : items) {
      if (item.raw() != null) {
        packed.add(item.raw());
      }
    }
    List<Long> ids =
        packed.isEmpty() ? List.of() : RawPayloads.keep(connection, packed, transaction.now());
    List<@Nullable Long> all = new ArrayList<>();
    int next = 0;
    for (ItemDraft item : items) {
      all.add(item.raw() == null ? null : ids.get(next++));
    }
    return all;
  }

  private void lock(List<ReportDraft> reports) throws SQLException {
    if (reports.isEmpty()) {
      return;
    }
    try (PreparedStatement lock =
        connection.prepareStatement(
            """
            select pg_advisory_xact_lock(h)
            from (select distinct hashtextextended(k, 0) as h from unnest(?) k order by 1) sorted\
            """)) {
      lock.setArray(
          1,
          connection.createArrayOf(
              "text", reports.stream().map(report -> report.key().lockText()).toArray()));
      lock.execute();
    }
    DailyTotals.holdOffRebuild(connection, domains.values());
  }

  /** Finds what is stored under the keys of the batch. */
  private void find(List<ReportDraft> reports) throws SQLException {
    if (reports.isEmpty()) {
      return;
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
              and r.report_id = w.report_id and r.begin_at = w.begin_at and r.end_at = w.end_at\
            """
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
  }

  private void copyRows() throws SQLException {
    StringBuilder lines = new StringBuilder();
    for (Placed report : stored) {
      report.draft().appendRows(lines, report.entry().ref());
    }
    CopyText.send(connection, RowText.COPY, lines);
  }

  private void totals() throws SQLException {
    Map<Long, List<ReportTotals.Profile>> profiles = new TreeMap<>();
    StringBuilder lines = new StringBuilder();
    List<Unfolded.Report> unfolded = new ArrayList<>();
    for (Placed report : stored) {
      ReportRef ref = report.entry().ref();
      long reporterId = report.entry().reporterId();
      report.draft().appendTotals(lines, ref, reporterId);
      unfolded.add(
          new Unfolded.Report(
              ref, report.entry().key().day(), reporterId, report.draft().figures()));
      profiles
          .computeIfAbsent(ref.domainId(), unused -> new ArrayList<>())
          .addAll(report.draft().profiles());
    }
    DailyTotals.writeProfiles(connection, profiles);
    DailyTotals.write(connection, lines);
    Unfolded.reports(connection, unfolded);
  }
}
