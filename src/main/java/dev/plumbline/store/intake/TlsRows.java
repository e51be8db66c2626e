package dev.plumbline.store.intake;

import dev.plumbline.dns.Counted;
import dev.plumbline.dns.DomainName;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.Repair;
import dev.plumbline.report.ReporterName;
import dev.plumbline.report.tls.TlsReport;
import dev.plumbline.report.tls.TlsReport.Policy;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.tls.KeptPolicy;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes TLS reports by statements whose number does not grow with them: each once for every domain
 * that it has policies of.
 */
final class TlsRows {

  private static final String COPY =
      """
      copy tls_report (domain_id, id, reporter, report_id, begin_at, end_at, day, contact,
        content_sha256, success, failure, policies, repairs, intake_id, member, received_at,
        reporter_name)
      from stdin\
      """;

  /** Sums over a million such reports still fit into a bigint. */
  private static final BigInteger MAX_SESSIONS = BigInteger.valueOf(5_000_000_000_000L);

  private static final String LOCK = "tls ";

  private final IntakeTransaction transaction;
  private final Connection connection;
  private final Map<String, byte[]> known = new HashMap<>();
  private final CopyText lines = new CopyText();
  private final TlsTotals totals = new TlsTotals();

  TlsRows(IntakeTransaction transaction) {
    this.transaction = transaction;
    this.connection = transaction.connection();
  }

  /** A report to be written, and where it comes from. */
  record Entry(TlsReport report, String member, long intakeId, Instant receivedAt) {}

  /** What a report says of one domain. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Part(
      Entry entry,
      long domainId,
      String domain,
      List<KeptPolicy> policies,
      String json,
      byte[] content) {

    String reporter() {
      return SqlText.key(entry.report().reporter(), 400).toLowerCase(Locale.ROOT);
    }

    String reportId() {
      return SqlText.key(entry.report().reportId(), 400);
    }

    Instant begin() {
      return Objects.requireNonNull(entry.report().begin());
    }

    Instant end() {
      return entry.report().end() == null ? begin() : entry.report().end();
    }

    LocalDate day() {
      return LocalDate.ofInstant(begin(), ZoneOffset.UTC);
    }

    String key() {
      return domainId + "\n" + reporter() + "\n" + reportId() + "\n" + begin() + "\n" + end();
    }

    long success() {
      return policies.stream().mapToLong(KeptPolicy::success).sum();
    }

    long failure() {
      return policies.stream().mapToLong(KeptPolicy::failure).sum();
    }
  }

  /** Says why a report cannot be stored, if so. */
  static void check(TlsReport report) throws InvalidReportException, LimitExceededException {
    if (byDomain(report).isEmpty()) {
      throw new InvalidReportException(
          "The TLS report does not say which domain's policy it is about (policy-domain).");
    }
    if (report.begin() == null) {
      throw new InvalidReportException(
          "The TLS report does not say which time it covers (date-range/start-datetime).");
    }
    BigInteger sessions =
        report.policies().stream().map(TlsRows::sessions).reduce(BigInteger.ZERO, BigInteger::add);
    if (sessions.compareTo(MAX_SESSIONS) > 0) {
      throw new LimitExceededException(
          "sessions",
          String.format(
              Locale.ENGLISH,
              "The TLS report counts %,d sessions; more than %,d are not believed.",
              sessions,
              MAX_SESSIONS));
    }
  }

  /** The figures of failures need not fit to the sums, so all of them count here. */
  private static BigInteger sessions(Policy policy) {
    BigInteger sum = BigInteger.valueOf(policy.success()).add(BigInteger.valueOf(policy.failure()));
    for (TlsReport.Failure failure : policy.failures()) {
      sum = sum.add(BigInteger.valueOf(failure.count()));
    }
    return sum;
  }

