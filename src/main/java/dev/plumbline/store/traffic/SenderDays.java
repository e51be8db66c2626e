package dev.plumbline.store.traffic;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Writes what {@code sender_day} and {@code standing_day} hold, as of a judgement. */
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
    Set<LocalDate> touched = new TreeSet<>(days);
    days(
        connection,
        touched,
        """
        delete from sender_day where domain_id = ? and (day = any(?) or sender_key = any(?))
        returning day""",
        domainId,
        dirty,
        keys);
    days(
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
            group by 1, 2, 3, 4 having sum(s.rows) <> 0 returning day""",
        domainId,
        dirty);
    // Each source is looked up by itself, not by its sender: what was written in this transaction
    // is
    // in no statistics, and a sender may have most of the sources.
    days(
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
            group by 1, 2, 3, 4 having sum(s.rows) <> 0 returning day""",
        domainId,
        domainId,
        keys,
        dirty);
    refreshStandings(connection, domainId, touched);
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
        from sender_day where domain_id = ? and day = any(?) group by 1, 2, 3""",
        domainId,
        touched);
  }

  /** Adds the days of the rows that a statement wrote. */
  private static void days(
      Connection connection, Set<LocalDate> days, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          days.add(row.getObject("day", LocalDate.class));
        }
      }
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
