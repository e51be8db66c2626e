package dev.plumbline.store.people;

import dev.plumbline.store.Database;
import dev.plumbline.store.Scope;
import dev.plumbline.store.people.AuditLog.Deed;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tokens that programs come with. */
@ApplicationScoped
public class ApiTokens {

  private static final String SELECT =
      """
      select t.id, t.name, t.person_id, p.login, t.rights, t.domains, t.domain_groups, t.created_at,
        t.ends_at, t.revoked_at, t.used_at, t.used_from
      from api_token t left join person p on p.id = t.person_id
      """;

  private static final String NOBODY = "nobody";

  private final Database sql;

  public ApiTokens(Database sql) {
    this.sql = sql;
  }

  /**
   * A token, without its secret, which nobody knows but its program.
   *
   * @param owner whose it is, null if it was made by a command
   * @param endsAt null if it never ends by itself
   * @param usedAt when it was last used, to the minute; null if never
   */
  public record Token(
      long id,
      String name,
      @Nullable Long personId,
      @Nullable String owner,
      Set<Right> rights,
      Limits limits,
      Instant createdAt,
      @Nullable Instant endsAt,
      @Nullable Instant revokedAt,
      @Nullable Instant usedAt,
      @Nullable String usedFrom) {

    public Token {
      rights = Set.copyOf(rights);
    }
  }

  /** What is said of a token when it is made. */
  public record Draft(
      String name,
      @Nullable Long personId,
      Set<Right> rights,
      Limits limits,
      @Nullable Instant endsAt) {

    public Draft {
      rights = Set.copyOf(rights);
    }
  }

  /**
   * A token that works, with all that is needed to answer its program.
   *
   * @param ownerRights what its owner may do, null if it is nobody's
   * @param ownerScope what its owner may see
   */
  public record Presented(
      long id,
      String name,
      @Nullable Long personId,
      @Nullable String owner,
      Set<Right> rights,
      Scope scope,
      @Nullable Set<Right> ownerRights,
      Scope ownerScope,
      @Nullable Instant usedAt) {}

  /** Keeps a token, by the hash of its secret. */
  public long add(Who by, byte[] keyHash, Draft draft, Instant at) {
    return sql.inTransaction(
        connection -> {
          long id =
              Database.first(
                      connection,
                      """
                      insert into api_token (key_hash, name, person_id, rights, domains,
                        domain_groups, created_at, ends_at)
                      values (?, ?, ?, ?::text[], ?::text[], ?::text[], ?, ?) returning id""",
                      row -> row.getLong("id"),
                      keyHash,
                      draft.name(),
                      draft.personId(),
                      draft.rights().stream().map(Right::wire).sorted().toArray(String[]::new),
                      Persons.array(draft.limits().domains()),
                      Persons.array(draft.limits().groups()),
                      at,
                      draft.endsAt())
                  .orElseThrow();
          AuditLog.add(
              connection,
              by,
              at,
              new Deed(
                  "token-create",
                  "token %d, %s".formatted(id, draft.name()),
                  null,
                  null,
                  values(owner(connection, draft), draft)));
          return id;
        });
  }

  private static String owner(Connection connection, Draft draft) throws SQLException {
    return draft.personId() == null
        ? NOBODY
        : Database.first(
                connection,
                "select login from person where id = ?",
                row -> row.getString("login"),
                draft.personId())
            .orElse(NOBODY);
  }

  private static Map<String, ?> values(String owner, Draft draft) {
    Instant end = draft.endsAt();
    return Map.of(
        "whose",
        owner,
        "rights",
        draft.rights().stream().map(Right::wire).sorted().collect(Collectors.joining(", ")),
        "domains",
        draft.limits().words(),
        "ends",
        end == null ? "never" : end.toString());
  }

  /** All tokens, or those of one person, the newest first. */
  public List<Token> all(@Nullable Long personId) {
    return sql.list(
        SELECT + "where ?::bigint is null or t.person_id = ? order by t.id desc",
        ApiTokens::token,
        personId,
        personId);
  }

  public Optional<Token> byId(long id) {
    return sql.first(SELECT + "where t.id = ?", ApiTokens::token, id);
  }

  /** Makes a token worthless; one that is so already stays as it is. */
  public void revoke(Who by, Token token, Instant at) {
    sql.doInTransaction(
        connection -> {
          int revoked =
              Database.write(
                  connection,
                  "update api_token set revoked_at = ? where id = ? and revoked_at is null",
                  at,
                  token.id());
          if (revoked > 0) {
            AuditLog.add(
                connection,
                by,
                at,
                new Deed(
                    "token-revoke",
                    "token %d, %s".formatted(token.id(), token.name()),
                    null,
                    values(
                        Objects.requireNonNullElse(token.owner(), NOBODY),
                        new Draft(
                            token.name(),
                            token.personId(),
                            token.rights(),
                            token.limits(),
                            token.endsAt())),
                    null));
          }
        });
  }

  /** A token that is neither revoked nor over, and whose owner may sign in. */
  public Optional<Presented> find(byte[] keyHash, Instant now) {
    return sql.first(
        "select t.*, o.login, o.role, o.unmask, o.scope as owner_scope from (select p.*, "
            + Sessions.SCOPE
            + " from api_token p) t left join (select p.*, "
            + Sessions.SCOPE
            + """
             from person p) o on o.id = t.person_id
            where t.key_hash = ? and t.revoked_at is null and (t.ends_at is null or t.ends_at > ?)
              and (t.person_id is null or o.disabled_at is null)""",
        ApiTokens::presented,
        keyHash,
        now);
  }

  private static Presented presented(ResultSet row) throws SQLException {
    String role = row.getString("role");
    return new Presented(
        row.getLong("id"),
        row.getString("name"),
        row.getObject("person_id", Long.class),
        row.getString("login"),
        rights(row),
        Sessions.scope(row),
        role == null ? null : Role.ofWire(role).orElseThrow().rights(row.getBoolean("unmask")),
        row.getArray("owner_scope") == null
            ? Scope.EVERYTHING
            : Scope.of(Database.texts(row, "owner_scope")),
        Database.instant(row, "used_at"));
  }

  /** Notes that a token is used. */
  public void touch(long id, String address, Instant at) {
    sql.write("update api_token set used_at = ?, used_from = ? where id = ?", at, address, id);
  }

  private static Set<Right> rights(ResultSet row) throws SQLException {
    Set<Right> rights = EnumSet.noneOf(Right.class);
    Database.texts(row, "rights").forEach(one -> Right.ofWire(one).ifPresent(rights::add));
    return rights;
  }

  private static Token token(ResultSet row) throws SQLException {
    return new Token(
        row.getLong("id"),
        row.getString("name"),
        row.getObject("person_id", Long.class),
        row.getString("login"),
        rights(row),
        Persons.limits(row),
        Database.requiredInstant(row, "created_at"),
        Database.instant(row, "ends_at"),
        Database.instant(row, "revoked_at"),
        Database.instant(row, "used_at"),
        row.getString("used_from"));
  }
}
