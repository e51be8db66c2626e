package dev.plumbline.store.intake;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.failure.FailureDetail;
import dev.plumbline.store.intake.FailureIncidents.Incident;
import dev.plumbline.store.judgement.JudgingQueue;
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
      from stdin\
      """;

  /** RFC 6591 was written in 2012; what claims to be older, or from the future, is not believed. */
  private static final Instant FIRST = Instant.parse("2010-01-01T00:00:00Z");

  private static final int DIGEST_BYTES = 16;

  private static final String LOCK = "failure ";

  private final IntakeTransaction transaction;
  private final Connection connection;

  private final Map<String, Long> domains = new HashMap<>();
  private final Set<String> known = new HashSet<>();
  private final FailureIncidents incidents;

  FailureRows(IntakeTransaction transaction) {
    this.transaction = transaction;
    this.connection = transaction.connection();
    this.incidents = new FailureIncidents(transaction);
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

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Placed(
      Entry entry, FailureCause cause, byte[] digest, Incident incident, boolean isNew) {}

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
    // Two writers of one domain may count the same incident.
    IntakeTransaction.lock(connection, LOCK, domains.values());
    List<byte[]> digests = entries.stream().map(Entry::digest).toList();
    findKnown(digests, causes);
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      placed.add(place(entries.get(i), digests.get(i), causes.get(i)));
    }
    incidents.find(entries.stream().map(Entry::day).distinct().toList());
    writeReports(placed);
    incidents.write();
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

  private long domainId(FailureCause cause) {
    return Objects.requireNonNull(domains.get(cause.domain()));
  }

  private static String seen(long domainId, String digest) {
    return domainId + " " + digest;
  }

  private void findKnown(List<byte[]> digests, List<FailureCause> causes) throws SQLException {
    Database.list(
            connection,
            """
            select r.domain_id, encode(r.digest, 'hex') as digest
            from unnest(?::bigint[], ?::bytea[]) as w (domain_id, digest)
            join failure_report r on r.domain_id = w.domain_id and r.digest = w.digest\
            """,
            row -> seen(row.getLong("domain_id"), row.getString("digest")),
            connection.createArrayOf("bigint", causes.stream().map(this::domainId).toArray()),
            connection.createArrayOf("bytea", digests.toArray(byte[][]::new)))
        .forEach(known::add);
  }

  private Placed place(Entry entry, byte[] digest, FailureCause cause) {
    long domainId = domainId(cause);
    boolean isNew = known.add(seen(domainId, HexFormat.of().formatHex(digest)));
    return new Placed(entry, cause, digest, incidents.of(domainId, cause), isNew);
  }

  private void writeReports(List<Placed> placed) throws SQLException {
    List<Placed> fresh = placed.stream().filter(Placed::isNew).toList();
    List<Long> ids = transaction.nextOf("failure_report_id", fresh.size());
    CopyText lines = new CopyText();
    for (int i = 0; i < fresh.size(); i++) {
      Placed one = fresh.get(i);
      Entry entry = one.entry();
      Incident incident = one.incident();
      boolean keep = incident.count(entry.day(), entry.arrivedAt(), transaction.failuresKept());
      lines.add(incident.domainId()).add(ids.get(i).longValue()).add(one.digest());
      lines.add(incident.id()).add(entry.day()).add(entry.arrivedAt()).add(entry.intakeId());
      lines.add(entry.member());
      lines.add(keep ? FailureDetail.of(entry.report()).toJson() : null);
      lines.endLine();
    }
    lines.send(connection, COPY);
  }

  private static DocumentResult result(Placed placed) {
    FailureCause cause = placed.cause();
    return DocumentResult.of(
        placed.entry().member(),
        DocumentKind.FAILURE,
        placed.isNew() ? DocumentOutcome.STORED : DocumentOutcome.DUPLICATE,
        placed.isNew() ? told(placed) : "This failure report is stored already.",
        new ReportRef(placed.incident().domainId(), placed.incident().id()),
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
    List<Long> concerned =
        Database.list(
            connection,
            "select distinct domain_id from failure_report where intake_id = ?",
            row -> row.getLong(1),
            intakeId);
    remove(connection, concerned, "intake_id = ?", intakeId);
  }

  /** A failure report that is too old. */
  private record Old(long domainId, long id, long intakeId) {}

  /**
   * As {@link #remove}, of reports that came before a time; not of what came with them since.
   *
   * @param kept domains whose reports stay
   * @param most reports that are taken away
   * @return the entries they came by; none if nothing is that old any more
   */
  static List<Long> removeOlder(Connection connection, Instant before, List<Long> kept, int most)
      throws SQLException {
    List<Old> old =
        Database.list(
            connection,
            """
            select domain_id, id, intake_id from failure_report
            where arrived_at < ? and domain_id <> all (?) order by arrived_at limit ?\
            """,
            row -> new Old(row.getLong("domain_id"), row.getLong("id"), row.getLong("intake_id")),
            before,
            connection.createArrayOf("bigint", kept.toArray()),
            most);
    remove(
        connection,
        old.stream().map(Old::domainId).toList(),
        "(domain_id, id) in (select * from unnest(?::bigint[], ?::bigint[]))",
        connection.createArrayOf("bigint", old.stream().map(Old::domainId).toArray()),
        connection.createArrayOf("bigint", old.stream().map(Old::id).toArray()));
    return old.stream().map(Old::intakeId).distinct().toList();
  }

  private static void remove(
      Connection connection, Collection<Long> domains, String which, @Nullable Object... values)
      throws SQLException {
    if (domains.isEmpty()) {
      return;
    }
    Set<Long> concerned = new TreeSet<>(domains);
    IntakeTransaction.lock(connection, LOCK, concerned);
    wantWithout(connection, which, values);
    Database.write(
        connection,
        """
        with gone as (delete from failure_report where %s returning *),
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
        where i.domain_id = c.domain_id and i.id = c.incident_id\
        """
            .formatted(which),
        values);
    for (long domainId : concerned) {
      for (String table : List.of("failure_day", "failure_incident")) {
        Database.write(
            connection, "delete from " + table + " where domain_id = ? and reports = 0", domainId);
      }
    }
  }

  /** What is about to go tells nothing of its sources any more. */
  private static void wantWithout(Connection connection, String which, @Nullable Object... values)
      throws SQLException {
    Map<Long, Set<String>> sources = new TreeMap<>();
    Database.list(
            connection,
            """
            select distinct i.domain_id, host(i.source_ip) as ip
            from (select domain_id, incident_id from failure_report where %s) r
            join failure_incident i on i.domain_id = r.domain_id and i.id = r.incident_id
            where i.source_ip is not null\
            """
                .formatted(which),
            row -> Map.entry(row.getLong("domain_id"), row.getString("ip")),
            values)
        .forEach(
            one ->
                sources
                    .computeIfAbsent(one.getKey(), unused -> new TreeSet<>())
                    .add(one.getValue()));
    for (var told : sources.entrySet()) {
      JudgingQueue.wantTold(connection, told.getKey(), told.getValue());
    }
  }
}
