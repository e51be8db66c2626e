package dev.plumbline.bench;

import dev.plumbline.bench.MadeWorld.Domain;
import dev.plumbline.bench.MadeWorld.Row;
import dev.plumbline.store.server.EmbeddedDatabase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.postgresql.PGConnection;

/**
 * Fills the built-in database of a data folder as if reports had come in for a year, by COPY into
 * every table that intake writes: rows, totals by report, reports, bytes (of a few octets only),
 * the intake log, and notes of what is to be folded, judged and told to those who follow. Nothing
 * is folded, checked or judged: the program does that when it starts.
 *
 * <p>Arguments: the folder, rows, domains, addresses, days, and a seed if it is not to be 1. The
 * same numbers give the same reports, up to yesterday.
 */
public final class FillDatabase {

  /** How many rows a report has on average. */
  private static final int ROWS_OF_A_REPORT = 16;

  private static final int FLUSH_CHARS = 4 << 20;

  private final Connection connection;
  private final MadeWorld world;
  private final Random random;
  private final Map<String, StringBuilder> tables = new LinkedHashMap<>();
  private final Map<String, StringBuilder> lines = new HashMap<>();
  private final Map<String, UUID> profiles = new HashMap<>();
  private final Set<String> ownedProfiles = new HashSet<>();
  private long reports;
  private long rows;

  private FillDatabase(Connection connection, MadeWorld world, long seed) {
    this.connection = connection;
    this.world = world;
    this.random = new Random(seed);
    for (String columns :
        List.of(
            "domain (id, name, created_at)",
            "reporter (id, key, name)",
            "raw_payload (id, sha256, size_bytes, received_at)",
            "raw_content (sha256, encoding, content)",
            "intake_log (id, received_at, channel, name, message_id, raw_id, outcome, reason)",
            "report (domain_id, id, reporter_id, report_id, begin_at, end_at, day, format, email,"
                + " errors, policy_p, row_count, message_count, pass_row_count,"
                + " pass_message_count, partial, repairs, content_sha256, raw_id, member,"
                + " intake_id, received_at)",
            "intake_document (intake_id, position, member, outcome, reason, domain_id, report_id)",
            "auth_profile (domain_id, id, header_from)",
            "auth_identity (domain_id, profile_id, mechanism, identity, qualifier, result)",
            "report_row (domain_id, day, report_id, row_no, source_ip, messages, disposition,"
                + " dkim_pass, spf_pass, header_from, envelope_from, overrides, auth_dkim,"
                + " auth_spf)",
            "daily_traffic (domain_id, day, report_id, reporter_id, source_ip, profile_id,"
                + " disposition, dkim_pass, spf_pass, override_type, rows, messages)",
            "open_report (domain_id, day, report_id, reporter_id, messages, pass, dkim, spf,"
                + " quarantined, rejected)",
            "judging (domain_id, cause, days, reports)")) {
      tables.put(columns, new StringBuilder());
    }
  }

  public static void main(String[] arguments) throws Exception {
    long wanted = Long.parseLong(arguments[1]);
    int domains = Integer.parseInt(arguments[2]);
    int addresses = Integer.parseInt(arguments[3]);
    int days = Integer.parseInt(arguments[4]);
    long seed = arguments.length > 5 ? Long.parseLong(arguments[5]) : 1;
    try (EmbeddedDatabase database = EmbeddedDatabase.open(Path.of(arguments[0]))) {
      var access = database.access();
      Flyway.configure()
          .dataSource(access.url(), access.user(), access.password())
          .load()
          .migrate();
      try (Connection connection =
          DriverManager.getConnection(access.url(), access.user(), access.password())) {
        connection.setAutoCommit(false);
        long start = System.nanoTime();
        FillDatabase fill =
            new FillDatabase(connection, new MadeWorld(domains, addresses, seed), seed);
        fill.fill(wanted, days);
        System.out.printf(
            Locale.ENGLISH,
            "%,d rows in %,d reports of %,d domains, %.0f s%n",
            fill.rows,
            fill.reports,
            domains,
            (System.nanoTime() - start) / 1e9);
      }
    }
  }

