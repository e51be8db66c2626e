package dev.plumbline.store.traffic;

import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Tells whether anything changed that the judgement of a domain rests on. */
@ApplicationScoped
public class DomainVersions {

  private final Database sql;

  DomainVersions(Database sql) {
    this.sql = sql;
  }

  /**
   * A text that is another one after every intake, finished re-check, decision, remedy and
   * exclusion of a reporter, by whichever process. It is made of the transactions that wrote the
   * rows ({@code xmin}), so writers need not count anything together and never wait for each other.
   *
   * @return empty if the domain is not monitored
   */
  public Optional<String> of(String domain) {
    return sql.first(
        """
        select d.id || ':' || d.xmin || ':' ||
          (select count(*) || '/' || coalesce(sum(xmin::text::bigint), 0)
            from report where domain_id = d.id) || ':' ||
          (select count(*) || '/' || coalesce(sum(xmin::text::bigint), 0)
            from decision where domain_id = d.id) || ':' ||
          (select count(*) || '/' || coalesce(sum(xmin::text::bigint), 0)
            from remedy where domain_id = d.id) || ':' ||
          (select count(*) || '/' || coalesce(sum(xmin::text::bigint), 0)
            from reporter_exclusion) as version
        from domain d where d.name = ?""",
        row -> row.getString("version"),
        domain);
  }
}
