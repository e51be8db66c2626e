package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
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

/**
 * A transaction that takes items in, and what has to be there before a report can be written:
 * domains, reporters, numbers, partitions. What is missing is made.
 */
final class IntakeTransaction {

  private final Connection connection;
  private final MonthPartitions months;
  private final Instant now;
  private final int failuresKept;
  private final Map<String, Long> earlierNumbers = new HashMap<>();

  IntakeTransaction(Connection connection, MonthPartitions months, Instant now, int failuresKept) {
    this.failuresKept = failuresKept;
    this.connection = connection;
    this.months = months;
    this.now = now;
  }

  Connection connection() {
    return connection;
  }

  /** How many failure reports of one incident and day are kept with their content. */
  int failuresKept() {
    return failuresKept;
  }

  Instant now() {
    return now;
  }

  /**
   * Waits until nobody else writes what these domains have of a kind, until the transaction ends;
   * everybody takes the domains in the same order.
   */
  static void lock(Connection connection, String kind, Collection<Long> domainIds)
      throws SQLException {
    for (Long domainId : new TreeSet<>(domainIds)) {
      Database.list(
          connection,
          "select pg_advisory_xact_lock(hashtextextended(?, 0))::text",
          row -> "",
          kind + domainId);
    }
  }

  /** Reports that are written again keep these numbers, by {@link ReportKey#lockText}. */
  void keepNumbers(Map<String, Long> numbers) {
    earlierNumbers.putAll(numbers);
  }

  long reportNumber(ReportKey key) throws SQLException {
    Long before = earlierNumbers.get(key.lockText());
    return before != null ? before : numbers("report", 1).get(0);
  }

  /** New numbers of a table's rows. */
  List<Long> numbers(String table, int count) throws SQLException {
    return Database.list(
        connection,
        "select nextval(pg_get_serial_sequence(?, 'id')) from generate_series(1, ?)",
        row -> row.getLong(1),
        table,
        count);
  }

  /** New numbers of a sequence. */
  List<Long> nextOf(String sequence, int count) throws SQLException {
    return Database.list(
        connection,
        "select nextval(?::regclass) from generate_series(1, ?)",
        row -> row.getLong(1),
        sequence,
        count);
  }

  long domain(String name) throws SQLException {
    return Objects.requireNonNull(domains(List.of(name)).get(name));
  }

  /** The ids of domains by their names. */
  Map<String, Long> domains(Collection<String> wanted) throws SQLException {
    TreeSet<String> names = new TreeSet<>(wanted);
    String find = "select name, id from domain where name = any(?)";
    Map<String, Long> ids = find(find, names);
    names.removeAll(ids.keySet());
    if (!names.isEmpty()) {
      Database.write(
          connection,
          """
          insert into domain (name, created_at) select n, ? from unnest(?) n
          on conflict do nothing""",
          Timestamp.from(now),
          texts(names));
      ids.putAll(find(find, names));
    }
    return ids;
  }

  long reporter(ReportKey key) throws SQLException {
    return Objects.requireNonNull(reporters(List.of(key)).get(key.reporterKey()));
  }

  /** The ids of the reporters of reports by {@link ReportKey#reporterKey}. */
  Map<String, Long> reporters(Collection<ReportKey> wanted) throws SQLException {
    Map<String, String> names = new TreeMap<>();
    wanted.forEach(key -> names.putIfAbsent(key.reporterKey(), key.reporter()));
    String find = "select key, id from reporter where key = any(?)";
    Map<String, Long> ids = find(find, names.keySet());
    names.keySet().removeAll(ids.keySet());
    if (!names.isEmpty()) {
      Database.write(
          connection,
          "insert into reporter (key, name) select n.* from unnest(?, ?) n on conflict do nothing",
          texts(names.keySet()),
          texts(names.values()));
      ids.putAll(find(find, names.keySet()));
    }
    return ids;
  }

  private Map<String, Long> find(String sql, Collection<String> names) throws SQLException {
    Map<String, Long> ids = new HashMap<>();
    if (names.isEmpty()) {
      return ids;
    }
    try (PreparedStatement find = connection.prepareStatement(sql)) {
      find.setArray(1, texts(names));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          ids.put(row.getString(1), row.getLong(2));
        }
      }
    }
    return ids;
  }

  private java.sql.Array texts(Collection<String> texts) throws SQLException {
    return connection.createArrayOf("text", new ArrayList<>(texts).toArray());
  }

  /** Creates the partitions of the months of some days, apart from this transaction. */
  void ensureMonths(Collection<LocalDate> days) throws SQLException {
    months.ensure(connection, days);
  }
}