  private static Map<String, List<Policy>> byDomain(TlsReport report) {
    Map<String, List<Policy>> byDomain = new LinkedHashMap<>();
    for (Policy policy : report.policies()) {
      DomainName.parse(policy.domain())
          .map(name -> name.toString().toLowerCase(Locale.ROOT))
          .filter(name -> !name.isEmpty())
          .ifPresent(
              name -> byDomain.computeIfAbsent(name, unused -> new ArrayList<>()).add(policy));
    }
    return byDomain;
  }

  /** To be called once; the results are in the order of the entries. */
  List<DocumentResult> write(List<Entry> entries) throws SQLException {
    if (entries.isEmpty()) {
      return List.of();
    }
    TreeSet<String> names = new TreeSet<>();
    entries.forEach(entry -> names.addAll(byDomain(entry.report()).keySet()));
    Map<String, Long> domains = transaction.domains(names);
    IntakeTransaction.lock(connection, LOCK, domains.values());
    List<List<Part>> all = new ArrayList<>();
    for (Entry entry : entries) {
      all.add(parts(entry, domains));
    }
    List<Part> parts = all.stream().flatMap(List::stream).toList();
    findKnown(parts);
    List<Long> ids = transaction.nextOf("tls_report_id", parts.size());
    List<DocumentResult> results = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < entries.size(); i++) {
      List<DocumentOutcome> outcomes = new ArrayList<>();
      for (Part part : all.get(i)) {
        outcomes.add(place(part, ids.get(next++)));
      }
      results.add(result(all.get(i), outcomes));
    }
    lines.send(connection, COPY);
    totals.write(connection);
    return results;
  }

  private static List<Part> parts(Entry entry, Map<String, Long> domains) {
    List<Part> parts = new ArrayList<>();
    byDomain(entry.report())
        .forEach(
            (name, policies) -> {
              List<KeptPolicy> kept = policies.stream().map(KeptPolicy::of).toList();
              String json = KeptPolicy.toJson(kept);
              parts.add(
                  new Part(
                      entry,
                      Objects.requireNonNull(domains.get(name)),
                      name,
                      kept,
                      json,
                      SqlText.sha256().digest(json.getBytes(StandardCharsets.UTF_8))));
            });
    return parts;
  }

  private void findKnown(List<Part> parts) throws SQLException {
    Database.list(
            connection,
            """
            select w.position, r.content_sha256
            from unnest(?::bigint[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])
              with ordinality as w (domain_id, reporter, report_id, begin_at, end_at, position)
            join tls_report r on r.domain_id = w.domain_id and r.reporter = w.reporter
              and r.report_id = w.report_id and r.begin_at = w.begin_at and r.end_at = w.end_at\
            """,
            row -> Map.entry(row.getInt("position"), row.getBytes("content_sha256")),
            connection.createArrayOf("bigint", parts.stream().map(Part::domainId).toArray()),
            connection.createArrayOf("text", parts.stream().map(Part::reporter).toArray()),
            connection.createArrayOf("text", parts.stream().map(Part::reportId).toArray()),
            connection.createArrayOf(
                "timestamptz", parts.stream().map(part -> Timestamp.from(part.begin())).toArray()),
            connection.createArrayOf(
                "timestamptz", parts.stream().map(part -> Timestamp.from(part.end())).toArray()))
        .forEach(one -> known.put(parts.get(one.getKey() - 1).key(), one.getValue()));
  }

  private DocumentOutcome place(Part part, long id) {
    byte[] before = known.putIfAbsent(part.key(), part.content());
    if (before != null) {
      return Arrays.equals(before, part.content())
          ? DocumentOutcome.DUPLICATE
          : DocumentOutcome.CONFLICT;
    }
    TlsReport report = part.entry().report();
    lines.add(part.domainId()).add(id).add(part.reporter()).add(part.reportId());
    lines.add(part.begin()).add(part.end()).add(part.day()).add(report.contact());
    lines.add(part.content()).add(part.success()).add(part.failure());
    lines.add(part.json());
    lines.add(SqlText.json(report.repairs().stream().map(TlsRows::clean).toList()));
    lines.add(part.entry().intakeId()).add(part.entry().member()).add(part.entry().receivedAt());
    lines.add(report.reporter());
    lines.endLine();
    totals.count(part.domainId(), part.day(), part.policies());
    return DocumentOutcome.STORED;
  }

  private static Repair clean(Repair repair) {
    return new Repair(repair.code(), SqlText.clean(repair.detail()));
  }

  private static DocumentResult result(List<Part> parts, List<DocumentOutcome> outcomes) {
    Part first = parts.get(0);
    DocumentOutcome outcome =
        outcomes.contains(DocumentOutcome.STORED)
            ? DocumentOutcome.STORED
            : outcomes.contains(DocumentOutcome.CONFLICT)
                ? DocumentOutcome.CONFLICT
                : DocumentOutcome.DUPLICATE;
    String reason =
        switch (outcome) {
          case STORED -> told(first.entry().report(), parts);
          case CONFLICT ->
              "A TLS report with the same reporter, id, domain and time is stored with other"
                  + " content; this one is kept but not counted.";
          default -> "This TLS report is stored already, with the same content.";
        };
    return DocumentResult.of(
        first.entry().member(),
        DocumentKind.TLS,
        outcome,
        reason,
        new ReportRef(first.domainId(), 0),
        first.domain());
  }

  private static String told(TlsReport report, List<Part> parts) {
    return "TLS report of %s about %s: %s succeeded, %,d failed."
        .formatted(
            ReporterName.forPeople(report.reporter()),
            String.join(", ", parts.stream().map(Part::domain).limit(3).toList()),
            Counted.of(report.success(), "session"),
            report.failure());
  }

  /** A stored report as it was counted. */
  private record Sums(long domainId, long intakeId, LocalDate day, List<KeptPolicy> policies) {}

  /** Takes the TLS reports of an entry in the intake log away, from what was counted too. */
  static void remove(Connection connection, long intakeId) throws SQLException {
    List<Long> domains =
        Database.list(
            connection,
            "select distinct domain_id from tls_report where intake_id = ?",
            row -> row.getLong(1),
            intakeId);
    remove(connection, domains, "intake_id = ?", intakeId);
  }

  /**
   * As {@link #remove}, of reports about days before one.
   *
   * @param kept domains whose reports stay
   * @param most reports that are taken away
   * @return the entries they came by; none if nothing is that old any more
   */
  static List<Long> removeOlder(Connection connection, LocalDate before, List<Long> kept, int most)
      throws SQLException {
    List<long[]> old =
        Database.list(
            connection,
            "select domain_id, id from tls_report where day < ? and domain_id <> all (?)"
                + " order by day limit ?",
            row -> new long[] {row.getLong(1), row.getLong(2)},
            before,
            connection.createArrayOf("bigint", kept.toArray()),
            most);
    return remove(
        connection,
        old.stream().map(one -> one[0]).toList(),
        "(domain_id, id) in (select * from unnest(?::bigint[], ?::bigint[]))",
        connection.createArrayOf("bigint", old.stream().map(one -> one[0]).toArray()),
        connection.createArrayOf("bigint", old.stream().map(one -> one[1]).toArray()));
  }

  private static List<Long> remove(
      Connection connection, Collection<Long> domains, String which, @Nullable Object... values)
      throws SQLException {
    if (domains.isEmpty()) {
      return List.of();
    }
    Set<Long> concerned = new TreeSet<>(domains);
    IntakeTransaction.lock(connection, LOCK, concerned);
    TlsTotals counted = new TlsTotals();
    List<Sums> gone =
        Database.list(
            connection,
            "delete from tls_report where "
                + which
                + " returning domain_id, intake_id, day, policies::text",
            row ->
                new Sums(
                    row.getLong(1),
                    row.getLong(2),
                    row.getObject(3, LocalDate.class),
                    KeptPolicy.ofJson(row.getString(4))),
            values);
    gone.forEach(one -> counted.remove(one.domainId(), one.day(), one.policies()));
    counted.write(connection);
    TlsTotals.clear(connection, concerned);
    return gone.stream().map(Sums::intakeId).distinct().toList();
  }
}
