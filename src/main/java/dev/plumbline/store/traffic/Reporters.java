package dev.plumbline.store.traffic;

import dev.plumbline.report.ReporterName;
import dev.plumbline.store.Database;
import dev.plumbline.store.Scope;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.AuditLog.Deed;
import dev.plumbline.store.people.Who;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The reporters, what speaks for them, and who of them is left out. Reports of one that is left out
 * are kept, and taken in, but no figure counts them until it is counted again.
 */
@ApplicationScoped
public class Reporters {

  /**
   * In a part of its own, so that Citus finds it before it looks who is left out. Domains are
   * counted by the row that leads those of each: counting pairs of a domain and a reporter took as
   * long as everything else. Only of what is not folded yet they are looked for.
   */
  private static final String SELECT =
      """
      with e as not materialized (
        select * from every_reporter_use
        where (?::text[] is null
          or domain_id in (select id from domain where in_scope(name, ?::text[])))
          and (?::bigint[] is null or reporter_id = any(?::bigint[]))
      ), u as materialized (
        select reporter_id, email, submitter, submitter_check, sum(reports) as reports,
          sum(messages) as messages, min(first_day) as first_day, max(last_day) as last_day,
          count(*) filter (where leads) as domains
        from e group by 1, 2, 3, 4
      ), n as materialized (
        select reporter_id, count(*) as domains from (
          select reporter_id, domain_id from open_reporter_use n
          where (?::text[] is null
            or domain_id in (select id from domain where in_scope(name, ?::text[])))
            and (exists (select 1 from open_day o where o.domain_id = n.domain_id)
              or not exists (select 1 from reporter_use k
                where k.domain_id = n.domain_id and k.reporter_id = n.reporter_id))
          group by 1, 2) pairs
        group by 1
      ), r as (
        select reporter_id, sum(reports) as reports, sum(messages) as messages,
          sum(domains) as domains, min(first_day) as first_day, max(last_day) as last_day,
          array_agg(distinct email) filter (where email <> '') as emails,
          array_agg(distinct submitter) filter (where submitter is not null) as submitters,
          coalesce(sum(reports) filter (where submitter is not null), 0) as mails,
          coalesce(sum(reports) filter (where submitter_check = 'pass'), 0) as proven,
          coalesce(sum(reports) filter (where submitter_check = 'fail'), 0) as disproven
        from u group by reporter_id
      )
      select p.id, p.name, r.reports, r.messages, r.domains + coalesce(n.domains, 0) as domains,
        r.first_day, r.last_day, r.emails, r.submitters, r.proven, r.disproven, r.mails, x.reason,
        x.excluded_by, x.excluded_at
      from reporter p
      join r on r.reporter_id = p.id
      left join n on n.reporter_id = p.id
      left join reporter_exclusion x on x.reporter_id = p.id and x.ended_at is null
      """;

  private final Database sql;

  public Reporters(Database sql) {
    this.sql = sql;
  }

  /**
   * A reporter.
   *
   * @param reports how many of its reports are stored
   * @param emails the addresses it names in them
   * @param submitters the domains of From: of the mails they came in
   * @param mails how many of its reports came by mail
   * @param proven of them, those whose author domain a trusted server found proven
   * @param disproven of them, those where it looked and found no proof
   * @param exclusion that it is left out, null if it counts
   */
  public record Reporter(
      long id,
      String name,
      long reports,
      long messages,
      int domains,
      LocalDate firstDay,
      LocalDate lastDay,
      List<String> emails,
      List<String> submitters,
      long mails,
      long proven,
      long disproven,
      @Nullable Exclusion exclusion) {

    public Reporter {
      emails = List.copyOf(emails);
      submitters = List.copyOf(submitters);
    }
  }

  /** That a reporter is left out of all figures. */
  public record Exclusion(String reason, String by, Instant at) {}

  /** A name, and the addresses in its reports: enough to tell who it is. */
  private record Named(long id, String name, List<String> emails, long reports) {}

  /**
   * Some of all that reported about domains that may be seen, those with most reports first; who
   * spells its name in several ways is one, its spellings with most reports first.
   *
   * @param search part of a name or of an address in its reports; empty for all
   * @param page counted from 0
   */
  public Page<List<Reporter>> page(Scope scope, String search, int page, int size) {
    if (search.isBlank()) {
      // Then nobody is to be looked for first.
      List<List<Reporter>> all = spelled(scope);
      return new Page<>(part(all, page, size), page, size, all.size(), false);
    }
    List<List<Named>> all =
        Spellings.together(named(scope, search), Named::name, Named::emails, Named::reports);
    return new Page<>(whole(scope, part(all, page, size)), page, size, all.size(), false);
  }

