package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import dev.plumbline.store.Scope;
import dev.plumbline.store.traffic.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the intake log. */
@ApplicationScoped
public class IntakeQueries {

  private static final String ENTRY =
      """
      select i.id, i.received_at, i.channel, i.name, i.message_id, i.outcome, i.reason,
        i.limit_name, w.size_bytes
      from intake_log i left join raw_payload w on w.id = i.raw_id
      """;

  /**
   * An entry, {@code i}, that brought reports about domains that may be seen, and nothing about
   * others. What no domain was found for may be about any.
   */
  private static final String VISIBLE =
      """
      i.id in (
        select c.intake_id from intake_document c join domain d on d.id = c.domain_id
        where in_scope(d.name, ?::text[]))
      and not exists (
        select from intake_document c left join domain d on d.id = c.domain_id
        where c.intake_id = i.id and c.outcome <> 'not_a_report'
          and not coalesce(in_scope(d.name, ?::text[]), false))
      """;

  private final Database sql;

  public IntakeQueries(Database sql) {
    this.sql = sql;
  }

  /**
   * Entries, newest first.
   *
   * @param outcome only those with this outcome, null for all
   * @param page from 0
   */
  public Page<IntakeEntry> entries(@Nullable Outcome outcome, int page, int size) {
    return entries(counts(), outcome, page, size);
  }

  private Page<IntakeEntry> entries(
      Map<Outcome, Long> counts, @Nullable Outcome outcome, int page, int size) {
    // The page is found in an index, before anything is looked up for its entries.
    String found =
        """
        (select * from intake_log %s
          order by received_at desc, id desc limit ? offset ?) i
        """
            .formatted(outcome == null ? "" : "where outcome = '" + outcome.wire() + "'");
    List<IntakeEntry> entries =
        withDocuments(
            sql.list(
                ENTRY.replace("intake_log i", found) + "order by i.received_at desc, i.id desc",
                IntakeQueries::entry,
                size,
                (long) page * size));
    return new Page<>(entries, page, size, total(counts, outcome));
  }

  private static long total(Map<Outcome, Long> counts, @Nullable Outcome outcome) {
    return outcome == null
        ? counts.values().stream().mapToLong(Long::longValue).sum()
        : counts.getOrDefault(outcome, 0L);
  }

  /**
   * As {@link #entries(Outcome, int, int)}, of what may be seen.
   *
   * @param counts as {@link #counts(Scope)} gives them
   */
  public Page<IntakeEntry> entries(
      Scope scope, Map<Outcome, Long> counts, @Nullable Outcome outcome, int page, int size) {
    if (scope.isEverything()) {
      return entries(counts, outcome, page, size);
    }
    List<IntakeEntry> entries =
        withDocuments(
            sql.list(
                ENTRY
                    + "where "
                    + VISIBLE
                    + (outcome == null ? "" : "and i.outcome = '" + outcome.wire() + "' ")
                    + "order by i.received_at desc, i.id desc limit ? offset ?",
                IntakeQueries::entry,
                scope.parameter(),
                scope.parameter(),
                size,
                (long) page * size));
    return new Page<>(entries, page, size, total(counts, outcome));
  }

  /** As {@link #entry(long)}; empty, too, if it may not be seen. */
  public Optional<IntakeEntry> entry(Scope scope, long id) {
    return entry(id).filter(one -> isVisible(scope, id));
  }

  /** Whether an entry, which may be an unknown one, may be seen. */
  public boolean isVisible(Scope scope, long id) {
    return isVisible(sql, scope, id);
  }

  /** As {@link #isVisible(Scope, long)}, for other queries. */
  public static boolean isVisible(Database sql, Scope scope, long id) {
    return scope.isEverything()
        || sql.number(
                "select count(*) from intake_log i where i.id = ? and " + VISIBLE,
                id,
                scope.parameter(),
                scope.parameter())
            > 0;
  }

  /**
   * Entries older than one, newest first.
   *
   * @param outcome only those with this outcome, null for all
   * @param before the id of the one they are older than
   */
  public List<IntakeEntry> older(@Nullable Outcome outcome, long before, int most) {
    return older(Scope.EVERYTHING, outcome, before, most);
  }

  /** As {@link #older(Outcome, long, int)}, of what may be seen. */
  public List<IntakeEntry> older(Scope scope, @Nullable Outcome outcome, long before, int most) {
    List<Object> asked = new ArrayList<>(List.of(before));
    StringBuilder where = new StringBuilder("where i.id < ? ");
    if (outcome != null) {
      where.append("and i.outcome = ? ");
      asked.add(outcome.wire());
    }
    if (!scope.isEverything()) {
      where.append("and ").append(VISIBLE);
      asked.addAll(List.of(scope.parameter(), scope.parameter()));
    }
    asked.add(most);
    return withDocuments(
        sql.list(
            ENTRY + where + "order by i.id desc limit ?", IntakeQueries::entry, asked.toArray()));
  }

  /** One entry. */
  public Optional<IntakeEntry> entry(long id) {
    return withDocuments(sql.list(ENTRY + "where i.id = ?", IntakeQueries::entry, id)).stream()
        .findFirst();
  }

  /** Entries with an outcome whose bytes are kept, oldest first. */
  public List<Long> withBytes(Outcome outcome) {
    return sql.list(
        "select id from intake_log where outcome = ? and raw_id is not null order by id",
        row -> row.getLong("id"),
        outcome.wire());
  }

