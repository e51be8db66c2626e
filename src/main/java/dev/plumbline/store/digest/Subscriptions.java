package dev.plumbline.store.digest;

import dev.plumbline.store.Database;
import dev.plumbline.store.Scope;
import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.AuditLog.Deed;
import dev.plumbline.store.people.Limits;
import dev.plumbline.store.people.Who;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who gets a digest. */
@ApplicationScoped
public class Subscriptions {

  private static final String SELECT =
      """
      select s.*, case when s.domains is null then null else s.domains || array(
          select unnest(g.domains) from domain_group g where g.name = any(s.domain_groups)) end
          as scope,
        case when p.domains is null then null else p.domains || array(
          select unnest(g.domains) from domain_group g where g.name = any(p.domain_groups)) end
          as person_scope
      from digest s left join person p on p.id = s.person_id
      """;

  private static final String ACTIVE = "where s.ended_at is null and p.disabled_at is null ";

  private final Database sql;

  public Subscriptions(Database sql) {
    this.sql = sql;
  }

  /** Adds one. */
  public void add(Who by, Subscription.Draft draft, String key, Instant at) {
    Subscription.Timing timing = draft.timing();
    List<String> domains = draft.about().domains();
    sql.doInTransaction(
        connection -> {
          Database.write(
              connection,
              """
              insert into digest (address, person_id, domains, domain_groups, rhythm, day, hour,
                zone, key, created_at)
              values (?, ?, ?::text[], ?::text[], ?, ?, ?, ?, ?, ?)""",
              draft.address(),
              draft.personId(),
              domains == null ? null : domains.toArray(String[]::new),
              draft.about().groups().toArray(String[]::new),
              timing.rhythm().wire(),
              timing.day(),
              timing.hour(),
              timing.zone().getId(),
              key,
              at);
          AuditLog.add(
              connection,
              by,
              at,
              new Deed("digest", draft.address(), null, null, values(draft.about(), timing)));
        });
  }

  /** Those that are sent. */
  public List<Subscription> active() {
    return sql.list(SELECT + ACTIVE + "order by s.id", Subscriptions::subscription);
  }

  /** Those of a person that are sent. */
  public List<Subscription> activeOf(long personId) {
    return active().stream().filter(one -> Long.valueOf(personId).equals(one.personId())).toList();
  }

  /** The one of this number, if it is sent. */
  public Optional<Subscription> active(long id) {
    return sql.first(SELECT + ACTIVE + "and s.id = ?", Subscriptions::subscription, id);
  }

  /** The one that a link in a mail ends. */
  public Optional<Subscription> byKey(String key) {
    return sql.first(SELECT + "where s.key = ?", Subscriptions::subscription, key);
  }

  /** Ends one; nothing happens if it was ended before. */
  public void end(Who by, Subscription one, Instant at) {
    sql.doInTransaction(
        connection -> {
          int ended =
              Database.write(
                  connection,
                  "update digest set ended_at = ?, ended_by = ? where id = ? and ended_at is null",
                  at,
                  by.name(),
                  one.id());
          if (ended > 0) {
            AuditLog.add(
                connection,
                by,
                at,
                new Deed(
                    "digest-end", one.address(), null, values(one.about(), one.timing()), null));
          }
        });
  }

  private static Map<String, ?> values(Limits about, Subscription.Timing timing) {
    return Map.of(
        "domains",
        about.words(),
        "rhythm",
        timing.rhythm().wire(),
        "day",
        timing.day(),
        "hour",
        timing.hour(),
        "zone",
        timing.zone().getId());
  }

  private static Subscription subscription(ResultSet row) throws SQLException {
    return new Subscription(
        row.getLong("id"),
        row.getString("address"),
        row.getObject("person_id", Long.class),
        new Limits(
            row.getArray("domains") == null ? null : Database.texts(row, "domains"),
            Database.texts(row, "domain_groups")),
        scope(row, "scope").and(scope(row, "person_scope")),
        new Subscription.Timing(
            Rhythm.ofWire(row.getString("rhythm")).orElseThrow(),
            row.getInt("day"),
            row.getInt("hour"),
            ZoneId.of(row.getString("zone"))),
        row.getString("key"),
        Database.requiredInstant(row, "created_at"),
        Database.instant(row, "ended_at"));
  }

  private static Scope scope(ResultSet row, String column) throws SQLException {
    return row.getArray(column) == null ? Scope.EVERYTHING : Scope.of(Database.texts(row, column));
  }
}
