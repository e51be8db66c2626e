package dev.plumbline.store.people;

import dev.plumbline.store.Database;
import dev.plumbline.store.people.AuditLog.Deed;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The people who may sign in. Nobody is ever taken away: what they did keeps its name. */
@ApplicationScoped
public class Persons {

  private static final String SELECT =
      """
      select id, login, name, role, unmask, domains, domain_groups, password is not null as by_password,
        totp_secret is not null as by_code, provider_subject, created_at, disabled_at
      from person
      """;

  private final Database sql;

  public Persons(Database sql) {
    this.sql = sql;
  }

  /**
   * What is checked when somebody signs in.
   *
   * @param totpSecret of the second factor, in hexadecimal digits
   * @param totpLastStep null until a code was used
   */
  public record Secrets(
      @Nullable String password, @Nullable String totpSecret, @Nullable Long totpLastStep) {}

  /** Whether there is anybody, so that all have to sign in. */
  public boolean any() {
    return sql.first("select exists (select from person)", row -> row.getBoolean(1)).orElseThrow();
  }

  /** Everybody, by name to sign in with. */
  public List<Person> all() {
    return sql.list(SELECT + "order by login", Persons::person);
  }

  public Optional<Person> byId(long id) {
    return sql.first(SELECT + "where id = ?", Persons::person, id);
  }

  /** Somebody by what they sign in with, in whatever case. */
  public Optional<Person> byLogin(String login) {
    return sql.first(SELECT + "where login = lower(?)", Persons::person, login.strip());
  }

  /** Somebody by who they are at the OpenID provider. */
  public Optional<Person> bySubject(String subject) {
    return sql.first(SELECT + "where provider_subject = ?", Persons::person, subject);
  }

  /**
   * Adds somebody.
   *
   * @return their number; empty if somebody signs in with that already
   */
  public Optional<Long> add(Who by, Person.Draft draft, @Nullable String subject, Instant at) {
    return sql.inTransaction(connection -> add(connection, by, draft, subject, at));
  }

  static Optional<Long> add(
      Connection connection, Who by, Person.Draft draft, @Nullable String subject, Instant at)
      throws SQLException {
    Optional<Long> id =
        Database.first(
            connection,
            """
            insert into person (login, name, role, unmask, domains, domain_groups,
              provider_subject, created_at)
            values (lower(?), ?, ?, ?, ?::text[], ?::text[], ?, ?) on conflict do nothing returning id\
            """,
            row -> row.getLong("id"),
            draft.login(),
            draft.name(),
            draft.role().wire(),
            draft.unmask(),
            array(draft.limits().domains()),
            array(draft.limits().groups()),
            subject,
            at);
    if (id.isPresent()) {
      AuditLog.add(
          connection, by, at, new Deed("user-add", draft.login(), null, null, values(draft)));
    }
    return id;
  }

  /** Changes all that an administrator says about somebody, but for what they sign in with. */
  public void change(Who by, Person before, Person.Draft after, Instant at) {
    sql.doInTransaction(
        connection -> {
          Database.write(
              connection,
              """
              update person set name = ?, role = ?, unmask = ?, domains = ?::text[],
                domain_groups = ?::text[]
              where id = ?\
              """,
              after.name(),
              after.role().wire(),
              after.unmask(),
              array(after.limits().domains()),
              array(after.limits().groups()),
              before.id());
          AuditLog.add(
              connection,
              by,
              at,
              new Deed("user-change", before.login(), null, values(draft(before)), values(after)));
        });
  }

  /** Lets somebody sign in no more, ends their sessions and their links; or lets them in again. */
  public void disable(Who by, Person person, boolean disabled, Instant at) {
    sql.doInTransaction(
        connection -> {
          Database.write(
              connection,
              "update person set disabled_at = ? where id = ?",
              disabled ? at : null,
              person.id());
          if (disabled) {
            endAll(connection, person.id());
            endLinks(connection, person.id());
          }
          AuditLog.add(
              connection,
              by,
              at,
              new Deed(
                  disabled ? "user-disable" : "user-enable",
                  person.login(),
                  null,
                  Map.of("disabled", person.disabledAt() != null),
                  Map.of("disabled", disabled)));
        });
  }

  private static void endLinks(Connection connection, long personId) throws SQLException {
    Database.write(
        connection, "delete from one_time_link where person_id = ? and used_at is null", personId);
  }

  static void endAll(Connection connection, long personId) throws SQLException {
    Database.write(connection, "delete from session where person_id = ?", personId);
  }