  /**
   * Entries with a report that is set aside, oldest first.
   *
   * @param domain only those about this domain or one below it; null for all
   * @param submitter only those in mail of this domain; null for all
   */
  public List<SetAside> setAside(@Nullable String domain, @Nullable String submitter) {
    return sql.list(
        """
        select i.id, i.received_at, c.claimed_domain, c.limit_name, c.reason, i.submitter
        from intake_document c join intake_log i on i.id = c.intake_id
        where c.outcome = 'set_aside' and i.raw_id is not null
          and (?::text is null or c.claimed_domain = ? or right(c.claimed_domain,
            length(?) + 1) = '.' || ?)
          and (?::text is null or i.submitter = ?)
        order by i.id, c.position""",
        row ->
            new SetAside(
                row.getLong("id"),
                Database.requiredInstant(row, "received_at"),
                row.getString("claimed_domain"),
                row.getString("limit_name"),
                row.getString("reason"),
                row.getString("submitter")),
        domain,
        domain,
        domain,
        domain,
        submitter,
        submitter);
  }

  /**
   * Has an entry whose reports are set aside bring nothing, for good. Its bytes are kept as those
   * of any other.
   *
   * @param sentence by whom
   * @return whether there was one
   */
  public boolean throwOut(long intakeId, String sentence) {
    return sql.inTransaction(
        connection -> {
          int documents =
              Database.write(
                  connection,
                  """
                  update intake_document set outcome = 'not_a_report', reason = ? || ' ' || reason
                  where intake_id = ? and outcome = 'set_aside'""",
                  sentence,
                  intakeId);
          Database.write(
              connection,
              """
              update intake_log set outcome = 'not_a_report', reason = ? || ' ' || reason
              where id = ? and outcome = 'set_aside'""",
              sentence,
              intakeId);
          return documents > 0;
        });
  }

  /** Entries that reports about a domain came in by, oldest first. */
  public List<Long> entriesOfDomain(long domainId) {
    return sql.list(
        """
        select intake_id from report where domain_id = ?
        union select intake_id from tls_report where domain_id = ?
        union select intake_id from failure_report where domain_id = ? and detail is not null
        order by 1\
        """,
        row -> row.getLong(1),
        domainId,
        domainId,
        domainId);
  }

  /** How many entries have each outcome; outcomes without any are left out. */
  public Map<Outcome, Long> counts() {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    sql.list(
            """
            select outcome, sum(entries) as entries from intake_count
            group by outcome having sum(entries) > 0\
            """,
            row -> Map.entry(Outcome.ofWire(row.getString("outcome")), row.getLong("entries")))
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }

  /** As {@link #counts()}, of what may be seen. */
  public Map<Outcome, Long> counts(Scope scope) {
    if (scope.isEverything()) {
      return counts();
    }
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    sql.list(
            "select i.outcome, count(*) as entries from intake_log i where "
                + VISIBLE
                + "group by i.outcome",
            row -> Map.entry(Outcome.ofWire(row.getString("outcome")), row.getLong("entries")),
            scope.parameter(),
            scope.parameter())
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }

  private static IntakeEntry entry(ResultSet row) throws SQLException {
    return new IntakeEntry(
        row.getLong("id"),
        Database.requiredInstant(row, "received_at"),
        row.getString("channel"),
        row.getString("name"),
        row.getString("message_id"),
        Outcome.ofWire(row.getString("outcome")),
        row.getString("reason"),
        row.getString("limit_name"),
        row.getObject("size_bytes", Long.class),
        List.of());
  }

  private List<IntakeEntry> withDocuments(List<IntakeEntry> entries) {
    Map<Long, List<DocumentResult>> documents = new HashMap<>();
    Long[] ids = entries.stream().map(IntakeEntry::id).toArray(Long[]::new);
    sql.list(
            """
            select c.intake_id, c.member, c.outcome, c.reason, c.limit_name, c.domain_id,
              c.report_id, coalesce(d.name, c.claimed_domain, '') as domain, c.kind
            from intake_document c left join domain d on d.id = c.domain_id
            where c.intake_id = any (?) order by c.intake_id, c.position\
            """,
            row -> Map.entry(row.getLong("intake_id"), document(row)),
            (Object) ids)
        .forEach(
            document ->
                documents
                    .computeIfAbsent(document.getKey(), id -> new ArrayList<>())
                    .add(document.getValue()));
    return entries.stream()
        .map(
            entry ->
                new IntakeEntry(
                    entry.id(),
                    entry.receivedAt(),
                    entry.channel(),
                    entry.name(),
                    entry.messageId(),
                    entry.outcome(),
                    entry.reason(),
                    entry.limit(),
                    entry.sizeBytes(),
                    documents.getOrDefault(entry.id(), List.of())))
        .toList();
  }

  private static DocumentResult document(ResultSet row) throws SQLException {
    Long reportId = row.getObject("report_id", Long.class);
    String kind = row.getString("kind");
    return new DocumentResult(
        row.getString("member"),
        DocumentOutcome.ofWire(row.getString("outcome")),
        row.getString("reason"),
        row.getString("limit_name"),
        reportId == null ? null : new ReportRef(row.getLong("domain_id"), reportId),
        row.getString("domain"),
        kind != null
            ? DocumentKind.ofWire(kind)
            : reportId == null ? null : DocumentKind.AGGREGATE); // It came before kinds were kept.
  }
}