  private StringBuilder table(String name) {
    return lines.computeIfAbsent(
        name,
        unused ->
            tables.entrySet().stream()
                .filter(table -> table.getKey().startsWith(name + " "))
                .findFirst()
                .orElseThrow()
                .getValue());
  }

  private void fill(long wanted, int days) throws Exception {
    run("set synchronous_commit = off");
    for (Domain domain : world.domains) {
      line("domain", domain.number() + 1, domain.name(), "2025-01-01T00:00Z");
    }
    for (int i = 0; i < world.reporters.size(); i++) {
      String name = world.reporters.get(i);
      line("reporter", i + 1, name.toLowerCase(Locale.ROOT), name);
    }
    LocalDate last = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    String month = "";
    for (LocalDate day = last.minusDays(days - 1L); !day.isAfter(last); day = day.plusDays(1)) {
      if (!month.equals(day.toString().substring(0, 7))) {
        month = day.toString().substring(0, 7);
        flush(0);
        run("select ensure_month_partitions('" + day + "')");
        connection.commit();
      }
      for (Domain domain : world.domains) {
        day(domain, day, wanted * world.share(domain) / days);
      }
      flush(FLUSH_CHARS);
    }
    flush(0);
    for (String table : List.of("domain", "reporter", "raw_payload", "intake_log", "report")) {
      run(
          "select setval(pg_get_serial_sequence('%1$s', 'id'), (select max(id) from %1$s))"
              .formatted(table));
    }
    run(
        """
        insert into fresh_event (stream, domain_id, subject, day, removed)
        select 'reports', domain_id, id, (begin_at at time zone 'UTC')::date, false
        from report order by id\
        """);
    connection.commit();
    connection.setAutoCommit(true);
    run("vacuum analyze");
  }

  /** As many reports as a day has on average, in the long run. */
  private void day(Domain domain, LocalDate day, double wantedRows) throws Exception {
    double exact = wantedRows / ROWS_OF_A_REPORT;
    int count = (int) exact + (random.nextDouble() < exact - (int) exact ? 1 : 0);
    StringJoiner ids = new StringJoiner(",", "{", "}");
    for (int i = 0; i < count; i++) {
      report(domain, day);
      ids.add(Long.toString(reports));
    }
    if (count > 0) {
      line("judging", domain.number() + 1, "reports", "{" + day + "}", ids);
    }
  }

