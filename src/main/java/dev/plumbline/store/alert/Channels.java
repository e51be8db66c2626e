package dev.plumbline.store.alert;

import dev.plumbline.store.Database;
import dev.plumbline.store.Scope;
import dev.plumbline.store.alert.Channel.Quiet;
import dev.plumbline.store.alert.Channel.Shape;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whom alerts are told. */
@ApplicationScoped
public class Channels {

  private static final String SELECT =
      """
      select c.*, case when c.domains is null then null else c.domains || array(
          select unnest(g.domains) from domain_group g where g.name = any(c.domain_groups)) end
          as scope,
        case when p.domains is null then null else p.domains || array(
          select unnest(g.domains) from domain_group g where g.name = any(p.domain_groups)) end
          as person_scope
      from alert_channel c left join person p on p.id = c.person_id
      """;

  private static final String ACTIVE = "where c.ended_at is null and p.disabled_at is null ";

  private final Database sql;

  public Channels(Database sql) {
    this.sql = sql;
  }

  /** Adds one. */
  public void add(Who by, Channel.Draft draft, String key, Instant at) {
    List<String> domains = draft.about().domains();
    List<AlertKind> kinds = draft.kinds();
    Quiet quiet = draft.quiet();
    sql.doInTransaction(
        connection -> {
          Database.write(
              connection,
              """
              insert into alert_channel (shape, address, secret, person_id, domains, domain_groups,
                kinds, quiet_from, quiet_to, zone, key, created_at)
              values (?, ?, ?, ?, ?::text[], ?::text[], ?::text[], ?, ?, ?, ?, ?)\
              """,
              draft.shape().wire(),
              draft.address(),
              draft.secret(),
              draft.personId(),
              domains == null ? null : domains.toArray(String[]::new),
              draft.about().groups().toArray(String[]::new),
              kinds == null ? null : kinds.stream().map(AlertKind::wire).toArray(String[]::new),
              quiet == null ? null : quiet.from(),
              quiet == null ? null : quiet.to(),
              quiet == null ? "UTC" : quiet.zone().getId(),
              key,
              at);
          AuditLog.add(
              connection,
              by,
              at,
              new Deed("alerts", subject(draft), null, null, values(draft.about(), kinds, quiet)));
        });
  }

  private static Map<String, ?> values(
      Limits about, @Nullable List<AlertKind> kinds, @Nullable Quiet quiet) {
    return Map.of(
        "domains",
        about.words(),
        "kinds",
        kinds == null
            ? "all"
            : kinds.stream().map(AlertKind::wire).collect(Collectors.joining(", ")),
        "quiet",
        quiet == null
            ? "never"
            : "%d to %d %s".formatted(quiet.from(), quiet.to(), quiet.zone().getId()));
  }

  /** The address of a webhook is a secret itself: its host is told, no more. */
  private static String subject(Channel.Draft draft) {
    return subject(draft.shape(), draft.address());
  }

  private static String subject(Shape shape, String address) {
    return shape == Shape.MAIL ? address : shape.wire() + " " + host(address);
  }

  /** The host of an address that is known to be one. */
  public static String host(String address) {
    return address.replaceFirst("^https?://([^/?#]*).*$", "$1");
  }

  /** Those that are told. */
  public List<Channel> active() {
    return sql.list(SELECT + ACTIVE + "order by c.id", Channels::channel);
  }

  /** Those of a person that are told. */
  public List<Channel> activeOf(long personId) {
    return active().stream().filter(one -> Long.valueOf(personId).equals(one.personId())).toList();
  }

  /** The one of this number, if it is told. */
  public Optional<Channel> active(long id) {
    return sql.first(SELECT + ACTIVE + "and c.id = ?", Channels::channel, id);
  }

  /** The one that a link in a mail ends. */
  public Optional<Channel> byKey(String key) {
    return sql.first(SELECT + "where c.key = ?", Channels::channel, key);
  }

  /** Ends one; nothing happens if it was ended before. */
  public void end(Who by, Channel one, Instant at) {
    sql.doInTransaction(
        connection -> {
          int ended =
              Database.write(
                  connection,
                  """
                  update alert_channel set ended_at = ?, ended_by = ?, secret = ''
                  where id = ? and ended_at is null\
                  """,
                  at,
                  by.name(),
                  one.id());
          if (ended > 0) {
            AuditLog.add(
                connection,
                by,
                at,
                new Deed(
                    "alerts-end",
                    subject(one.shape(), one.address()),
                    null,
                    values(one.about(), one.kinds(), one.quiet()),
                    null));
          }
        });
  }

  private static Channel channel(ResultSet row) throws SQLException {
    return new Channel(
        row.getLong("id"),
        Shape.ofWire(row.getString("shape")).orElseThrow(),
        row.getString("address"),
        row.getString("secret"),
        row.getObject("person_id", Long.class),
        new Limits(
            row.getArray("domains") == null ? null : Database.texts(row, "domains"),
            Database.texts(row, "domain_groups")),
        scope(row, "scope").and(scope(row, "person_scope")),
        kinds(row),
        quiet(row),
        row.getString("key"),
        Database.requiredInstant(row, "created_at"),
        Database.instant(row, "ended_at"));
  }

  private static Scope scope(ResultSet row, String column) throws SQLException {
    return row.getArray(column) == null ? Scope.EVERYTHING : Scope.of(Database.texts(row, column));
  }

  private static @Nullable List<AlertKind> kinds(ResultSet row) throws SQLException {
    return row.getArray("kinds") == null
        ? null
        : Database.texts(row, "kinds").stream()
            .flatMap(one -> AlertKind.ofWire(one).stream())
            .toList();
  }

  private static @Nullable Quiet quiet(ResultSet row) throws SQLException {
    Integer from = row.getObject("quiet_from", Integer.class);
    Integer to = row.getObject("quiet_to", Integer.class);
    return from == null || to == null
        ? null
        : new Quiet(from, to, ZoneId.of(row.getString("zone")));
  }
}
