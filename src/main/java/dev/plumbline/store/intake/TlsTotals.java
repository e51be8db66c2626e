package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.tls.KeptPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** What TLS reports add to the totals by day, and take from them when they go: the same. */
final class TlsTotals {

  private final Map<String, Object[]> days = new TreeMap<>();
  private final Map<String, Object[]> failureDays = new TreeMap<>();

  /** Counts what a report says of a domain. */
  void count(long domainId, LocalDate day, List<KeptPolicy> policies) {
    count(domainId, day, policies, 1);
  }

  /** Counts it no longer. */
  void remove(long domainId, LocalDate day, List<KeptPolicy> policies) {
    count(domainId, day, policies, -1);
  }

  private void count(long domainId, LocalDate day, List<KeptPolicy> policies, int times) {
    TreeSet<String> types = new TreeSet<>();
    for (KeptPolicy policy : policies) {
      String type = SqlText.key(policy.type(), 100);
      add(
          days,
          new Object[] {domainId, day, type},
          types.add(type) ? times : 0,
          times * policy.success(),
          times * policy.failure());
      policy
          .failures()
          .forEach(
              failure ->
                  add(
                      failureDays,
                      new Object[] {
                        domainId,
                        day,
                        type,
                        SqlText.key(failure.resultType(), 100),
                        SqlText.key(Objects.requireNonNullElse(failure.receivingMx(), ""), 400)
                      },
                      times * failure.count()));
    }
  }

  /** Adds figures to those of a key; what is kept is the key and then the figures. */
  private static void add(Map<String, Object[]> totals, Object[] key, long... figures) {
    Object[] total =
        totals.computeIfAbsent(
            Arrays.toString(key),
            unused -> {
              Object[] fresh = Arrays.copyOf(key, key.length + figures.length);
              Arrays.fill(fresh, key.length, fresh.length, 0L);
              return fresh;
            });
    for (int i = 0; i < figures.length; i++) {
      total[key.length + i] = (Long) total[key.length + i] + figures[i];
    }
  }

  /** Writes what came together. */
  void write(Connection connection) throws SQLException {
    write(
        connection,
        """
        insert into tls_day as d (domain_id, day, policy_type, reports, success, failure)
        values (?, ?, ?, ?, ?, ?)
        on conflict (domain_id, day, policy_type) do update set
          reports = d.reports + excluded.reports, success = d.success + excluded.success,
          failure = d.failure + excluded.failure""",
        days);
    write(
        connection,
        """
        insert into tls_failure_day as d (domain_id, day, policy_type, result_type, receiving_mx,
          sessions)
        values (?, ?, ?, ?, ?, ?)
        on conflict (domain_id, day, policy_type, result_type, receiving_mx) do update set
          sessions = d.sessions + excluded.sessions""",
        failureDays);
  }

  /** Takes the totals of some domains away that nothing counts to any more. */
  static void clear(Connection connection, Collection<Long> domains) throws SQLException {
    for (long domainId : domains) {
      Database.write(
          connection, "delete from tls_day where domain_id = ? and reports = 0", domainId);
      Database.write(
          connection, "delete from tls_failure_day where domain_id = ? and sessions = 0", domainId);
    }
  }

  private static void write(Connection connection, String insert, Map<String, Object[]> totals)
      throws SQLException {
    Database.writeAll(
        connection,
        insert,
        totals.values(),
        (statement, values) -> {
          for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
          }
        });
  }
}
