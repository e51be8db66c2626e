package dev.plumbline.store.intake;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.failure.FailureDetail;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes failure reports by statements whose number does not grow with them. Each is counted once,
 * at its incident and day; of a day's reports of one incident only so many keep their content.
 */
final class FailureRows {

  private static final String COPY =
      """
      copy failure_report (domain_id, id, digest, incident_id, day, arrived_at, intake_id, member,
        detail)
      from stdin""";

  /** RFC 6591 was written in 2012; what claims to be older, or from the future, is not believed. */
  private static final Instant FIRST = Instant.parse("2010-01-01T00:00:00Z");

  private static final int DIGEST_BYTES = 16;

  private final IntakeTransaction transaction;
  private final Connection connection;

  private final Map<String, Long> domains = new HashMap<>();
  private final Set<String> known = new HashSet<>();
  private final Map<String, Incident> incidents = new HashMap<>();

  FailureRows(IntakeTransaction transaction) {
    this.transaction = transaction;
    this.connection = transaction.connection();
  }

  /** A report to be written, and where it comes from. */
  record Entry(FailureReport report, String member, long intakeId, Instant receivedAt) {

    /** When the message came, as far as anybody says so. */
    Instant arrivedAt() {
      Instant said = report.arrivalDate() != null ? report.arrivalDate() : report.sentAt();
      boolean believed =
          said != null && said.isAfter(FIRST) && said.isBefore(receivedAt.plusSeconds(86_400));
      return believed ? Objects.requireNonNull(said) : receivedAt;
    }

    LocalDate day() {
      return LocalDate.ofInstant(arrivedAt(), ZoneOffset.UTC);
    }

    /** The same for the same report, whichever way it came. */
    byte[] digest() {
      FailureReport.Original original = report.original();
      String facts =
          Arrays.asList(
                  report.reporter(),
                  report.reportMessageId(),
                  report.sentAt(),
                  report.feedbackType(),
                  report.authFailure(),
                  report.sourceIp(),
                  report.reportedDomains(),
                  report.arrivalDate(),
                  report.originalMailFrom(),
                  report.originalRcptTo(),
                  original.messageId(),
                  original.from(),
                  original.subject(),
                  original.date())
              .toString();
      MessageDigest digest = SqlText.sha256();
      return Arrays.copyOf(digest.digest(facts.getBytes(StandardCharsets.UTF_8)), DIGEST_BYTES);
    }
  }

  /** An incident while reports are added to it. */
  private static final class Incident {
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

    Day day(LocalDate day) {
      return days.computeIfAbsent(day, unused -> new Day());
    }
  }

  private static final class Day {
    private long keptBefore;
    private long reports;
    private long kept;
  }

  private record Placed(
      Entry entry, FailureCause cause, String digest, Incident incident, boolean isNew) {}

