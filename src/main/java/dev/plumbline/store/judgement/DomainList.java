package dev.plumbline.store.judgement;

import dev.plumbline.standing.Standing;
import dev.plumbline.store.Database;
import dev.plumbline.store.Scope;
import dev.plumbline.store.traffic.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads all monitored domains as a list, those that need somebody first; nothing is judged here.
 */
@ApplicationScoped
public class DomainList {

  /** What costs mail now comes first, what is at rest last; among equals, the larger domain. */
  static final String MOST_PRESSING_FIRST =
      """
      order by case
          when s.domain_id is null then 4
          when s.losing_messages > 0 then 0
          when s.to_fix > 0 then 1
          when s.to_decide > 0 then 2
          when s.silent_since is not null then 6
          when s.next_step ->> 'kind' = 'PUBLISH_POLICY' then 3
          else 5
        end,
        case when s.losing_messages > 0 then s.losing_messages else s.own_failing end
          desc nulls last,
        s.messages desc nulls last, d.name
      """;

  private final Database database;

  DomainList(Database database) {
    this.database = database;
  }

  /**
   * A domain in the list.
   *
   * @param judged whether it was judged yet; nothing but id and name is known before
   * @param losing messages of its own that receivers refused of late
   * @param policy in force, null if there is none or that is not known
   * @param senders how many senders have each standing
   * @param nextStep what there is to do next, null before it was judged
   * @param lastReportDay the newest UTC day with a report, null if there is none
   * @param silentSince {@code lastReportDay}, if nobody reports about it any more
   */
  public record Line(
      long domainId,
      String domain,
      boolean judged,
      int toFix,
      int toDecide,
      int toWait,
      long losing,
      @Nullable String policy,
      Map<Standing, Integer> senders,
      @Nullable NextStep nextStep,
      @Nullable LocalDate lastReportDay,
      @Nullable LocalDate silentSince) {

    public Line {
      senders = Map.copyOf(senders);
    }
  }

  /**
   * What all domains come to.
   *
   * @param waiting domains with something to fix or to decide
   * @param losing domains that lose mail now
   */
  public record Sums(long domains, long waiting, long losing) {}

  /** The sums over all domains that may be seen. */
  public Sums sums(Scope scope) {
    return database
        .first(
            """
            select count(*) as domains,
              count(*) filter (where s.to_fix > 0 or s.to_decide > 0) as waiting,
              count(*) filter (where s.losing_messages > 0) as losing
            from domain d left join domain_summary s on s.domain_id = d.id
            where in_scope(d.name, ?::text[])\
            """,
            row -> new Sums(row.getLong("domains"), row.getLong("waiting"), row.getLong("losing")),
            (Object) scope.parameter())
        .orElseThrow();
  }

  /**
   * A page of the list of domains that may be seen.
   *
   * @param page its number, from 0
   * @param sums of the same domains
   */
  public Page<Line> page(Scope scope, int page, int size, Sums sums) {
    List<Line> lines =
        database.list(
            """
            select d.id, d.name, s.domain_id is not null as judged, s.to_fix, s.to_decide, s.to_wait,
              s.losing_messages, s.policy, s.senders, s.next_step, s.last_report_day, s.silent_since
            from domain d left join domain_summary s on s.domain_id = d.id
            where in_scope(d.name, ?::text[])
            """
                + MOST_PRESSING_FIRST
                + "limit ? offset ?",
            DomainList::line,
            scope.parameter(),
            size,
            (long) page * size);
    return new Page<>(lines, page, size, sums.domains());
  }

  private static Line line(ResultSet row) throws SQLException {
    boolean judged = row.getBoolean("judged");
    return new Line(
        row.getLong("id"),
        row.getString("name"),
        judged,
        row.getInt("to_fix"),
        row.getInt("to_decide"),
        row.getInt("to_wait"),
        row.getLong("losing_messages"),
        row.getString("policy"),
        judged ? KeptJson.counts(row.getString("senders")) : Map.of(),
        judged ? KeptJson.read(row.getString("next_step"), NextStep.class) : null,
        row.getObject("last_report_day", LocalDate.class),
        row.getObject("silent_since", LocalDate.class));
  }
}
