package dev.plumbline.store.people;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.traffic.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What people and programs did: added to, and never changed. */
@ApplicationScoped
public class AuditLog {

  private static final String INSERT =
      """
      insert into audit (at, who, address, action, subject, domain, before, after)
      values (?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)""";

  private static final String SELECT =
      "select id, at, who, address, action, subject, domain, before::text, after::text from audit ";

  private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};

  private static final int EXPORTED_AT_ONCE = 1_000;

  private final Database sql;

  public AuditLog(Database sql) {
    this.sql = sql;
  }

  /**
   * Something that was done.
   *
   * @param action a short word, as {@code sign-in} or {@code decide}
   * @param subject what it was done to
   * @param domain about which domain it is, null if it is about none, or about all
   * @param before what was before, by name; null if there was nothing
   * @param after what is now, by name; null if there is nothing
   */
  public record Deed(
      String action,
      String subject,
      @Nullable String domain,
      @Nullable Map<String, ?> before,
      @Nullable Map<String, ?> after) {

    /** Something that changed nothing. */
    public static Deed of(String action, String subject, @Nullable String domain) {
      return new Deed(action, subject, domain, null, null);
    }
  }

  /** A deed as it was written down; {@code before} and {@code after} are JSON. */
  public record Entry(
      long id,
      Instant at,
      Who who,
      String action,
      String subject,
      @Nullable String domain,
      @Nullable String before,
      @Nullable String after) {}

  /**
   * Which entries are wanted.
   *
   * @param who part of a name, empty for everybody
   * @param action one action, empty for all
   */
  public record Wanted(String who, String action) {}

  /** Writes down what was done, as part of the calling thread's transaction if it has one. */
  public void add(Who who, Instant at, Deed deed) {
    sql.write(INSERT, values(who, at, deed));
  }

  /** As {@link #add(Who, Instant, Deed)}, within a transaction. */
  public static void add(Connection connection, Who who, Instant at, Deed deed)
      throws SQLException {
    Database.write(connection, INSERT, values(who, at, deed));
  }

  private static @Nullable Object[] values(Who who, Instant at, Deed deed) {
    return new @Nullable Object[] {
      at,
      who.name(),
      who.address(),
      deed.action(),
      deed.subject(),
      deed.domain(),
      json(deed.before()),
      json(deed.after())
    };
  }

  private static @Nullable String json(@Nullable Map<String, ?> values) {
    if (values == null) {
      return null;
    }
    Map<String, Object> clean = new TreeMap<>();
    values.forEach(
        (name, value) ->
            clean.put(name, value instanceof String text ? SqlText.clean(text) : value));
    return SqlText.json(clean);
  }

  /** What was there after the last deed of a kind, by name; empty if there was none. */
  public Optional<Map<String, String>> lastAfter(String action) {
    return sql.first(
        "select after::text from audit where action = ? and after is not null"
            + " order by id desc limit 1",
        row -> SqlText.fromJson(row.getString("after"), VALUES),
        action);
  }

  /** The actions that ever were, by name. */
  public List<String> actions() {
    return sql.list("select distinct action from audit order by action", row -> row.getString(1));
  }

  /**
   * Entries, the newest first.
   *
   * @param page from 0
   */
  public Page<Entry> page(Wanted wanted, int page, int size) {
    String where = "where who ilike ? and (? = '' or action = ?) ";
    String who = SqlText.anywhere(wanted.who());
    return new Page<>(
        sql.list(
            SELECT + where + "order by at desc, id desc limit ? offset ?",
            AuditLog::entry,
            who,
            wanted.action(),
            wanted.action(),
            size,
            (long) page * size),
        page,
        size,
        sql.number("select count(*) from audit " + where, who, wanted.action(), wanted.action()));
  }

  /** Hands every entry on, the oldest first, a part at a time. */
  public void all(Consumer<Entry> reader) {
    long last = 0;
    while (true) {
      List<Entry> some =
          sql.list(
              SELECT + "where id > ? order by id limit ?", AuditLog::entry, last, EXPORTED_AT_ONCE);
      some.forEach(reader);
      if (some.size() < EXPORTED_AT_ONCE) {
        return;
      }
      last = some.get(some.size() - 1).id();
    }
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong("id"),
        Database.requiredInstant(row, "at"),
        new Who(row.getString("who"), row.getString("address")),
        row.getString("action"),
        row.getString("subject"),
        row.getString("domain"),
        row.getString("before"),
        row.getString("after"));
  }
}
