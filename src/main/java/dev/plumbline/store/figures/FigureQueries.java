package dev.plumbline.store.figures;

import dev.plumbline.standing.Standing;
import dev.plumbline.store.Database;
import dev.plumbline.store.Scope;
import dev.plumbline.store.figures.Figure.Value;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.JudgementQueries;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads figures from what is kept; each is a small table or one number. */
@Singleton
public class FigureQueries {

  private static final String JUDGING_AGE =
      "select coalesce(extract(epoch from clock_timestamp() - min(wanted_at)), 0) from judging";

  private static final String RECHECK_AGE =
      "select coalesce(extract(epoch from clock_timestamp() - min(dns_checked_at)), 0) from domain";

  /** What came back after it was sent is a state of its own here. */
  private static final String BY_STATE =
      """
      select case when bounced_at is null then state else 'bounced' end as label, count(*) as value
      from %s group by 1\
      """;

  private final Database sql;
  private final JudgementQueries judgement;
  private final Clock clock;

  public FigureQueries(Database sql, Clock clock) {
    this.sql = sql;
    this.judgement = new JudgementQueries(sql);
    this.clock = clock;
  }

  /** What concerns the installation as a whole. */
  public List<Figure> running() {
    List<Figure> figures = new ArrayList<>(mailboxes());
    figures.addAll(work());
    figures.addAll(told());
    return figures;
  }

  private List<Figure> mailboxes() {
    return List.of(
        labelled(
            "plumbline_mailbox_waiting_messages",
            "Messages that were left in a mailbox after its last successful poll.",
            "mailbox",
            """
            select name as label, waiting_messages as value from mailbox_state
            where waiting_messages is not null\
            """),
        labelled(
            "plumbline_mailbox_taken_messages",
            "Messages ever taken in from a mailbox.",
            "mailbox",
            "select name as label, taken_messages as value from mailbox_state"),
        labelled(
            "plumbline_mailbox_success_age_seconds",
            "Seconds since a mailbox was last read without an error.",
            "mailbox",
            """
            select name as label, extract(epoch from clock_timestamp() - last_success_at) as value
            from mailbox_state where last_success_at is not null\
            """),
        labelled(
            "plumbline_mailbox_failing",
            "1 if the last try to read a mailbox went wrong, else 0.",
            "mailbox",
            """
            select name as label, (last_error is not null)::int as value from mailbox_state\
            """));
  }

  private List<Figure> work() {
    return List.of(
        new Figure(
            "plumbline_intake_items",
            "Items ever taken in and still in the log, by how they came and what became of them.",
            List.of("channel", "outcome"),
            sql.list(
                """
                select channel, outcome, sum(entries) as value from intake_count
                group by channel, outcome having sum(entries) > 0\
                """,
                row ->
                    new Value(
                        List.of(row.getString("channel"), row.getString("outcome")),
                        row.getDouble("value")))),
        single(
            "plumbline_judging_waiting_domains",
            "Domains that wait to be judged.",
            "select count(distinct domain_id) from judging"),
        single(
            "plumbline_judging_oldest_seconds",
            "Seconds since the first of the things happened that no judgement knows yet.",
            JUDGING_AGE),
        single(
            "plumbline_recheck_oldest_seconds",
            "Seconds since DNS was asked about the domain that was asked about longest ago.",
            RECHECK_AGE),
        labelled(
            "plumbline_replica_seen_age_seconds",
            "Seconds since a server was last heard of.",
            "replica",
            """
            select name as label, extract(epoch from clock_timestamp() - seen_at) as value
            from replica\
            """),
        single("plumbline_domains", "Monitored domains.", "select count(*) from domain"),
        single(
            "plumbline_database_bytes",
            "Size of the database.",
            "select pg_database_size(current_database())"),
        labelled(
            "plumbline_digest_mails",
            "Mails of digests, by what became of them.",
            "state",
            BY_STATE.formatted("digest_mail")));
  }

  private List<Figure> told() {
    return List.of(
        labelled(
            "plumbline_alerts_open",
            "Alerts that last and that nobody takes care of, by kind.",
            "kind",
            """
            select kind as label, count(*) as value from alert
            where ended_at is null and acknowledged_at is null group by kind\
            """),
        labelled(
            "plumbline_alert_posts",
            "Mails and posts of alerts, by what became of them.",
            "state",
            BY_STATE.formatted("alert_post")),
        labelled(
            "plumbline_sink_lines",
            "Lines that a sink took.",
            "sink",
            "select name as label, sum(delivered) as value from sink_position group by name"),
        labelled(
            "plumbline_sink_failing",
            "1 if a sink took nothing when it was last tried, else 0.",
            "sink",
            """
            select name as label, max((problem is not null)::int) as value
            from sink_position group by name\
            """));
  }

