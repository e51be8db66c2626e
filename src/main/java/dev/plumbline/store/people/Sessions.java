package dev.plumbline.store.people;

import dev.plumbline.store.Database;
import dev.plumbline.store.Scope;
import dev.plumbline.store.people.AuditLog.Deed;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is signed in, and the links that work once. */
@ApplicationScoped
public class Sessions {

  /** The domains of a person or token {@code p}, those of its groups included. */
  static final String SCOPE =
      """
      case when p.domains is null then null else p.domains || array(
        select unnest(g.domains) from domain_group g where g.name = any(p.domain_groups)) end as scope
      """;

  private final Database sql;

  public Sessions(Database sql) {
    this.sql = sql;
  }

  /** Somebody who is signed in, with all that is needed to answer them. */
  public record SignedIn(
      long personId, String login, Role role, boolean unmask, Scope scope, Instant seenAt) {}

  /** A session, for its owner to look at, by the hash of its key in hexadecimal digits. */
  public record Session(
      String keyHash, Instant startedAt, Instant seenAt, String address, String agent) {}

  /** A link that was not used yet; the person is null if it makes the first administrator. */
  public record Link(@Nullable Long personId, Instant endsAt) {}

  /** Begins a session, as part of what else it writes down. */
  public void begin(Who who, long personId, byte[] keyHash, String agent, String how, Instant at) {
    sql.doInTransaction(
        connection -> {
          Database.write(
              connection,
              """
              insert into session (key_hash, person_id, started_at, seen_at, address, agent)
              values (?, ?, ?, ?, ?, ?)""",
              keyHash,
              personId,
              at,
              at,
              who.address(),
              agent);
          AuditLog.add(connection, who, at, Deed.of("sign-in", how, null));
        });
  }

  /**
   * Who has a session that was seen and begun recently enough.
   *
   * @param seenSince sessions that were not used since then are over
   * @param startedSince sessions from before are over
   */
  public Optional<SignedIn> find(byte[] keyHash, Instant seenSince, Instant startedSince) {
    return sql.first(
        "select p.id, p.login, p.role, p.unmask, s.seen_at, "
            + SCOPE
            + """
            from session s join person p on p.id = s.person_id
            where s.key_hash = ? and s.seen_at > ? and s.started_at > ? and p.disabled_at is null""",
        row ->
            new SignedIn(
                row.getLong("id"),
                row.getString("login"),
                Role.ofWire(row.getString("role")).orElseThrow(),
                row.getBoolean("unmask"),
                scope(row),
                Database.requiredInstant(row, "seen_at")),
        keyHash,
        seenSince,
        startedSince);
  }

  static Scope scope(ResultSet row) throws SQLException {
    return row.getArray("scope") == null
        ? Scope.EVERYTHING
        : Scope.of(Database.texts(row, "scope"));
  }

  /** Notes that a session is used. */
  public void touch(byte[] keyHash, Instant at) {
    sql.write("update session set seen_at = ? where key_hash = ?", at, keyHash);
  }

  /** The sessions of somebody, the newest first. */
  public List<Session> of(long personId, Instant seenSince, Instant startedSince) {
    return sql.list(
        """
        select encode(key_hash, 'hex') as key_hash, started_at, seen_at, address, agent from session
        where person_id = ? and seen_at > ? and started_at > ? order by seen_at desc""",
        row ->
            new Session(
                row.getString("key_hash"),
                Database.requiredInstant(row, "started_at"),
                Database.requiredInstant(row, "seen_at"),
                row.getString("address"),
                row.getString("agent")),
        personId,
        seenSince,
        startedSince);
  }

  /** Ends a session. */
  public void end(Who who, byte[] keyHash, Instant at) {
    sql.doInTransaction(
        connection -> {
          if (Database.write(connection, "delete from session where key_hash = ?", keyHash) > 0) {
            AuditLog.add(connection, who, at, Deed.of("sign-out", "this session", null));
          }
        });
  }

