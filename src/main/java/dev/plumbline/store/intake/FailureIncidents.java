package dev.plumbline.store.intake;

import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.store.Database;
import dev.plumbline.store.judgement.JudgingQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The incidents that a transaction adds failure reports to, and how many of each day. */
final class FailureIncidents {

  private final IntakeTransaction transaction;
  private final Connection connection;
  private final Map<String, Incident> incidents = new HashMap<>();

  FailureIncidents(IntakeTransaction transaction) {
    this.transaction = transaction;
    this.connection = transaction.connection();
  }

  /** The incident of a cause; it may be new. */
  Incident of(long domainId, FailureCause cause) {
    return incidents.computeIfAbsent(
        domainId + " " + cause.key(), unused -> new Incident(domainId, cause));
  }

  /** Finds or makes all incidents, and what is kept of some days. */
  void find(List<LocalDate> days) throws SQLException {
    findIncidents();
    findDays(days);
  }

  /** Writes what was counted, and wants the sources judged that it tells of. */
  void write() throws SQLException {
    writeIncidents();
    writeDays();
    Map<Long, Set<String>> sources = new TreeMap<>();
    for (Incident incident : grown()) {
      String source = incident.cause.sourceIp();
      if (source != null && incident.cause.feedbackType().equals(FailureReport.AUTH_FAILURE)) {
        sources.computeIfAbsent(incident.domainId, unused -> new TreeSet<>()).add(source);
      }
    }
    for (var told : sources.entrySet()) {
      JudgingQueue.wantTold(connection, told.getKey(), told.getValue());
    }
  }

  /** An incident while reports are added to it. */
  static final class Incident {
    private final long domainId;
    private final FailureCause cause;
    private long id;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;
    private long reports;
    private long kept;
    private final Map<LocalDate, Day> days = new TreeMap<>();

    Incident(long domainId, FailureCause cause) {
      this.domainId = domainId;
      this.cause = cause;
    }

    long domainId() {
      return domainId;
    }

    long id() {
      return id;
    }

    /** Counts a report; says whether its content is to be kept. */
    boolean count(LocalDate of, Instant arrivedAt, int mostKept) {
      Day day = day(of);
      boolean keep = day.keptBefore + day.kept < mostKept;
      day.reports++;
      reports++;
      if (keep) {
        day.kept++;
        kept++;
      }
      first = earlier(first, arrivedAt);
      last = later(last, arrivedAt);
      return keep;
    }

    private Day day(LocalDate day) {
      return days.computeIfAbsent(day, unused -> new Day());
    }
  }

  private static final class Day {
    private long keptBefore;
    private long reports;
    private long kept;
  }

  private void findIncidents() throws SQLException {
    List<Incident> all = List.copyOf(incidents.values());
    Map<String, Long> ids = new HashMap<>();
    Database.list(
            connection,
            """
            select i.domain_id, i.cause, i.id
            from unnest(?::bigint[], ?::text[]) as w (domain_id, cause)
            join failure_incident i on i.domain_id = w.domain_id and i.cause = w.cause""",
            row ->
                Map.entry(
                    row.getLong("domain_id") + " " + row.getString("cause"), row.getLong("id")),
            connection.createArrayOf("bigint", all.stream().map(one -> one.domainId).toArray()),
            connection.createArrayOf("text", all.stream().map(one -> one.cause.key()).toArray()))
        .forEach(one -> ids.put(one.getKey(), one.getValue()));
    List<Incident> fresh = new ArrayList<>();
    for (Incident incident : all) {
      Long id = ids.get(incident.domainId + " " + incident.cause.key());
      if (id == null) {
        fresh.add(incident);
      } else {
        incident.id = id;
      }
    }
    List<Long> numbers = transaction.nextOf("failure_incident_id", fresh.size());
    for (int i = 0; i < fresh.size(); i++) {
      fresh.get(i).id = numbers.get(i);
    }
  }

  private void findDays(List<LocalDate> days) throws SQLException {
    Map<Long, Incident> byId = new HashMap<>();
    incidents.values().forEach(one -> byId.put(one.id, one));
    Database.list(
        connection,
        """
            select d.incident_id, d.day, d.kept
            from unnest(?::bigint[], ?::bigint[]) as w (domain_id, incident_id)
            join failure_day d on d.domain_id = w.domain_id and d.incident_id = w.incident_id
            where d.day = any (?)""",
        row -> {
          Incident incident = Objects.requireNonNull(byId.get(row.getLong("incident_id")));
          incident.day(row.getObject("day", LocalDate.class)).keptBefore = row.getLong("kept");
          return incident;
        },
        connection.createArrayOf(
            "bigint", byId.values().stream().map(one -> one.domainId).toArray()),
        connection.createArrayOf("bigint", byId.values().stream().map(one -> one.id).toArray()),
        connection.createArrayOf("date", days.toArray()));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private Collection<Incident> grown() {
    return incidents.values().stream().filter(one -> one.reports > 0).toList();
  }

  private void writeIncidents() throws SQLException {
    Database.writeAll(
        connection,
        """
        insert into failure_incident as i (domain_id, id, cause, feedback_type, failures, source_ip,
          from_domain, mail_from_domain, dkim_domain, dkim_selector, identity_alignment, first_at,
          last_at, reports, kept)
        values (?, ?, ?, ?, ?, ?::inet, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (domain_id, id) do update set
          first_at = least(i.first_at, excluded.first_at),
          last_at = greatest(i.last_at, excluded.last_at),
          reports = i.reports + excluded.reports, kept = i.kept + excluded.kept""",
        grown(),
        (statement, incident) -> {
          FailureCause cause = incident.cause;
          List<@Nullable Object> values =
              Arrays.asList(
                  incident.domainId,
                  incident.id,
                  cause.key(),
                  cause.feedbackType(),
                  connection.createArrayOf("text", cause.failures().toArray()),
                  cause.sourceIp(),
                  cause.fromDomain(),
                  cause.mailFromDomain(),
                  cause.dkimDomain(),
                  cause.dkimSelector(),
                  cause.identityAlignment(),
                  incident.first.atOffset(ZoneOffset.UTC),
                  incident.last.atOffset(ZoneOffset.UTC),
                  incident.reports,
                  incident.kept);
          for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
          }
        });
  }

  /** What is added to one day of an incident. */
  private record Added(Incident incident, LocalDate day, long reports, long kept) {}

  private void writeDays() throws SQLException {
    List<Added> added = new ArrayList<>();
    for (Incident incident : grown()) {
      incident.days.forEach(
          (day, one) -> {
            if (one.reports > 0) {
              added.add(new Added(incident, day, one.reports, one.kept));
            }
          });
    }
    Database.writeAll(
        connection,
        """
        insert into failure_day as d (domain_id, incident_id, day, reports, kept)
        values (?, ?, ?, ?, ?)
        on conflict (domain_id, incident_id, day) do update set
          reports = d.reports + excluded.reports, kept = d.kept + excluded.kept""",
        added,
        (statement, one) -> {
          statement.setLong(1, one.incident().domainId);
          statement.setLong(2, one.incident().id);
          statement.setObject(3, one.day());
          statement.setLong(4, one.reports());
          statement.setLong(5, one.kept());
        });
  }
}