  private List<List<Reporter>> spelled(Scope scope) {
    return Spellings.together(all(scope), Reporter::name, Reporter::emails, Reporter::reports);
  }

  private static <T> List<T> part(List<T> all, int page, int size) {
    int from = (int) Math.min((long) page * size, all.size());
    return all.subList(from, Math.min(from + size, all.size()));
  }

  /**
   * One reporter with all its spellings, those with most reports first; empty if it reported about
   * no domain that may be seen.
   */
  public List<Reporter> spellings(Scope scope, long id) {
    return spelled(scope).stream()
        .filter(names -> names.stream().anyMatch(one -> one.id() == id))
        .flatMap(List::stream)
        .toList();
  }

  /** What there is to know of those that are named, in the same order. */
  private List<List<Reporter>> whole(Scope scope, List<List<Named>> named) {
    Long[] wanted = named.stream().flatMap(List::stream).map(Named::id).toArray(Long[]::new);
    Map<Long, Reporter> byId = new HashMap<>();
    read("", scope, wanted).forEach(one -> byId.put(one.id(), one));
    return named.stream()
        .map(
            names ->
                names.stream()
                    .flatMap(one -> Optional.ofNullable(byId.get(one.id())).stream())
                    .toList())
        .filter(names -> !names.isEmpty())
        .toList();
  }

  private List<Named> named(Scope scope, String search) {
    String like = SqlText.anywhere(search);
    return sql.list(
        """
        select p.id, p.name, u.emails, u.reports from (
          select reporter_id, sum(reports) as reports,
            array_agg(email order by email) filter (where email <> '') as emails
          from (
            select reporter_id, email, sum(reports) as reports from every_reporter_use
            where ?::text[] is null
              or domain_id in (select id from domain where in_scope(name, ?::text[]))
            group by 1, 2) e
          group by reporter_id) u
        join reporter p on p.id = u.reporter_id
        where p.name ilike ? or array_to_string(u.emails, ' ') ilike ? or (p.name = '' and ?)
        order by u.reports desc, p.name\
        """,
        row ->
            new Named(
                row.getLong("id"),
                row.getString("name"),
                Database.texts(row, "emails"),
                row.getLong("reports")),
        scope.parameter(),
        scope.parameter(),
        like,
        like,
        ReporterName.findsUnnamed(search));
  }

  /** What was told of one domain. */
  public record AboutDomain(
      String domain, long reports, long messages, LocalDate firstDay, LocalDate lastDay) {}

  /** The domains that some reporters told of, those with most reports first. */
  public List<AboutDomain> domains(Scope scope, Collection<Long> ids, int most) {
    return sql.list(
        """
        select d.name, u.reports, u.messages, u.first_day, u.last_day from (
          select domain_id, sum(reports) as reports, sum(messages) as messages,
            min(first_day) as first_day, max(last_day) as last_day
          from every_reporter_use where reporter_id = any(?::bigint[]) group by domain_id) u
        join domain d on d.id = u.domain_id
        where ?::text[] is null or in_scope(d.name, ?::text[])
        order by u.reports desc, d.name limit ?\
        """,
        row ->
            new AboutDomain(
                row.getString("name"),
                row.getLong("reports"),
                row.getLong("messages"),
                row.getObject("first_day", LocalDate.class),
                row.getObject("last_day", LocalDate.class)),
        ids.toArray(Long[]::new),
        scope.parameter(),
        scope.parameter(),
        most);
  }

  /** How many reporters are left out. */
  public long leftOut(Scope scope) {
    return sql.first(
            """
            select count(*) from reporter_exclusion x
            where x.ended_at is null and (?::text[] is null or x.reporter_id in (
              select u.reporter_id from every_reporter_use u join domain d on d.id = u.domain_id
              where in_scope(d.name, ?::text[])))\
            """,
            row -> row.getLong(1),
            scope.parameter(),
            scope.parameter())
        .orElse(0L);
  }

  /** All reporters, by the number of their reports. */
  public List<Reporter> all() {
    return all(Scope.EVERYTHING);
  }

  /**
   * All that reported about domains that may be seen; what they reported about others is not said.
   */
  public List<Reporter> all(Scope scope) {
    return read("order by r.reports desc, p.name", scope, null);
  }

