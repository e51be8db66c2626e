package dev.plumbline.store.checks;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.store.Database;
import dev.plumbline.store.Settled;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.WholeMonths;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What mail was signed with, by selector, as reporters counted it; of a message that was signed
 * twice with one selector, one signature that verified is enough. All methods throw {@link
 * StoreUnavailableException} while the database is down.
 */
@ApplicationScoped
public class SelectorQueries {

  private static final long NOT_SETTLED = -1;

  private static final String DAYS_AS_SIGNATURES =
      """
      select domain_id, signer, selector, day as first_day, day as last_day,
        case when pass > 0 then day end as last_pass_day, messages, pass
      """;

  private static final String SIGNATURES = DAYS_AS_SIGNATURES + "from counted_day_selector";

  /** The same, as long as no day is open and no reporter is left out. */
  private static final String SETTLED_SIGNATURES =
      """
      select domain_id, signer, selector, first_day, last_day, last_pass_day, messages, pass
      from month_selector
      union all
      """
          + DAYS_AS_SIGNATURES
          + "from open_day_selector";

  private final Database sql;

  SelectorQueries(Database sql) {
    this.sql = sql;
  }

  /**
   * How a selector was used in all reports, and what is published for it. Counts are messages.
   *
   * @param domain the signing domain
   * @param firstDay of any signature
   * @param lastDay of any signature
   * @param lastPassDay of a signature that verified; null if none ever did
   * @param state of the key now; null if it was never looked up
   * @param detail one sentence about the key; null if it was never looked up
   * @param since when this state was first seen
   * @param unknownSince since when DNS gives no answer, and the state is the last known one
   */
  public record SelectorUse(
      String domain,
      String selector,
      LocalDate firstDay,
      LocalDate lastDay,
      @Nullable LocalDate lastPassDay,
      long messages,
      long passMessages,
      @Nullable KeyState state,
      @Nullable String detail,
      @Nullable Instant since,
      @Nullable Instant unknownSince) {}

  /**
   * What was signed with a selector on some days.
   *
   * @param passMessages of them, those where such a signature verified
   */
  public record Signed(String domain, String selector, long messages, long passMessages) {}

  /** Every selector that reports of a domain ever named, by signing domain and selector. */
  public List<SelectorUse> selectors(long domainId) {
    return Settled.or(
        selectors(SETTLED_SIGNATURES, domainId),
        one -> one.messages() == NOT_SETTLED,
        () -> selectors(SIGNATURES, domainId));
  }

  /** Also that days are not settled, if so, in place of a number of messages. */
  private List<SelectorUse> selectors(String signatures, long domainId) {
    return sql.listByKeptPlan(
        """
        select used.*, key.state, key.detail, key.since, key.unknown_since
        from (
          select signer, selector, min(first_day) as first_day, max(last_day) as last_day,
            max(last_pass_day) as last_pass_day, sum(messages) as messages,
            sum(pass) as pass_messages
          from (%s) signed where domain_id = ?
          group by signer, selector
          union all
          select '', '', now()::date, now()::date, null, -1, 0
          where %s
        ) used
        left join dkim_key key on key.domain_id = ? and key.signing_domain = used.signer
          and key.selector = used.selector
        order by used.signer, used.selector\
        """
            .formatted(signatures, Settled.ARE_NOT),
        row -> {
          String state = row.getString("state");
          return new SelectorUse(
              row.getString("signer"),
              row.getString("selector"),
              row.getObject("first_day", LocalDate.class),
              row.getObject("last_day", LocalDate.class),
              row.getObject("last_pass_day", LocalDate.class),
              row.getLong("messages"),
              row.getLong("pass_messages"),
              state == null ? null : KeyState.valueOf(state),
              row.getString("detail"),
              Database.instant(row, "since"),
              Database.instant(row, "unknown_since"));
        },
        domainId,
        domainId,
        domainId);
  }

  /** What was signed with each selector in a period; both days are included. */
  public List<Signed> signed(long domainId, LocalDate from, LocalDate to) {
    WholeMonths months = WholeMonths.of(from, to);
    return sql.listByKeptPlan(
        """
        select signer, selector, sum(messages) as messages, sum(pass) as pass
        from (
          select signer, selector, messages, pass from day_selector
          where domain_id = ? and day >= ? and day < ?
          union all
          select signer, selector, messages, pass from day_selector
          where domain_id = ? and day between ? and ?
          union all
          select signer, selector, messages, pass from month_selector
          where domain_id = ? and month >= ? and month < ?
          union all
          select signer, selector, messages, pass from selector_change
          where domain_id = ? and day between ? and ?) parts
        group by signer, selector having sum(messages) <> 0\
        """,
        row ->
            new Signed(
                row.getString("signer"),
                row.getString("selector"),
                row.getLong("messages"),
                row.getLong("pass")),
        domainId,
        from,
        months.first(),
        domainId,
        months.end(),
        to,
        domainId,
        months.first(),
        months.end(),
        domainId,
        from,
        to);
  }
}