  /**
   * How the database is.
   *
   * @param tables whether its tables are those of this program
   */
  public Condition condition(boolean tables) {
    return sql.first(
            """
            select current_setting('server_version') as version,
              current_setting('server_encoding') as encoding,
              current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on'
                and current_setting('synchronous_commit') <> 'off' as durable,
              has_schema_privilege(current_schema(), 'create') as may_create,
              clock_timestamp() as clock,
              exists (select from pg_timezone_names where name = 'Europe/Berlin') as zones,
              (select count(*) from pg_stat_activity where backend_type = 'client backend')
                as connections,
              current_setting('max_connections')::int as most\
            """,
            row ->
                new Condition(
                    row.getString("version"),
                    row.getString("encoding"),
                    row.getBoolean("durable"),
                    row.getBoolean("may_create"),
                    Database.requiredInstant(row, "clock"),
                    row.getBoolean("zones"),
                    row.getInt("connections"),
                    row.getInt("most"),
                    tables ? sql.number(JUDGING_AGE) : 0,
                    tables ? sql.number(RECHECK_AGE) : 0,
                    tables ? failingMailboxes() : Map.of()))
        .orElseThrow();
  }

  private Map<String, String> failingMailboxes() {
    return sql
        .list(
            "select name, last_error from mailbox_state where last_error is not null",
            row -> Map.entry(row.getString("name"), row.getString("last_error")))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private Figure single(String name, String help, String query) {
    double value = sql.first(query, row -> row.getDouble(1)).orElse(0.0);
    return new Figure(name, help, List.of(), List.of(new Value(List.of(), value)));
  }

  private Figure labelled(String name, String help, String label, String query) {
    return new Figure(
        name,
        help,
        List.of(label),
        sql.list(query, row -> new Value(List.of(row.getString("label")), row.getDouble("value"))));
  }

  /**
   * What concerns single domains: those with most messages, and how many there are besides.
   *
   * @param most of how many domains there are figures
   */
  public List<Figure> domains(Scope scope, int most) {
    List<DomainSummary> all =
        judgement.summaries().stream()
            .filter(one -> scope.covers(one.domain()))
            .sorted(
                Comparator.comparingLong(DomainSummary::messages)
                    .reversed()
                    .thenComparing(DomainSummary::domain))
            .toList();
    List<DomainSummary> told = all.subList(0, Math.min(most, all.size()));
    List<Figure> figures = new ArrayList<>();
    figures.add(
        new Figure(
            "plumbline_domains_left_out",
            "Domains without figures of their own: there are more than plumbline.metrics.domains.",
            List.of(),
            List.of(new Value(List.of(), (double) all.size() - told.size()))));
    add(figures, told, "messages", "Messages reported in the window.", DomainSummary::messages);
    add(
        figures,
        told,
        "pass_messages",
        "Of these, those that pass DMARC.",
        DomainSummary::passMessages);
    add(figures, told, "own_messages", "Messages of its own senders.", DomainSummary::ownMessages);
    add(
        figures,
        told,
        "own_failing_messages",
        "Of these, those that fail.",
        DomainSummary::ownFailing);
    add(
        figures,
        told,
        "losing_messages",
        "Of these, those refused of late.",
        DomainSummary::losing);
    add(figures, told, "senders_to_fix", "Senders to be fixed.", one -> (long) one.toFix());
    add(
        figures,
        told,
        "senders_to_decide",
        "Senders to decide about.",
        one -> (long) one.toDecide());
    add(
        figures,
        told,
        "report_age_seconds",
        "Seconds since the newest day with a report was over; -1 if there is none.",
        one -> age(one.lastReportDay()));
    add(
        figures,
        told,
        "judgement_age_seconds",
        "Seconds since its judgement last changed.",
        one -> Duration.between(one.judgedAt(), clock.instant()).toSeconds());
    figures.add(senders(told));
    return figures;
  }

  private long age(@Nullable LocalDate day) {
    if (day == null) {
      return -1;
    }
    Instant over = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    return Math.max(0, Duration.between(over, clock.instant()).toSeconds());
  }

  private static void add(
      List<Figure> figures,
      List<DomainSummary> domains,
      String name,
      String help,
      Function<DomainSummary, Long> value) {
    figures.add(
        new Figure(
            "plumbline_domain_" + name,
            help,
            List.of("domain"),
            domains.stream()
                .map(one -> new Value(List.of(one.domain()), value.apply(one)))
                .toList()));
  }

  private static Figure senders(List<DomainSummary> domains) {
    List<Value> values = new ArrayList<>();
    for (DomainSummary one : domains) {
      for (Standing standing : Standing.values()) {
        int senders = one.senders().getOrDefault(standing, 0);
        if (senders > 0) {
          values.add(
              new Value(List.of(one.domain(), standing.wire().toLowerCase(Locale.ROOT)), senders));
        }
      }
    }
    return new Figure(
        "plumbline_domain_senders",
        "Senders that still write, by standing.",
        List.of("domain", "standing"),
        values);
  }
}