  /** The reporter of a name, in whatever case. */
  public Optional<Reporter> byName(String name) {
    return read("where p.key = ?", Scope.EVERYTHING, null, name.strip().toLowerCase(Locale.ROOT))
        .stream()
        .findFirst();
  }

  /** One reporter. */
  public Optional<Reporter> byId(long id) {
    return byId(Scope.EVERYTHING, id);
  }

  /** As {@link #byId(long)}; empty, too, if it reported about no domain that may be seen. */
  public Optional<Reporter> byId(Scope scope, long id) {
    return read("where p.id = ?", scope, new Long[] {id}, id).stream().findFirst();
  }

  /**
   * Those that reported about domains that may be seen.
   *
   * @param rest of the query
   * @param among these reporters; all if null
   * @param more parameters
   */
  private List<Reporter> read(String rest, Scope scope, Long @Nullable [] among, Object... more) {
    Stream<@Nullable Object> first =
        Stream.of(
            scope.parameter(),
            scope.parameter(),
            among,
            among,
            scope.parameter(),
            scope.parameter());
    return sql.list(
        SELECT + rest, Reporters::reporter, Stream.concat(first, Stream.of(more)).toArray());
  }

  private static Reporter reporter(ResultSet row) throws SQLException {
    String reason = row.getString("reason");
    return new Reporter(
        row.getLong("id"),
        row.getString("name"),
        row.getLong("reports"),
        row.getLong("messages"),
        row.getInt("domains"),
        row.getObject("first_day", LocalDate.class),
        row.getObject("last_day", LocalDate.class),
        Database.texts(row, "emails"),
        Database.texts(row, "submitters"),
        row.getLong("mails"),
        row.getLong("proven"),
        row.getLong("disproven"),
        reason == null
            ? null
            : new Exclusion(
                reason,
                row.getString("excluded_by"),
                Database.requiredInstant(row, "excluded_at")));
  }

  /** Leaves a reporter out of all figures; one that is out already stays out as it is. */
  public void exclude(long id, String reason, String by, Instant at) {
    sql.doInTransaction(connection -> exclude(connection, id, reason, by, at));
  }

  private static void exclude(Connection connection, long id, String reason, String by, Instant at)
      throws SQLException {
    Database.write(
        connection,
        """
        insert into reporter_exclusion (reporter_id, reason, excluded_by, excluded_at)
        values (?, ?, ?, ?)
        on conflict (reporter_id) where ended_at is null do nothing\
        """,
        id,
        SqlText.clean(reason),
        SqlText.clean(by),
        Timestamp.from(at));
    wantJudged(connection, id);
  }

  /** As {@link #exclude(long, String, String, Instant)}, and writes down who did it. */
  public void exclude(Who who, Reporter reporter, String reason, Instant at) {
    sql.doInTransaction(
        connection -> {
          exclude(connection, reporter.id(), reason, who.name(), at);
          AuditLog.add(
              connection,
              who,
              at,
              new Deed("reporter-exclude", reporter.name(), null, null, Map.of("reason", reason)));
        });
  }

  /** As {@link #include(long, String, Instant)}, and writes down who did it. */
  public void include(Who who, Reporter reporter, Instant at) {
    Exclusion before = reporter.exclusion();
    sql.doInTransaction(
        connection -> {
          include(connection, reporter.id(), who.name(), at);
          AuditLog.add(
              connection,
              who,
              at,
              new Deed(
                  "reporter-include",
                  reporter.name(),
                  null,
                  before == null ? null : Map.of("reason", before.reason()),
                  null));
        });
  }

  /** Counts a reporter again. */
  public void include(long id, String by, Instant at) {
    sql.doInTransaction(connection -> include(connection, id, by, at));
  }

  private static void include(Connection connection, long id, String by, Instant at)
      throws SQLException {
    Database.write(
        connection,
        """
        update reporter_exclusion set ended_at = ?, ended_by = ?
        where reporter_id = ? and ended_at is null\
        """,
        Timestamp.from(at),
        SqlText.clean(by),
        id);
    wantJudged(connection, id);
  }

  /** All domains it reported about are judged without it, or with it, soon. */
  private static void wantJudged(Connection connection, long id) throws SQLException {
    Database.write(
        connection,
        """
        insert into judging (domain_id, cause, again, detail)
        select r.domain_id, 'reporter', true, p.name
        from (select distinct domain_id, reporter_id from report where reporter_id = ?) r
        join reporter p on p.id = r.reporter_id\
        """,
        id);
  }
}
