package dev.plumbline.store.checks;

import dev.plumbline.dns.RecordKind;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.judgement.JudgingQueue;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the record sets of a domain and how they change. One that a round finds again is not
 * written: as long as it is held, it was last seen when its domain was last checked.
 */
@ApplicationScoped
public class Records {

  /** The kinds on which judgements rest. */
  public static final Set<RecordKind> JUDGED =
      Set.of(RecordKind.SPF, RecordKind.DMARC, RecordKind.MX);

  private final Database database;

  Records(Database database) {
    this.database = database;
  }

  /**
   * Where a record set is.
   *
   * @param name the owner, without the last dot
   */
  public record Owner(String name, RecordKind kind) {}

  /**
   * A record set as it was published for a time.
   *
   * @param name the owner, without the last dot
   * @param current whether it is what was last seen there
   * @param texts sorted; empty means that nothing was published
   */
  public record PublishedRecord(
      String name,
      RecordKind kind,
      Instant firstSeen,
      Instant lastSeen,
      boolean current,
      List<String> texts) {

    public PublishedRecord {
      texts = List.copyOf(texts);
    }
  }

  private static final String PUBLISHED =
      """
      select r.name, r.type, r.first_seen, r.texts,
        case when r.held then greatest(r.last_seen, d.dns_checked_at) else r.last_seen end
          as last_seen,
        lead(r.first_seen) over (partition by r.name, r.type order by r.first_seen) is null
          as current
      from dns_record r join domain d on d.id = r.domain_id where r.domain_id = ?
      """;

  private static final String IN_ORDER = " order by r.name, r.type, r.first_seen";

  /** Every record set ever seen of a domain, by name and type, the oldest first. */
  public List<PublishedRecord> all(long domainId) {
    return database.list(PUBLISHED + IN_ORDER, Records::published, domainId);
  }

  /** The domain's record sets of the kinds {@link #JUDGED} alone. */
  public List<PublishedRecord> judged(long domainId) {
    return database.list(
        PUBLISHED + "and r.type = any(?::text[])" + IN_ORDER,
        Records::published,
        domainId,
        JUDGED.stream().map(RecordKind::wire).toArray(String[]::new));
  }

  private static PublishedRecord published(ResultSet row) throws SQLException {
    return new PublishedRecord(
        row.getString("name"),
        RecordKind.ofWire(row.getString("type")),
        Database.requiredInstant(row, "first_seen"),
        Database.requiredInstant(row, "last_seen"),
        row.getBoolean("current"),
        Database.texts(row, "texts"));
  }

  private record Kept(Instant firstSeen, boolean held, List<String> texts) {}

  private record Found(Owner owner, List<String> texts) {}

  /**
   * What a round finds. For one thread.
   *
   * @see Records#notes
   */
  public final class Notes {

    private final long domainId;
    private final @Nullable Instant before;
    private final Instant at;
    private final Map<Owner, Kept> kept;
    private final Map<Owner, Found> pending = new HashMap<>();
    private final Set<Owner> seen = new HashSet<>();

    private Notes(long domainId, @Nullable Instant before, Instant at, Map<Owner, Kept> kept) {
      this.domainId = domainId;
      this.before = before;
      this.at = at;
      this.kept = kept;
    }

    /** Notes what is published somewhere; no texts if DNS says that nothing is. */
    public void found(String name, RecordKind kind, List<String> texts) {
      Owner owner = new Owner(SqlText.clean(name), kind);
      List<String> sorted = texts.stream().map(SqlText::clean).sorted().toList();
      Kept known = kept.get(owner);
      seen.add(owner);
      if (known == null || !known.held() || !known.texts().equals(sorted)) {
        pending.put(owner, new Found(owner, sorted));
      }
    }

