package dev.plumbline.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/**
 * Who may do what only one process may do at a time. A lease runs out by the database's clock, so
 * that processes need not agree on the time. All methods throw {@link StoreUnavailableException}
 * while the database is down.
 */
@ApplicationScoped
public class Leases {

  private final Database sql;

  public Leases(Database sql) {
    this.sql = sql;
  }

  /**
   * Takes a lease that nobody has or whose time is over, or prolongs the holder's own.
   *
   * @param holder tells processes apart
   * @param time how long it is good for from now on
   * @return whether the holder has it now
   */
  public boolean hold(String name, String holder, Duration time) {
    return sql.first(
            """
            insert into lease as held (name, holder, expires_at)
            values (?, ?, clock_timestamp() + ? * interval '1 millisecond')
            on conflict (name) do update
              set holder = excluded.holder, expires_at = excluded.expires_at
              where held.holder = excluded.holder or held.expires_at < clock_timestamp()
            returning held.holder\
            """,
            row -> row.getString(1),
            name,
            holder,
            time.toMillis())
        .isPresent();
  }

  /** Prolongs a lease only if the holder still has it; false if somebody else took it. */
  public boolean prolong(String name, String holder, Duration time) {
    return sql.first(
            """
            update lease set expires_at = clock_timestamp() + ? * interval '1 millisecond'
            where name = ? and holder = ? returning holder\
            """,
            row -> row.getString(1),
            time.toMillis(),
            name,
            holder)
        .isPresent();
  }

  /** Gives a lease back before its time; nothing happens if another holder has it. */
  public void release(String name, String holder) {
    sql.list(
        "delete from lease where name = ? and holder = ? returning name",
        row -> row.getString(1),
        name,
        holder);
  }

  /** Who holds a lease whose time is not over. */
  public Optional<String> holder(String name) {
    return sql.first(
        "select holder from lease where name = ? and expires_at >= clock_timestamp()",
        row -> row.getString(1),
        name);
  }
}
