package dev.plumbline.store.checks;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.checks.CheckTargets.Selector;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is published for selectors. No answer from DNS leaves the last known state; what did
 * not change is not written.
 */
@ApplicationScoped
public class Keys {

  private final Database database;

  Keys(Database database) {
    this.database = database;
  }

  /** A key, looked up now. */
  public record CheckedKey(String domain, String selector, KeyState state, String detail) {

    private Selector of() {
      return new Selector(SqlText.clean(domain), SqlText.clean(selector));
    }
  }

  private record Kept(String state, String detail, boolean unknown) {

    boolean says(CheckedKey key) {
      return key.state() == KeyState.UNKNOWN
          ? unknown
          : !unknown
              && state.equals(key.state().name())
              && detail.equals(SqlText.clean(key.detail()));
    }
  }

  /** Selectors that were looked up. */
  public Set<Selector> known(long domainId) {
    return Set.copyOf(kept(domainId).keySet());
  }

  /**
   * Keeps keys, in one transaction.
   *
   * @return the selectors of which something else is known than before
   */
  public Set<Selector> save(long domainId, List<CheckedKey> keys, Instant at) {
    Map<Selector, Kept> kept = kept(domainId);
    List<CheckedKey> changed = keys.stream().filter(key -> isNew(kept.get(key.of()), key)).toList();
    Findings.keep(
        database,
        domainId,
        UPSERT,
        changed,
        (statement, key) -> {
          Timestamp time = Timestamp.from(at);
          statement.setLong(1, domainId);
          statement.setString(2, SqlText.clean(key.domain()));
          statement.setString(3, SqlText.clean(key.selector()));
          statement.setString(4, key.state().name());
          statement.setString(5, SqlText.clean(key.detail()));
          statement.setTimestamp(6, time);
          statement.setTimestamp(7, time);
          statement.setTimestamp(8, key.state() == KeyState.UNKNOWN ? time : null);
        });
    Set<Selector> selectors = new HashSet<>();
    changed.forEach(key -> selectors.add(key.of()));
    return selectors;
  }

  private static boolean isNew(@Nullable Kept before, CheckedKey key) {
    return before == null || !before.says(key);
  }

  private Map<Selector, Kept> kept(long domainId) {
    Map<Selector, Kept> kept = new HashMap<>();
    database.list(
        """
        select signing_domain, selector, state, detail, unknown_since from dkim_key
        where domain_id = ?\
        """,
        row ->
            kept.put(
                new Selector(row.getString("signing_domain"), row.getString("selector")),
                new Kept(
                    row.getString("state"),
                    row.getString("detail"),
                    Database.instant(row, "unknown_since") != null)),
        domainId);
    return kept;
  }

  private static final String UPSERT =
      """
      insert into dkim_key as known (domain_id, signing_domain, selector, state, detail,
        checked_at, since, unknown_since)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (domain_id, signing_domain, selector) do update set
        state = case when excluded.state = 'UNKNOWN' then known.state
          else excluded.state end,
        detail = case when excluded.state = 'UNKNOWN' then known.detail
          else excluded.detail end,
        checked_at = case when excluded.state = 'UNKNOWN' then known.checked_at
          else excluded.checked_at end,
        since = case when excluded.state in ('UNKNOWN', known.state) then known.since
          else excluded.since end,
        earlier_state = case
          when excluded.state in ('UNKNOWN', known.state) or known.state = 'UNKNOWN'
          then known.earlier_state else known.state end,
        unknown_since = case when excluded.state = 'UNKNOWN'
          then coalesce(known.unknown_since, excluded.unknown_since) end\
      """;
}
