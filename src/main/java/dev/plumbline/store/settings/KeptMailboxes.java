package dev.plumbline.store.settings;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.AuditLog.Deed;
import dev.plumbline.store.people.Who;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps the mailboxes that were made on a page, and writes down who changed what. */
@ApplicationScoped
public class KeptMailboxes {

  private static final String SELECT =
      """
      select name, settings::text, secrets::text, active, version, changed_at, changed_by
      from mailbox
      """;

  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private final Database sql;

  public KeptMailboxes(Database sql) {
    this.sql = sql;
  }

  /** All of them, by name. */
  public List<KeptMailbox> all() {
    return sql.list(SELECT + "order by name", KeptMailboxes::mailbox);
  }

  /** The one of this name. */
  public Optional<KeptMailbox> find(String name) {
    return sql.first(SELECT + "where name = ?", KeptMailboxes::mailbox, name);
  }

  /**
   * What somebody wants a mailbox to be.
   *
   * @param fresh the names of the secrets that are given anew
   */
  public record Draft(
      String name,
      Map<String, String> settings,
      Map<String, String> sealed,
      List<String> fresh,
      boolean active) {

    public Draft {
      settings = Map.copyOf(settings);
      sealed = Map.copyOf(sealed);
      fresh = List.copyOf(fresh);
    }

    /** Never a secret, sealed or not. */
    @Override
    public String toString() {
      return name + " " + settings;
    }
  }

  /** Adds one; nothing happens, and the answer is false, if there is one of this name. */
  public boolean add(Who by, Draft draft, Instant at) {
    return sql.inTransaction(
        connection -> {
          int added =
              Database.write(
                  connection,
                  """
                  insert into mailbox (name, settings, secrets, active, changed_at, changed_by)
                  values (?, ?::jsonb, ?::jsonb, ?, ?, ?) on conflict do nothing\
                  """,
                  draft.name(),
                  json(draft.settings()),
                  json(draft.sealed()),
                  draft.active(),
                  at,
                  by.name());
          if (added > 0) {
            AuditLog.add(connection, by, at, deed("mailbox-add", draft.name(), null, told(draft)));
          }
          return added > 0;
        });
  }

  /**
   * Puts one in the place of what it was.
   *
   * @return false if somebody else changed it, or took it away, in between; then nothing happens
   */
  public boolean change(Who by, KeptMailbox before, Draft draft, Instant at) {
    return sql.inTransaction(
        connection -> {
          int changed =
              Database.write(
                  connection,
                  """
                  update mailbox set settings = ?::jsonb, secrets = ?::jsonb, active = ?,
                    version = version + 1, changed_at = ?, changed_by = ?
                  where name = ? and version = ?\
                  """,
                  json(draft.settings()),
                  json(draft.sealed()),
                  draft.active(),
                  at,
                  by.name(),
                  draft.name(),
                  before.version());
          if (changed > 0) {
            AuditLog.add(
                connection,
                by,
                at,
                deed(
                    "mailbox-change",
                    draft.name(),
                    told(before.settings(), before.active()),
                    told(draft)));
          }
          return changed > 0;
        });
  }

  /** Takes one away, and how reading it went; the messages stay where they are. */
  public void end(Who by, KeptMailbox one, Instant at) {
    sql.doInTransaction(
        connection -> {
          int ended = Database.write(connection, "delete from mailbox where name = ?", one.name());
          Database.write(connection, "delete from mailbox_state where name = ?", one.name());
          if (ended > 0) {
            AuditLog.add(
                connection,
                by,
                at,
                deed("mailbox-end", one.name(), told(one.settings(), one.active()), null));
          }
        });
  }

  /** Forgets how reading a mailbox went that is not there any more. */
  public void forgetState(String name) {
    sql.write(
        "delete from mailbox_state where name = ? and not exists (select from mailbox m where"
            + " m.name = ?)",
        name,
        name);
  }

  /** Keeps a secret that the other side exchanged; it is read otherwise by nobody for that. */
  public void reseal(String name, String secret, String sealed) {
    sql.write(
        "update mailbox set secrets = jsonb_set(secrets, array[?], to_jsonb(?::text)) where name ="
            + " ?",
        secret,
        sealed,
        name);
  }

  private static Deed deed(
      String action, String name, @Nullable Map<String, ?> before, @Nullable Map<String, ?> after) {
    return new Deed(action, "mailbox " + name, null, before, after);
  }

  /** The names of new secrets are told, never what they are. */
  private static Map<String, String> told(Draft draft) {
    Map<String, String> told = told(draft.settings(), draft.active());
    draft.fresh().forEach(secret -> told.put(secret, "given anew"));
    return told;
  }

  private static Map<String, String> told(Map<String, String> settings, boolean active) {
    Map<String, String> told = new TreeMap<>(settings);
    told.put("read", active ? "yes" : "no");
    return told;
  }

  private static String json(Map<String, String> texts) {
    Map<String, String> clean = new TreeMap<>();
    texts.forEach((name, text) -> clean.put(name, SqlText.clean(text)));
    return SqlText.json(clean);
  }

  private static KeptMailbox mailbox(ResultSet row) throws SQLException {
    return new KeptMailbox(
        row.getString("name"),
        SqlText.fromJson(row.getString("settings"), TEXTS),
        SqlText.fromJson(row.getString("secrets"), TEXTS),
        row.getBoolean("active"),
        row.getLong("version"),
        Database.requiredInstant(row, "changed_at"),
        row.getString("changed_by"));
  }
}