  private void report(Domain domain, LocalDate day) throws Exception {
    long id = ++reports;
    int reporter = world.reporter(random) + 1;
    int count =
        1 + (int) Math.min(400, -(ROWS_OF_A_REPORT - 1) * Math.log(1 - random.nextDouble()));
    long messages = 0;
    long passRows = 0;
    long passMessages = 0;
    long dkimMessages = 0;
    long spfMessages = 0;
    Map<String, Long> disposed = new HashMap<>();
    Map<List<Object>, long[]> groups = new LinkedHashMap<>();
    String domainId = Integer.toString(domain.number() + 1);
    for (int number = 1; number <= count; number++) {
      Row row = world.row(domain, random);
      boolean pass = row.dkimPass() || row.spfPass();
      String disposition = pass || row.forwarded() ? "none" : domain.policy();
      String address = MadeWorld.address(row.address());
      messages += row.messages();
      passRows += pass ? 1 : 0;
      passMessages += pass ? row.messages() : 0;
      dkimMessages += row.dkimPass() ? row.messages() : 0;
      spfMessages += row.spfPass() ? row.messages() : 0;
      disposed.merge(disposition, row.messages(), Long::sum);
      line(
          "report_row",
          domainId,
          day,
          id,
          number,
          address,
          row.messages(),
          disposition,
          row.dkimPass() ? 't' : 'f',
          row.spfPass() ? 't' : 'f',
          domain.name(),
          row.envelope(),
          row.forwarded() ? "[{\"type\":\"forwarded\",\"comment\":null}]" : "[]",
          row.signer().isEmpty()
              ? "[]"
              : "[{\"domain\":\"%s\",\"selector\":\"%s\",\"result\":\"%s\",\"humanResult\":null}]"
                  .formatted(row.signer(), row.selector(), signed(domain, row)),
          "[{\"domain\":\"%s\",\"scope\":\"mfrom\",\"result\":\"%s\",\"humanResult\":null}]"
              .formatted(row.envelope(), row.spfResult()));
      long[] sum =
          groups.computeIfAbsent(
              List.of(
                  address,
                  profile(domain, row),
                  disposition,
                  row.dkimPass() ? 't' : 'f',
                  row.spfPass() ? 't' : 'f',
                  row.forwarded() ? "forwarded" : ""),
              unused -> new long[2]);
      sum[0]++;
      sum[1] += row.messages();
    }
    groups.forEach(
        (group, sum) -> {
          List<Object> fields = new ArrayList<>(List.of(domainId, day, id, reporter));
          fields.addAll(group);
          fields.add(sum[0]);
          fields.add(sum[1]);
          line("daily_traffic", fields.toArray());
        });
    line(
        "open_report",
        domainId,
        day,
        id,
        reporter,
        messages,
        passMessages,
        dkimMessages,
        spfMessages,
        disposed.getOrDefault("quarantine", 0L),
        disposed.getOrDefault("reject", 0L));
    rows += count;
    String told =
        "Report of %s about %s: %d row%s, %d message%s."
            .formatted(
                world.reporters.get(reporter - 1),
                domain.name(),
                count,
                count == 1 ? "" : "s",
                messages,
                messages == 1 ? "" : "s");
    String name = "%d!%s!%s.xml.gz".formatted(id, domain.name(), day);
    String received = day.plusDays(1) + "T%02d:%02d:00Z".formatted(id % 24, id % 60);
    String hash = "\\\\x" + HexFormat.of().formatHex(sha256(name));
    line("raw_payload", id, hash, name.length(), received);
    line("raw_content", hash, "identity", "\\\\x00");
    line("intake_log", id, received, "folder", name, "\\N", id, "stored", told);
    line("intake_document", id, 0, name, "stored", told, domainId, id);
    line(
        "report",
        domainId,
        id,
        reporter,
        "%d.%s".formatted(id, domain.name()),
        day + "T00:00:00Z",
        day + "T23:59:59Z",
        day,
        "rfc7489",
        "dmarc@" + world.reporters.get(reporter - 1).replace(' ', '-') + ".example",
        "{}",
        domain.policy(),
        count,
        messages,
        passRows,
        passMessages,
        'f',
        "[]",
        hash,
        id,
        name,
        id,
        received);
  }

  private static String signed(Domain domain, Row row) {
    return row.dkimPass() || !row.signer().equals(domain.name()) ? "pass" : "fail";
  }

  /** As the program names them, so that reports that follow find them. */
  private UUID profile(Domain domain, Row row) throws Exception {
    TreeSet<String> identities = new TreeSet<>();
    if (!row.signer().isEmpty()) {
      identities.add(String.join("\t", "dkim", row.signer(), row.selector(), signed(domain, row)));
    }
    identities.add(String.join("\t", "spf", row.envelope(), "mfrom", row.spfResult()));
    String text = domain.name() + "\0" + String.join("\0", identities).replace('\t', '\0') + "\0";
    UUID id = profiles.get(text);
    if (id == null) {
      ByteBuffer hash = ByteBuffer.wrap(sha256(text));
      id = new UUID(hash.getLong(), hash.getLong());
      profiles.put(text, id);
    }
    if (ownedProfiles.add(domain.number() + "/" + id)) {
      line("auth_profile", domain.number() + 1, id, domain.name());
      for (String identity : identities) {
        line("auth_identity", domain.number() + 1, id, identity);
      }
    }
    return id;
  }

  private static byte[] sha256(String text) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
  }

  private void line(String table, Object... fields) {
    StringBuilder text = table(table);
    for (int i = 0; i < fields.length; i++) {
      text.append(i == 0 ? "" : "\t").append(fields[i]);
    }
    text.append('\n');
  }

  /** Writes all tables in their order if any of them holds as much. */
  private void flush(int chars) throws Exception {
    if (tables.values().stream().noneMatch(text -> text.length() >= chars)) {
      return;
    }
    for (Map.Entry<String, StringBuilder> table : tables.entrySet()) {
      if (!table.getValue().isEmpty()) {
        var copy =
            connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + table.getKey() + " from stdin");
        byte[] bytes = table.getValue().toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        copy.endCopy();
        table.getValue().setLength(0);
      }
    }
    connection.commit();
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
