package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Writes sums by month in the steps of {@link Folding} that write the days they are made of. */
final class FoldedMonths {

  private static final List<String> TABLES =
      List.of("month_domain", "month_selector", "month_author");

  private FoldedMonths() {}

  /** Derives the months of some days from all of their days. */
  static void fold(Connection connection, long domainId, Array days) throws SQLException {
    for (String table : TABLES) {
      Database.write(
          connection,
          "delete from %s where domain_id = ? and month = any(array(select month_of(d) from unnest(?) d))"
              .formatted(table),
          domainId,
          days);
    }
    Database.write(
        connection,
        """
        insert into month_domain (domain_id, month, messages, pass)
        select m.domain_id, m.month, array_agg(coalesce(d.messages, 0) order by n),
          array_agg(coalesce(d.pass, 0) order by n)
        from (
          select distinct ?::bigint as domain_id, month_of(day) as month from day_domain
          where domain_id = ? and month_of(day) = any(array(select month_of(d) from unnest(?) d))) m
        cross join generate_series(0, 30) n
        left join day_domain d on d.domain_id = m.domain_id and d.day = m.month + n
        where month_of(m.month + n) = m.month
        group by 1, 2\
        """,
        domainId,
        domainId,
        days);
    Database.write(
        connection,
        """
        insert into month_selector (domain_id, month, signer, selector, messages, pass, first_day,
          last_day, last_pass_day)
        select domain_id, month_of(day), signer, selector, sum(messages), sum(pass), min(day),
          max(day), max(day) filter (where pass > 0)
        from day_selector
        where domain_id = ? and day >= (select min(month_of(d)) from unnest(?) d)
          and month_of(day) = any(array(select month_of(d) from unnest(?) d))
        group by 1, 2, 3, 4\
        """,
        domainId,
        days,
        days);
    Database.write(
        connection,
        """
        insert into month_author (domain_id, month, header_from, messages, pass, last_day)
        select domain_id, month_of(day), header_from, sum(messages), sum(pass), max(day)
        from day_author
        where domain_id = ? and day >= (select min(month_of(d)) from unnest(?) d)
          and month_of(day) = any(array(select month_of(d) from unnest(?) d))
        group by 1, 2, 3\
        """,
        domainId,
        days,
        days);
  }
}