  /** To be called once; the results are in the order of the entries. */
  List<DocumentResult> write(List<Entry> entries) throws SQLException {
    if (entries.isEmpty()) {
      return List.of();
    }
    List<FailureCause> causes = new ArrayList<>();
    for (Entry entry : entries) {
      causes.add(cause(entry));
    }
    findDomains(causes);
    lock();
    findKnown(entries, causes);
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      placed.add(place(entries.get(i), causes.get(i)));
    }
    findIncidents();
    findDays(entries.stream().map(Entry::day).distinct().toList());
    writeReports(placed);
    writeIncidents();
    writeDays();
    return placed.stream().map(FailureRows::result).toList();
  }

  private static FailureCause cause(Entry entry) {
    try {
      return FailureCause.of(entry.report());
    } catch (InvalidReportException e) {
      throw new IllegalStateException("A draft without a domain", e);
    }
  }

  /** The nearest domain that is monitored, or the reported one as a new one. */
  private void findDomains(List<FailureCause> causes) throws SQLException {
    Set<String> wanted = new TreeSet<>();
    causes.forEach(cause -> wanted.addAll(cause.candidates()));
    Map<String, Long> there = new HashMap<>();
    Database.list(
            connection,
            "select name, id from domain where name = any(?)",
            row -> Map.entry(row.getString("name"), row.getLong("id")),
            (Object) wanted.toArray(String[]::new))
        .forEach(one -> there.put(one.getKey(), one.getValue()));
    Set<String> missing = new TreeSet<>();
    for (FailureCause cause : causes) {
      String nearest =
          cause.candidates().stream().filter(there::containsKey).findFirst().orElse(null);
      if (nearest == null) {
        missing.add(cause.domain());
      } else {
        domains.put(cause.domain(), Objects.requireNonNull(there.get(nearest)));
      }
    }
    domains.putAll(transaction.domains(missing));
  }

  /** Two writers of one domain go one by one: both may count the same incident. */
  private void lock() throws SQLException {
    for (Long id : new TreeSet<>(domains.values())) {
      lock(connection, id);
    }
  }

  private static void lock(Connection connection, long domainId) throws SQLException {
    Database.list(
        connection,
        "select pg_advisory_xact_lock(hashtextextended('failure ' || ?, 0))::text",
        row -> "",
        Long.toString(domainId));
  }

  private long domainId(FailureCause cause) {
    return Objects.requireNonNull(domains.get(cause.domain()));
  }

  private static String seen(long domainId, String digest) {
    return domainId + " " + digest;
  }

  private void findKnown(List<Entry> entries, List<FailureCause> causes) throws SQLException {
    Long[] ids = new Long[entries.size()];
    byte[][] digests = new byte[entries.size()][];
    for (int i = 0; i < entries.size(); i++) {
      ids[i] = domainId(causes.get(i));
      digests[i] = entries.get(i).digest();
    }
    Database.list(
            connection,
            """
            select r.domain_id, encode(r.digest, 'hex') as digest
            from unnest(?::bigint[], ?::bytea[]) as w (domain_id, digest)
            join failure_report r on r.domain_id = w.domain_id and r.digest = w.digest""",
            row -> seen(row.getLong("domain_id"), row.getString("digest")),
            connection.createArrayOf("bigint", ids),
            connection.createArrayOf("bytea", digests))
        .forEach(known::add);
  }

  private Placed place(Entry entry, FailureCause cause) {
    long domainId = domainId(cause);
    String digest = HexFormat.of().formatHex(entry.digest());
    Incident incident =
        incidents.computeIfAbsent(
            domainId + " " + cause.key(), unused -> new Incident(domainId, cause));
    boolean isNew = known.add(seen(domainId, digest));
    return new Placed(entry, cause, digest, incident, isNew);
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

  private void writeReports(List<Placed> placed) throws SQLException {
    List<Placed> fresh = placed.stream().filter(Placed::isNew).toList();
    List<Long> ids = transaction.nextOf("failure_report_id", fresh.size());
    CopyText lines = new CopyText();
    for (int i = 0; i < fresh.size(); i++) {
      Placed one = fresh.get(i);
      Entry entry = one.entry();
      Incident incident = one.incident();
      Day day = incident.day(entry.day());
      boolean keep = day.keptBefore + day.kept < transaction.failuresKept();
      day.reports++;
      incident.reports++;
      if (keep) {
        day.kept++;
        incident.kept++;
      }
      incident.first = earlier(incident.first, entry.arrivedAt());
      incident.last = later(incident.last, entry.arrivedAt());
      lines
          .add(incident.domainId)
          .add(ids.get(i).longValue())
          .add(HexFormat.of().parseHex(one.digest()));
      lines.add(incident.id).add(entry.day()).add(entry.arrivedAt()).add(entry.intakeId());
      lines.add(entry.member());
      lines.add(keep ? FailureDetail.of(entry.report()).toJson() : null);
      lines.endLine();
    }
    lines.send(connection, COPY);
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

  private static DocumentResult result(Placed placed) {
    FailureCause cause = placed.cause();
    return DocumentResult.of(
        placed.entry().member(),
        DocumentKind.FAILURE,
        placed.isNew() ? DocumentOutcome.STORED : DocumentOutcome.DUPLICATE,
        placed.isNew() ? told(placed) : "This failure report is stored already.",
        new ReportRef(placed.incident().domainId, placed.incident().id),
        cause.domain());
  }

  /** Names of hosts and words only: it stands in logs and on pages. */
  private static String told(Placed placed) {
    FailureCause cause = placed.cause();
    String reporter = placed.entry().report().reporter();
    boolean failure = cause.feedbackType().equals(FailureReport.AUTH_FAILURE);
    String what = failure ? "Failure report" : "Complaint (" + cause.feedbackType() + ")";
    return what
        + (reporter.matches("[a-z0-9._-]{1,253}") ? " of " + reporter : "")
        + " about "
        + cause.domain()
        + (cause.sourceIp() == null ? "" : ": a message from " + cause.sourceIp())
        + (cause.failures().isEmpty() ? "" : ", failed " + String.join(", ", cause.failures()))
        + ".";
  }

  /** Takes the failure reports of an entry in the intake log away, from what was counted too. */
  static void remove(Connection connection, long intakeId) throws SQLException {
    remove(connection, List.of(intakeId));
  }

  /** As {@link #remove(Connection, long)}, of several entries. */
  static void remove(Connection connection, Collection<Long> intakeIds) throws SQLException {
    Object ids = connection.createArrayOf("bigint", intakeIds.toArray());
    List<Long> concerned =
        Database.list(
            connection,
            "select distinct domain_id from failure_report where intake_id = any (?) order by 1",
            row -> row.getLong(1),
            ids);
    for (long domainId : concerned) {
      lock(connection, domainId);
    }
    Database.write(
        connection,
        """
        with gone as (delete from failure_report where intake_id = any (?) returning *),
        counted as (
          select domain_id, incident_id, day, count(*) as reports, count(detail) as kept
          from gone group by 1, 2, 3),
        days as (
          update failure_day d set reports = d.reports - c.reports, kept = d.kept - c.kept
          from counted c
          where d.domain_id = c.domain_id and d.incident_id = c.incident_id and d.day = c.day)
        update failure_incident i set reports = i.reports - c.reports, kept = i.kept - c.kept
        from (select domain_id, incident_id, sum(reports) as reports, sum(kept) as kept
          from counted group by 1, 2) c
        where i.domain_id = c.domain_id and i.id = c.incident_id""",
        ids);
    for (long domainId : concerned) {
      for (String table : List.of("failure_day", "failure_incident")) {
        Database.write(
            connection, "delete from " + table + " where domain_id = ? and reports = 0", domainId);
      }
    }
  }
}