  /**
   * Sets a password and ends all sessions and links: whoever knew the old one, or has one, is out.
   */
  public void setPassword(Who by, Person person, String hash, Instant at) {
    sql.doInTransaction(connection -> setPassword(connection, by, person, hash, at));
  }

  static void setPassword(Connection connection, Who by, Person person, String hash, Instant at)
      throws SQLException {
    Database.write(connection, "update person set password = ? where id = ?", hash, person.id());
    endAll(connection, person.id());
    endLinks(connection, person.id());
    AuditLog.add(connection, by, at, Deed.of("password", person.login(), null));
  }

  /** As {@link #setPassword}, of what is the same password, hashed as one would today. */
  public void rehash(long personId, String hash) {
    sql.write("update person set password = ? where id = ?", hash, personId);
  }

  /** Has somebody asked for codes from now on; null: no more. */
  public void setSecondFactor(Who by, Person person, byte @Nullable [] secret, Instant at) {
    sql.doInTransaction(
        connection -> {
          Database.write(
              connection,
              "update person set totp_secret = ?, totp_last_step = null where id = ?",
              secret,
              person.id());
          AuditLog.add(
              connection,
              by,
              at,
              new Deed(
                  secret == null ? "second-factor-off" : "second-factor-on",
                  person.login(),
                  null,
                  Map.of("second factor", person.secondFactor()),
                  Map.of("second factor", secret != null)));
        });
  }

  /**
   * Notes that a code was used.
   *
   * @return whether it was not used before; of two that use it at once, one did
   */
  public boolean useStep(long personId, long step) {
    return sql.write(
            """
            update person set totp_last_step = ?
            where id = ? and (totp_last_step is null or totp_last_step < ?)\
            """,
            step,
            personId,
            step)
        > 0;
  }

  public Secrets secrets(long personId) {
    return sql.first(
            """
            select password, encode(totp_secret, 'hex') as totp_secret, totp_last_step
            from person where id = ?\
            """,
            row ->
                new Secrets(
                    row.getString("password"),
                    row.getString("totp_secret"),
                    row.getObject("totp_last_step", Long.class)),
            personId)
        .orElseThrow();
  }

  /** The groups of domains, each with its domains. */
  public Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    sql.list(
            "select name, domains from domain_group order by name",
            row -> Map.entry(row.getString("name"), Database.texts(row, "domains")))
        .forEach(one -> groups.put(one.getKey(), one.getValue()));
    return groups;
  }

  /** Says which domains a group has; none takes the group away. */
  public void setGroup(Who by, String name, List<String> domains, Instant at) {
    sql.doInTransaction(
        connection -> {
          List<String> before =
              Database.first(
                      connection,
                      "select domains from domain_group where name = ?",
                      row -> Database.texts(row, "domains"),
                      name)
                  .orElse(List.of());
          if (domains.isEmpty()) {
            Database.write(connection, "delete from domain_group where name = ?", name);
          } else {
            Database.write(
                connection,
                """
                insert into domain_group (name, domains) values (?, ?::text[])
                on conflict (name) do update set domains = excluded.domains\
                """,
                name,
                array(domains));
          }
          AuditLog.add(
              connection,
              by,
              at,
              new Deed(
                  "domain-group",
                  name,
                  null,
                  Map.of("domains", before),
                  Map.of("domains", domains)));
        });
  }

  static String @Nullable [] array(@Nullable List<String> texts) {
    return texts == null ? null : texts.toArray(String[]::new);
  }

  private static Person.Draft draft(Person person) {
    return new Person.Draft(
        person.login(), person.name(), person.role(), person.unmask(), person.limits());
  }

  private static Map<String, ?> values(Person.Draft draft) {
    return Map.of(
        "name",
        draft.name(),
        "role",
        draft.role().wire(),
        "unmask",
        draft.unmask(),
        "domains",
        draft.limits().words());
  }

  static Limits limits(ResultSet row) throws SQLException {
    return new Limits(
        row.getArray("domains") == null ? null : Database.texts(row, "domains"),
        Database.texts(row, "domain_groups"));
  }

  private static Person person(ResultSet row) throws SQLException {
    return new Person(
        row.getLong("id"),
        row.getString("login"),
        row.getString("name"),
        Role.ofWire(row.getString("role")).orElseThrow(),
        row.getBoolean("unmask"),
        limits(row),
        row.getBoolean("by_password"),
        row.getBoolean("by_code"),
        row.getString("provider_subject"),
        Database.requiredInstant(row, "created_at"),
        Database.instant(row, "disabled_at"));
  }
}
