package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import dev.plumbline.store.StoreUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Creates the partitions of a month, in a short transaction of its own. */
@ApplicationScoped
class MonthPartitions {

  private static final String LOCK_TIMEOUT_STATE = "55P03";

  private final Database database;

  MonthPartitions(Database database) {
    this.database = database;
  }

  /** As {@link #create}, where the connection of that transaction sees that they are missing. */
  void ensure(Connection connection, Collection<LocalDate> days) throws SQLException {
    Set<LocalDate> months = new TreeSet<>();
    days.forEach(day -> months.add(day.withDayOfMonth(1)));
    try (PreparedStatement missing =
        connection.prepareStatement(
            "select m from unnest(?) as m where month_partitions_missing(m)")) {
      missing.setArray(1, connection.createArrayOf("date", months.toArray()));
      try (ResultSet row = missing.executeQuery()) {
        while (row.next()) {
          create(row.getObject(1, LocalDate.class));
        }
      }
    }
  }

  /**
   * Creates the partitions that rows of a day need, while another transaction of this thread waits.
   *
   * @throws MonthMissingException if a lock cannot be had, perhaps because that transaction holds
   *     it: roll back, call {@link #createPatiently}, and start again
   */
  void create(LocalDate day) {
    try {
      create(day, "2s");
    } catch (StoreUnavailableException e) {
      throw Database.state(e).equals(LOCK_TIMEOUT_STATE) ? new MonthMissingException(day) : e;
    }
  }

  /** As {@link #create}, for a thread that has no other transaction. */
  void createPatiently(LocalDate day) {
    create(day, "60s");
  }

  private void create(LocalDate day, String lockTimeout) {
    database.doInTransaction(
        connection -> {
          // Of a cluster, the other nodes wait as long; one machine does not know the word.
          Database.run(connection, "set local citus.propagate_set_commands = 'local'");
          Database.run(connection, "set local lock_timeout = '" + lockTimeout + "'");
          Database.first(connection, "select ensure_month_partitions(?)", row -> true, day);
        });
  }

  /** The partitions of a day's month have to be created before its rows can be written. */
  static final class MonthMissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient LocalDate day;

    MonthMissingException(LocalDate day) {
      super("No partitions for " + day);
      this.day = day;
    }

    LocalDate day() {
      return day;
    }
  }
}
