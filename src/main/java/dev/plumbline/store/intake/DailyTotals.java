package dev.plumbline.store.intake;

import dev.plumbline.store.intake.ReportTotals.Identity;
import dev.plumbline.store.intake.ReportTotals.Profile;
import dev.plumbline.store.traffic.ReportQueries;
import dev.plumbline.store.traffic.SenderDays;
import dev.plumbline.store.traffic.StoredRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Writes the totals that pages read, in the transaction of the rows. */
final class DailyTotals {

  private static final String COPY =
      """
      copy daily_traffic (domain_id, day, report_id, reporter_id, source_ip, profile_id,
        disposition, dkim_pass, spf_pass, override_type, rows, messages)
      from stdin\
      """;

  private static final int FETCH_ROWS = 2_000;

  private DailyTotals() {}

  /**
   * To be called before rows of domains are written: holds a rebuild off until they are totalled.
   */
  static void holdOffRebuild(Connection connection, Collection<Long> domainIds)
      throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement(
            """
            select pg_advisory_xact_lock_shared(hashtextextended('totals', d))
            from (select unnest(?) as d order by 1) sorted\
            """)) {
      lock.setArray(1, connection.createArrayOf("bigint", domainIds.toArray()));
      lock.execute();
    }
  }

  private static void lock(Connection connection, String function, long domainId)
      throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("select " + function + "(hashtextextended('totals', ?))")) {
      lock.setLong(1, domainId);
      lock.execute();
    }
  }

  /** What stands before each group of a report. */
  static String prefix(ReportRef report, LocalDate day, long reporterId) {
    return report.domainId() + "\t" + day + "\t" + report.reportId() + "\t" + reporterId + "\t";
  }

  /** Writes groups, whose profiles must be written, too, before the transaction ends. */
  static void write(Connection connection, CharSequence lines) throws SQLException {
    CopyText.send(connection, COPY, lines);
  }

  /** Writes profiles that are not known yet. */
  static void writeProfiles(Connection connection, long domainId, Collection<Profile> profiles)
      throws SQLException {
    writeProfiles(connection, Map.of(domainId, profiles));
  }

  /**
   * Writes profiles that are not known yet.
   *
   * @param profiles by the id of their domain
   */
  static void writeProfiles(
      Connection connection, Map<Long, ? extends Collection<Profile>> profiles)
      throws SQLException {
    // In one order, so that two writers of the same ones do not wait for each other in a circle.
    Map<ProfileKey, Profile> sorted = new TreeMap<>(ProfileKey.ORDER);
    profiles.forEach(
        (domain, some) ->
            some.forEach(profile -> sorted.put(new ProfileKey(domain, profile.id()), profile)));
    if (sorted.isEmpty()) {
      return;
    }
    List<ProfileKey> owners = new ArrayList<>();
    List<Identity> identities = new ArrayList<>();
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into auth_profile (domain_id, id, header_from)
            select p.* from unnest(?, ?, ?) as p
            on conflict do nothing returning domain_id, id\
            """)) {
      insert.setArray(1, domainIds(connection, sorted.keySet()));
      insert.setArray(2, profileIds(connection, sorted.keySet()));
      insert.setArray(3, texts(connection, sorted.values().stream().map(Profile::headerFrom)));
      try (ResultSet fresh = insert.executeQuery()) {
        while (fresh.next()) {
          ProfileKey key = new ProfileKey(fresh.getLong(1), fresh.getObject(2, UUID.class));
          for (Identity identity : Objects.requireNonNull(sorted.get(key)).identities()) {
            owners.add(key);
            identities.add(identity);
          }
        }
      }
    }
    if (identities.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into auth_identity (domain_id, profile_id, mechanism, identity, qualifier, result)
            select i.* from unnest(?, ?, ?, ?, ?, ?) as i
            on conflict do nothing\
            """)) {
      insert.setArray(1, domainIds(connection, owners));
      insert.setArray(2, profileIds(connection, owners));
      insert.setArray(3, texts(connection, identities.stream().map(Identity::mechanism)));
      insert.setArray(4, texts(connection, identities.stream().map(Identity::identity)));
      insert.setArray(5, texts(connection, identities.stream().map(Identity::qualifier)));
      insert.setArray(6, texts(connection, identities.stream().map(Identity::result)));
      insert.executeUpdate();
    }
  }

  private record ProfileKey(long domainId, UUID id) {
    static final Comparator<ProfileKey> ORDER =
        Comparator.comparingLong(ProfileKey::domainId).thenComparing(ProfileKey::id);
  }

  private static java.sql.Array domainIds(Connection connection, Collection<ProfileKey> keys)
      throws SQLException {
    return connection.createArrayOf("bigint", keys.stream().map(ProfileKey::domainId).toArray());
  }

  private static java.sql.Array profileIds(Connection connection, Collection<ProfileKey> keys)
      throws SQLException {
    return connection.createArrayOf("uuid", keys.stream().map(ProfileKey::id).toArray());
  }

  private static java.sql.Array texts(Connection connection, Stream<String> texts)
      throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }

  /** Forgets the totals of a domain and derives them anew from all its rows. */
  static void rebuild(Connection connection, long domainId) throws SQLException {
    lock(connection, "pg_advisory_xact_lock", domainId);
    for (String table : new String[] {"daily_traffic", "auth_identity", "auth_profile"}) {
      try (PreparedStatement statement =
          connection.prepareStatement("delete from " + table + " where domain_id = ?")) {
        statement.setLong(1, domainId);
        statement.executeUpdate();
      }
    }
    try (PreparedStatement rows =
        connection.prepareStatement(
            ReportQueries.ROW + "where w.domain_id = ? order by w.day, w.report_id, w.row_no")) {
      rows.setFetchSize(FETCH_ROWS);
      rows.setLong(1, domainId);
      Rebuild rebuild = new Rebuild(connection, domainId);
      try (ResultSet row = rows.executeQuery()) {
        while (row.next()) {
          rebuild.add(ReportQueries.storedRow(row), row.getLong("reporter_id"));
        }
      }
      rebuild.flush();
    }
    Unfolded.allDays(connection, domainId);
    SenderDays.rebuildMonths(connection, domainId);
  }

  /** A figure, as what it is derived from gives it and as it is kept. */
  private record Comparison(String derived, String kept) {}

  private static final List<Comparison> COMPARISONS =
      List.of(
          new Comparison(
              """
              select day, report_id, source_ip, dkim_pass, spf_pass, count(*)::numeric,
                sum(messages)
              from report_row where domain_id = ? group by 1, 2, 3, 4, 5\
              """,
              """
              select day, report_id, source_ip, dkim_pass, spf_pass, sum(rows), sum(messages)
              from daily_traffic where domain_id = ? group by 1, 2, 3, 4, 5\
              """),
          new Comparison(
              """
              select day, source_ip, usual_disposition(disposition), dkim_pass, spf_pass, sum(rows),
                sum(messages)
              from counted_traffic where domain_id = ? group by 1, 2, 3, 4, 5\
              """,
              """
              select day, source_ip, disposition, dkim_pass, spf_pass, sum(rows), sum(messages)
              from counted_day_source where domain_id = ? group by 1, 2, 3, 4, 5
              having sum(rows) <> 0\
              """),
          new Comparison(
              """
              select reporter_id, day, count(distinct id)::numeric, coalesce(sum(messages), 0),
                coalesce(sum(messages) filter (where dkim_pass or spf_pass), 0),
                coalesce(sum(messages) filter (where dkim_pass), 0),
                coalesce(sum(messages) filter (where spf_pass), 0),
                coalesce(sum(messages) filter (where disposition = 'quarantine'), 0),
                coalesce(sum(messages) filter (where disposition = 'reject'), 0)
              from (select r.reporter_id, r.day, r.id, t.messages, t.dkim_pass, t.spf_pass,
                  t.disposition
                from counted_report r left join daily_traffic t on t.domain_id = r.domain_id
                  and t.day = r.day and t.report_id = r.id
                where r.domain_id = ?) together
              group by 1, 2\
              """,
              """
              select reporter_id, day, sum(reports), sum(messages), sum(pass), sum(dkim), sum(spf),
                sum(quarantined), sum(rejected)
              from counted_day_reporter where domain_id = ? group by 1, 2\
              """),
          new Comparison(
              """
              select day, sum(reports), sum(messages), sum(pass), sum(dkim), sum(spf),
                sum(quarantined), sum(rejected)
              from counted_day_reporter where domain_id = ? group by 1\
              """,
              """
              select day, sum(reports), sum(messages), sum(pass), sum(dkim), sum(spf),
                sum(quarantined), sum(rejected)
              from counted_day where domain_id = ? group by 1 having sum(reports) <> 0\
              """),
          new Comparison(
              """
              select reporter_id, left(lower(email), 320), left(submitter, 320), submitter_check,
                count(*)::numeric, sum(message_count), min(day), max(day)
              from report where domain_id = ? group by 1, 2, 3, 4\
              """,
              """
              select reporter_id, email, submitter, submitter_check, sum(reports), sum(messages),
                min(first_day), max(last_day)
              from every_reporter_use where domain_id = ? group by 1, 2, 3, 4\
              """),
          new Comparison(
              """
              select reporter_id, 1::bigint from reporter_use where domain_id = ? group by 1\
              """,
              """
              select reporter_id, count(*) filter (where leads) from reporter_use
              where domain_id = ? group by 1\
              """),
          new Comparison(
              """
              select reporter_id, profile_id, sum(messages), min(day), max(day)
              from daily_traffic where domain_id = ? group by 1, 2\
              """,
              """
              select reporter_id, profile_id, sum(messages), min(first_day), max(last_day)
              from every_profile_use where domain_id = ? group by 1, 2\
              """),
          new Comparison(
              """
              select reporter_id, day, left(policy_p, 40), policy_pct, min(begin_at), max(end_at),
                count(*)::numeric, sum(message_count)
              from report where domain_id = ? group by 1, 2, 3, 4\
              """,
              """
              select reporter_id, day, p, pct, min(begin_at), max(end_at), sum(reports),
                sum(messages)
              from every_policy_day where domain_id = ? group by 1, 2, 3, 4\
              """),
          new Comparison(
              """
              select t.reporter_id, t.day, p.header_from, sum(t.messages),
                coalesce(sum(t.messages) filter (where t.dkim_pass or t.spf_pass), 0)
              from daily_traffic t
              join auth_profile p on p.domain_id = t.domain_id and p.id = t.profile_id
              where t.domain_id = ? group by 1, 2, 3\
              """,
              """
              select reporter_id, day, header_from, sum(messages), sum(pass)
              from every_day_author where domain_id = ? group by 1, 2, 3\
              """),
          new Comparison(
              """
              select t.reporter_id, t.day, s.signer, s.selector, sum(t.messages),
                coalesce(sum(t.messages) filter (where s.pass), 0)
              from daily_traffic t
              cross join lateral (
                -- Of several signatures with one selector, one that verified is enough.
                select identity as signer, qualifier as selector, bool_or(result = 'pass') as pass
                from auth_identity
                where domain_id = t.domain_id and profile_id = t.profile_id
                  and mechanism = 'dkim' and identity <> '' and qualifier <> ''
                group by 1, 2) s
              where t.domain_id = ? group by 1, 2, 3, 4\
              """,
              """
              select reporter_id, day, signer, selector, sum(messages), sum(pass)
              from every_day_selector where domain_id = ? group by 1, 2, 3, 4\
              """),
          new Comparison(
              """
              select day, messages, pass from day_domain
              where domain_id = ? and (messages <> 0 or pass <> 0)\
              """,
              """
              select month + place::integer - 1, m, p from month_domain
              cross join lateral unnest(messages, pass) with ordinality as days (m, p, place)
              where domain_id = ? and (m <> 0 or p <> 0)\
              """),
          new Comparison(
              """
              select header_from, month_of(day), sum(messages), sum(pass), max(day)
              from day_author where domain_id = ? group by 1, 2\
              """,
              """
              select header_from, month, messages, pass, last_day from month_author
              where domain_id = ?\
              """),
          new Comparison(
              """
              select signer, selector, month_of(day), sum(messages), sum(pass), min(day), max(day),
                max(day) filter (where pass > 0)
              from day_selector where domain_id = ? group by 1, 2, 3\
              """,
              """
              select signer, selector, month, messages, pass, first_day, last_day, last_pass_day
              from month_selector
              where domain_id = ?\
              """),
          new Comparison(
              """
              select sender_key, month_of(day), sum(messages), sum(pass), sum(dkim), sum(spf),
                sum(quarantined), sum(rejected)
              from sender_day where domain_id = ? group by 1, 2\
              """,
              """
              select sender_key, month, messages, pass, dkim, spf, quarantined, rejected
              from sender_month where domain_id = ?\
              """));

  /** How many groups of any grain of the totals differ from the grain they are made of. */
  static long differing(Connection connection, long domainId) throws SQLException {
    lock(connection, "pg_advisory_xact_lock", domainId);
    long differing = 0;
    for (Comparison one : COMPARISONS) {
      differing += differing(connection, domainId, one.derived(), one.kept());
    }
    return differing;
  }

  private static long differing(Connection connection, long domainId, String one, String other)
      throws SQLException {
    String differing =
        "select count(*) from ((%1$s except all %2$s) union all (%2$s except all %1$s)) d";
    try (PreparedStatement compare = connection.prepareStatement(differing.formatted(one, other))) {
      for (int i = 1; i <= 4; i++) {
        compare.setLong(i, domainId);
      }
      try (ResultSet row = compare.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static final class Rebuild {
    private final Connection connection;
    private final long domainId;
    private final ReportTotals totals = new ReportTotals();
    private final StringBuilder lines = new StringBuilder();
    private String prefix = "";

    Rebuild(Connection connection, long domainId) {
      this.connection = connection;
      this.domainId = domainId;
    }

    void add(StoredRow row, long reporterId) throws SQLException {
      String wanted = DailyTotals.prefix(row.report(), row.day(), reporterId);
      if (!wanted.equals(prefix) || totals.isFull()) {
        totals.takeLines(prefix, lines);
        prefix = wanted;
        if (lines.length() > 1 << 20) {
          flush();
        }
      }
      totals.add(row.row());
    }

    void flush() throws SQLException {
      totals.takeLines(prefix, lines);
      writeProfiles(connection, domainId, totals.takeProfiles());
      write(connection, lines);
      lines.setLength(0);
    }
  }
}
