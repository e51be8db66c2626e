package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Remembers the messages that were taken in and that their server will not have put away. */
@ApplicationScoped
public class LeftMessages {

  private final Database sql;

  LeftMessages(Database sql) {
    this.sql = sql;
  }

  /** A message by its number, and what became of it. */
  public record Left(long uid, Outcome outcome) {}

  /**
   * The messages of a mailbox; those of an earlier numbering are forgotten.
   *
   * @param mailbox the same for everybody who reads it
   * @param uidValidity what the server calls its numbering
   */
  public List<Left> of(String mailbox, long uidValidity) {
    sql.write(
        "delete from mailbox_left where mailbox = ? and uid_validity <> ?", mailbox, uidValidity);
    return sql.list(
        "select uid, outcome from mailbox_left where mailbox = ? and uid_validity = ? order by uid",
        row -> new Left(row.getLong("uid"), Outcome.ofWire(row.getString("outcome"))),
        mailbox,
        uidValidity);
  }

  /** Remembers some more. */
  public void add(String mailbox, long uidValidity, Map<Long, Outcome> messages) {
    sql.write(
        """
        insert into mailbox_left (mailbox, uid_validity, uid, outcome)
        select ?, ?, w.uid, w.outcome from unnest(?::bigint[], ?::text[]) w (uid, outcome)
        on conflict do nothing\
        """,
        mailbox,
        uidValidity,
        messages.keySet().toArray(Long[]::new),
        messages.values().stream().map(Outcome::wire).toArray(String[]::new));
  }

  /** Forgets some, which were put away, or are gone. */
  public void remove(String mailbox, long uidValidity, Collection<Long> uids) {
    sql.write(
        "delete from mailbox_left where mailbox = ? and uid_validity = ? and uid = any(?)",
        mailbox,
        uidValidity,
        uids.toArray(Long[]::new));
  }
}