    /**
     * Writes what is new, in one transaction.
     *
     * @return where something else is published than before
     */
    public Set<Owner> save() {
      List<Found> again = new ArrayList<>();
      List<Found> other = new ArrayList<>();
      for (Found found : pending.values()) {
        Kept known = kept.get(found.owner());
        (known != null && known.texts().equals(found.texts()) ? again : other).add(found);
      }
      pending.clear();
      if (again.isEmpty() && other.isEmpty()) {
        return Set.of();
      }
      write(again, other);
      Set<Owner> changed = new HashSet<>();
      for (Found found : again) {
        kept.computeIfPresent(
            found.owner(), (owner, known) -> new Kept(known.firstSeen(), true, known.texts()));
      }
      for (Found found : other) {
        kept.put(found.owner(), new Kept(at, true, found.texts()));
        changed.add(found.owner());
      }
      return changed;
    }

    private void write(List<Found> again, List<Found> other) {
      database.doInTransaction(
          connection -> {
            if (!other.isEmpty()) {
              JudgingQueue.wantChecked(connection, domainId);
            }
            Database.writeAll(
                connection,
                """
                update dns_record set held = true, last_seen = ?
                where domain_id = ? and name = ? and type = ? and first_seen = ?\
                """,
                again,
                (statement, found) -> {
                  statement.setTimestamp(1, Timestamp.from(at));
                  statement.setLong(2, domainId);
                  statement.setString(3, found.owner().name());
                  statement.setString(4, found.owner().kind().wire());
                  statement.setTimestamp(
                      5, Timestamp.from(kept.getOrDefault(found.owner(), NONE).firstSeen()));
                });
            Database.writeAll(
                connection,
                LET_GO + "and name = ? and type = ?",
                other.stream().map(Found::owner).toList(),
                (statement, owner) -> {
                  statement.setTimestamp(1, before == null ? null : Timestamp.from(before));
                  statement.setLong(2, domainId);
                  statement.setString(3, owner.name());
                  statement.setString(4, owner.kind().wire());
                });
            Database.writeAll(
                connection,
                """
                insert into dns_record (domain_id, name, type, first_seen, last_seen, texts, held)
                values (?, ?, ?, ?, ?, ?, true) on conflict do nothing\
                """,
                other,
                (statement, found) -> {
                  statement.setLong(1, domainId);
                  statement.setString(2, found.owner().name());
                  statement.setString(3, found.owner().kind().wire());
                  statement.setTimestamp(4, Timestamp.from(at));
                  statement.setTimestamp(5, Timestamp.from(at));
                  statement.setArray(
                      6, statement.getConnection().createArrayOf("text", found.texts().toArray()));
                });
          });
    }

    /**
     * Ends a round that asked for everything: what it did not find, because nobody leads there any
     * more or DNS did not answer, was last seen by the round before.
     */
    public void letGoOfTheRest() {
      List<Owner> rest = new ArrayList<>();
      kept.forEach(
          (owner, known) -> {
            if (known.held() && !seen.contains(owner)) {
              rest.add(owner);
            }
          });
      database.writeAll(
          LET_GO + "and name = ? and type = ?",
          rest,
          (statement, owner) -> {
            statement.setTimestamp(1, before == null ? null : Timestamp.from(before));
            statement.setLong(2, domainId);
            statement.setString(3, owner.name());
            statement.setString(4, owner.kind().wire());
          });
    }
  }

  private static final Kept NONE = new Kept(Instant.EPOCH, false, List.of());

  private static final String LET_GO =
      """
      update dns_record set held = false, last_seen = greatest(last_seen, ?)
      where domain_id = ? and held
      """;

  /**
   * Begins the notes of a round.
   *
   * @param before when the round before was; null if there was none
   */
  public Notes notes(long domainId, @Nullable Instant before, Instant at) {
    Map<Owner, Kept> kept = new HashMap<>();
    database.list(
        """
        select distinct on (name, type) name, type, first_seen, held, texts from dns_record
        where domain_id = ? order by name, type, first_seen desc\
        """,
        row ->
            kept.put(
                new Owner(row.getString("name"), RecordKind.ofWire(row.getString("type"))),
                new Kept(
                    Database.requiredInstant(row, "first_seen"),
                    row.getBoolean("held"),
                    List.copyOf(Database.texts(row, "texts")))),
        domainId);
    return new Notes(domainId, before, at, kept);
  }
}