  /** Ends all sessions of somebody, which others may do for them. */
  public void endAll(Who who, long personId, Instant at) {
    sql.doInTransaction(
        connection -> {
          Persons.endAll(connection, personId);
          String login =
              Database.first(
                      connection,
                      "select login from person where id = ?",
                      row -> row.getString("login"),
                      personId)
                  .orElseThrow();
          AuditLog.add(connection, who, at, Deed.of("sign-out", "all sessions of " + login, null));
        });
  }

  /** Takes away what is over. */
  public void clear(Instant seenBefore, Instant startedBefore, Instant now) {
    sql.doInTransaction(
        connection -> {
          Database.write(
              connection,
              "delete from session where seen_at <= ? or started_at <= ?",
              seenBefore,
              startedBefore);
          Database.write(connection, "delete from one_time_link where ends_at <= ?", now);
        });
  }

  /** Keeps a link that works once; others of the same person are dead. */
  public void addPasswordLink(Who by, byte[] keyHash, Person person, Instant at, Instant endsAt) {
    sql.doInTransaction(
        connection -> {
          addLink(connection, keyHash, person.id(), at, endsAt);
          AuditLog.add(
              connection,
              by,
              at,
              new Deed(
                  "password-link", person.login(), null, null, Map.of("ends", endsAt.toString())));
        });
  }

  /** Keeps a link that makes the first administrator, once; others for that are dead. */
  public void addFirstLink(byte[] keyHash, Instant at, Instant endsAt) {
    sql.doInTransaction(connection -> addLink(connection, keyHash, null, at, endsAt));
  }

  private static void addLink(
      Connection connection, byte[] keyHash, @Nullable Long personId, Instant at, Instant endsAt)
      throws SQLException {
    Database.write(
        connection,
        "delete from one_time_link where person_id is not distinct from ? and used_at is null",
        personId);
    Database.write(
        connection,
        """
        insert into one_time_link (key_hash, person_id, created_at, ends_at)
        values (?, ?, ?, ?)""",
        keyHash,
        personId,
        at,
        endsAt);
  }

  /** A link that can still be used. */
  public Optional<Link> link(byte[] keyHash, Instant now) {
    return sql.first(
        """
        select person_id, ends_at from one_time_link
        where key_hash = ? and used_at is null and ends_at > ?""",
        row ->
            new Link(
                row.getObject("person_id", Long.class), Database.requiredInstant(row, "ends_at")),
        keyHash,
        now);
  }

  /**
   * Uses a link to set the password of its person.
   *
   * @return whether the link could still be used; of two who use it at once, one can
   */
  public boolean usePasswordLink(Who by, byte[] keyHash, Person person, String hash, Instant at) {
    return sql.inTransaction(
        connection -> {
          boolean used =
              Database.write(
                      connection,
                      """
                      update one_time_link set used_at = ?
                      where key_hash = ? and used_at is null and ends_at > ? and person_id = ?""",
                      at,
                      keyHash,
                      at,
                      person.id())
                  > 0;
          if (used) {
            Persons.setPassword(connection, by, person, hash, at);
          }
          return used;
        });
  }

  /**
   * Uses a link to make the first administrator.
   *
   * @return their number; empty if the link could not be used any more, or there is somebody
   */
  public Optional<Long> useFirstLink(
      Who by, byte[] keyHash, Person.Draft draft, String hash, Instant at) {
    return sql.inTransaction(
        connection -> {
          boolean used =
              Database.write(
                      connection,
                      """
                      update one_time_link set used_at = ?
                      where key_hash = ? and used_at is null and ends_at > ? and person_id is null
                        and not exists (select from person)""",
                      at,
                      keyHash,
                      at)
                  > 0;
          if (!used) {
            return Optional.empty();
          }
          Optional<Long> id = Persons.add(connection, by, draft, null, at);
          if (id.isPresent()) {
            Database.write(
                connection, "update person set password = ? where id = ?", hash, id.get());
          }
          return id;
        });
  }
}
