package dev.plumbline.store.traffic;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes what {@code sender_day}, {@code sender_month} and {@code standing_day} hold, as of a
 * judgement.
 */
public final class SenderDays {

  private static final String SUMS =
      """
      sum(s.messages), coalesce(sum(s.messages) filter (where s.dkim_pass or s.spf_pass), 0),
        coalesce(sum(s.messages) filter (where s.dkim_pass), 0),
        coalesce(sum(s.messages) filter (where s.spf_pass), 0),
        coalesce(sum(s.messages) filter (where s.disposition = 'quarantine'), 0),
        coalesce(sum(s.messages) filter (where s.disposition = 'reject'), 0)
      """;

  private static final String INSERT =
      """
      insert into sender_day (domain_id, sender_key, standing, day, messages, pass, dkim, spf,
        quarantined, rejected)
      """;

  private static final String MONTHS =
      """
      insert into sender_month (domain_id, sender_key, month, messages, pass, dkim, spf, quarantined,
        rejected)
      """;

  /** The standing of messages that nobody judged: their rows have no readable address. */
  static final String UNJUDGED = "unjudged";

  private SenderDays() {}

  /**
   * Refreshes them in the transaction that wrote {@code source_standing}.
   *
   * @param days whose traffic changed
   * @param senderKeys senders that got or lost a source, or have one that stands otherwise now; all
   *     their days are refreshed
   */
  public static void refresh(
      Connection connection,
      long domainId,
      Collection<LocalDate> days,
      Collection<String> senderKeys)
      throws SQLException {
    if (days.isEmpty() && senderKeys.isEmpty()) {
      return;
    }
    java.sql.Array dirty = connection.createArrayOf("date", days.toArray());
    java.sql.Array keys = connection.createArrayOf("text", senderKeys.toArray());
    lock(connection, domainId);
    var touched = new Touched(new TreeSet<>(days), new LinkedHashMap<>());
    write(
        connection,
        touched,
        "delete from sender_day where domain_id = ? and (day = any(?) or sender_key = any(?))",
        domainId,
        dirty,
        keys);
    write(
        connection,
        touched,
        INSERT
            + """
            select s.domain_id, coalesce(t.sender_key, ''), coalesce(t.standing, 'unjudged'),
              s.day,
            """
            + SUMS
            + """
            from counted_day_source s
            left join source_standing t on t.domain_id = s.domain_id and t.source_ip = s.source_ip
            where s.domain_id = ? and s.day = any(?)
            group by 1, 2, 3, 4 having sum(s.rows) <> 0\
            """,
        domainId,
        dirty);
    // Each source by itself, not by its sender: what was written here is in no statistics.
    write(
        connection,
        touched,
        INSERT
            + "select s.domain_id, t.sender_key, t.standing, s.day, "
            + SUMS
            + """
            from counted_day_source s
            join source_standing t on t.domain_id = s.domain_id and t.source_ip = s.source_ip
            where s.domain_id = ? and s.source_ip = any(array(select source_ip from source_standing
                where domain_id = ? and sender_key = any(?)))
              and s.day <> all(?)
            group by 1, 2, 3, 4 having sum(s.rows) <> 0\
            """,
        domainId,
        domainId,
        keys,
        dirty);
    refreshStandings(connection, domainId, touched.days());
    refreshMonths(connection, domainId, touched.months());
  }

  private static void refreshStandings(
      Connection connection, long domainId, Collection<LocalDate> days) throws SQLException {
    java.sql.Array touched = connection.createArrayOf("date", days.toArray());
    change(
        connection,
        "delete from standing_day where domain_id = ? and day = any(?)",
        domainId,
        touched);
    change(
        connection,
        """
        insert into standing_day (domain_id, day, standing, messages, pass, dkim, spf, quarantined,
          rejected)
        select domain_id, day, standing, sum(messages), sum(pass), sum(dkim), sum(spf),
          sum(quarantined), sum(rejected)
        from sender_day where domain_id = ? and day = any(?) group by 1, 2, 3\
        """,
        domainId,
        touched);
  }

  /**
   * Where rows were written.
   *
   * @param months by sender
   */
  private record Touched(Set<LocalDate> days, Map<String, Set<LocalDate>> months) {}

  /** Writes rows of {@code sender_day}, and notes where. */
  private static void write(
      Connection connection, Touched touched, String sql, Object... parameters)
      throws SQLException {
    String noted =
        "with written as ("
            + sql
            + """
             returning sender_key, day)
            select sender_key, month_of(day) as month, array_agg(distinct day::text) as days
            from written group by 1, 2\
            """;
    try (PreparedStatement statement = connection.prepareStatement(noted)) {
      bind(statement, parameters);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          touched
              .months()
              .computeIfAbsent(row.getString("sender_key"), sender -> new TreeSet<>())
              .add(row.getObject("month", LocalDate.class));
          for (String day : (String[]) row.getArray("days").getArray()) {
            touched.days().add(LocalDate.parse(day));
          }
        }
      }
    }
  }

  private static void refreshMonths(
      Connection connection, long domainId, Map<String, Set<LocalDate>> touched)
      throws SQLException {
    List<String> senders = new ArrayList<>();
    List<LocalDate> months = new ArrayList<>();
    touched.forEach(
        (sender, some) ->
            some.forEach(
                month -> {
                  senders.add(sender);
                  months.add(month);
                }));
    java.sql.Array keys = connection.createArrayOf("text", senders.toArray());
    java.sql.Array firsts = connection.createArrayOf("date", months.toArray());
    change(
        connection,
        """
        delete from sender_month s using unnest(?, ?) as t (sender_key, month)
        where s.domain_id = ? and s.sender_key = t.sender_key and s.month = t.month\
        """,
        keys,
        firsts,
        domainId);
    change(
        connection,
        MONTHS
            + """
            select d.domain_id, d.sender_key, t.month, sum(d.messages), sum(d.pass), sum(d.dkim),
              sum(d.spf), sum(d.quarantined), sum(d.rejected)
            from unnest(?, ?) as t (sender_key, month)
            join sender_day d on d.domain_id = ? and d.sender_key = t.sender_key
              and d.day >= t.month and d.day < (t.month + interval '1 month')::date
            group by 1, 2, 3\
            """,
        keys,
        firsts,
        domainId);
  }

  /** Adds the months up anew from the days, whatever they are. */
  public static void rebuildMonths(Connection connection, long domainId) throws SQLException {
    lock(connection, domainId);
    change(connection, "delete from sender_month where domain_id = ?", domainId);
    change(
        connection,
        MONTHS
            + """
            select domain_id, sender_key, month_of(day), sum(messages), sum(pass), sum(dkim),
              sum(spf), sum(quarantined), sum(rejected)
            from sender_day where domain_id = ? group by 1, 2, 3\
            """,
        domainId);
  }

  /** Whoever rebuilds them may meet the judge of the domain. */
  private static void lock(Connection connection, long domainId) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement(
            "select pg_advisory_xact_lock(hashtextextended('sender days', ?))")) {
      lock.setLong(1, domainId);
      lock.execute();
    }
  }

  private static void change(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }
}
