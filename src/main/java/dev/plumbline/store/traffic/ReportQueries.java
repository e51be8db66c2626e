package dev.plumbline.store.traffic;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.Repair;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.PolicyPublished;
import dev.plumbline.report.aggregate.ReportFormat;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportRow.DkimResult;
import dev.plumbline.report.aggregate.ReportRow.PolicyOverride;
import dev.plumbline.report.aggregate.ReportRow.SpfResult;
import dev.plumbline.standing.Days;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.Database;
import dev.plumbline.store.Scope;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.intake.IntakeQueries;
import dev.plumbline.store.intake.RawContent;
import dev.plumbline.store.intake.RawPayloads;
import dev.plumbline.store.intake.ReportRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads stored reports, their rows and the bytes they came in. */
@ApplicationScoped
public class ReportQueries {

  private static final TypeReference<List<Repair>> REPAIRS = new TypeReference<>() {};
  private static final TypeReference<List<PolicyOverride>> OVERRIDES = new TypeReference<>() {};
  private static final TypeReference<List<DkimResult>> DKIM = new TypeReference<>() {};
  private static final TypeReference<List<SpfResult>> SPF = new TypeReference<>() {};

  public static final String ROW =
      """
      select w.domain_id, w.report_id, w.row_no, w.day, r.reporter_id, p.name as reporter,
        host(w.source_ip) as ip, w.messages, w.disposition, w.dkim_pass, w.spf_pass, w.header_from,
        w.envelope_from, w.envelope_to, w.overrides, w.auth_dkim, w.auth_spf
      from report_row w
      join report r on r.domain_id = w.domain_id and r.id = w.report_id
      join reporter p on p.id = r.reporter_id
      """;

  private final Database sql;
  private final ReportSearch search;
  private final FilteredReports filtered;

  ReportQueries(Database sql) {
    this.sql = sql;
    this.search = new ReportSearch(sql);
    this.filtered = new FilteredReports(sql);
  }

  /**
   * The reports about a domain whose day is in a period, newest first.
   *
   * @param search part of a reporter's name, the beginning of a report id, an address or a name in
   *     From: that has a row; empty for all
   * @param page from 0
   */
  public Page<ReportListItem> reports(
      long domainId, LocalDate from, LocalDate to, String search, int page, int size) {
    return page(
        domainId, this.search.find(domainId, new Days(from, to), search, page, size), page, size);
  }

  /** As {@link #reports}, those of some reporters. */
  public Page<ReportListItem> reportsOf(
      long domainId, Days days, Collection<Long> reporters, int page, int size) {
    return page(domainId, search.by(domainId, days, reporters, page, size), page, size);
  }

  /** As {@link #reports}, those with such messages of some senders; of many the newest. */
  public Page<ReportListItem> reportsBehind(
      long domainId, Days days, RowFilter.Behind whose, Shown show, int page, int size) {
    return page(domainId, filtered.behind(domainId, days, whose, show, page, size), page, size);
  }

  /** As {@link #reports}, those with such messages of a source; of many the newest. */
  public Page<ReportListItem> reportsOfSource(
      long domainId, Days days, RowFilter.OfSource source, int page, int size) {
    return page(domainId, search.ofSource(domainId, days, source, page, size), page, size);
  }

  /** As {@link #reports}, those with messages that fail DMARC, {@code by} some or all, if empty. */
  public Page<ReportListItem> reportsFailing(
      long domainId, Days days, Collection<Long> by, int page, int size) {
    return page(domainId, filtered.failing(domainId, days, by, page, size), page, size);
  }

  /**
   * As {@link #reports}, those of reporters on days of which these told of such signatures; of many
   * the newest.
   */
  public Page<ReportListItem> reportsSigned(
      long domainId, Days days, RowFilter.Signature with, int page, int size) {
    return page(
        domainId,
        filtered.signed(domainId, days, with.signer(), with.selector(), page, size),
        page,
        size);
  }

  private Page<ReportListItem> page(long domainId, ReportSearch.Found found, int page, int size) {
    List<ReportListItem> items =
        sql.list(
            """
            select r.domain_id, r.id, p.name, r.report_id, r.begin_at, r.end_at, r.day, r.row_count,
              r.message_count, r.pass_message_count, r.partial,
              jsonb_array_length(r.repairs) as repairs,
              (select count(*) from report_conflict c
                where c.domain_id = r.domain_id and c.report_id = r.id) as conflicts,
              exists (select 1 from reporter_exclusion x
                where x.reporter_id = r.reporter_id and x.ended_at is null) as excluded
            from report r join reporter p on p.id = r.reporter_id
            where r.domain_id = ? and r.id = any(?)
            order by r.day desc, r.id desc\
            """,
            ReportQueries::listItem,
            domainId,
            found.ids().toArray(Long[]::new));
    return new Page<>(items, page, size, found.total(), found.more());
  }

  private static ReportListItem listItem(ResultSet row) throws SQLException {
    return new ReportListItem(
        new ReportRef(row.getLong("domain_id"), row.getLong("id")),
        row.getString("name"),
        row.getString("report_id"),
        Database.requiredInstant(row, "begin_at"),
        Database.requiredInstant(row, "end_at"),
        row.getObject("day", LocalDate.class),
        row.getLong("row_count"),
        row.getLong("message_count"),
        row.getLong("pass_message_count"),
        row.getBoolean("partial"),
        row.getInt("repairs"),
        row.getInt("conflicts"),
        row.getBoolean("excluded"));
  }

  /** One report without its rows. */
  public Optional<ReportDetail> report(ReportRef ref) {
    List<ReportDetail.Conflict> conflicts =
        sql.list(
            """
            select intake_id, member, row_count, message_count, received_at from report_conflict
            where domain_id = ? and report_id = ? order by received_at\
            """,
            row ->
                new ReportDetail.Conflict(
                    row.getLong("intake_id"),
                    row.getString("member"),
                    row.getLong("row_count"),
                    row.getLong("message_count"),
                    Database.requiredInstant(row, "received_at")),
            ref.domainId(),
            ref.reportId());
    return sql.first(
        """
        select r.*, p.name as reporter, d.name as domain,
          exists (select 1 from reporter_exclusion x
            where x.reporter_id = r.reporter_id and x.ended_at is null) as excluded
        from report r
        join reporter p on p.id = r.reporter_id
        join domain d on d.id = r.domain_id
        where r.domain_id = ? and r.id = ?\
        """,
        row ->
            new ReportDetail(
                ref,
                row.getString("domain"),
                parsed(row),
                Database.requiredInstant(row, "received_at"),
                row.getString("member"),
                row.getLong("intake_id"),
                conflicts,
                row.getString("submitter"),
                row.getString("submitter_check"),
                row.getBoolean("excluded")),
        ref.domainId(),
        ref.reportId());
  }

  private static AggregateReport parsed(ResultSet row) throws SQLException {
    String format = row.getString("format");
    return new AggregateReport(
        new ReportHeader(
            Arrays.stream(ReportFormat.values())
                .filter(one -> one.wire().equals(format))
                .findFirst()
                .orElseThrow(),
            row.getString("reporter"),
            row.getString("email"),
            row.getString("extra_contact_info"),
            row.getString("report_id"),
            Database.instant(row, "begin_at"),
            Database.instant(row, "end_at"),
            Database.texts(row, "errors"),
            row.getString("generator"),
            new PolicyPublished(
                row.getString("domain"),
                row.getString("policy_p"),
                row.getString("policy_sp"),
                row.getString("policy_np"),
                row.getString("policy_adkim"),
                row.getString("policy_aspf"),
                row.getObject("policy_pct", Integer.class),
                row.getString("policy_fo"),
                row.getObject("policy_testing", Boolean.class),
                row.getString("policy_discovery_method"))),
        row.getLong("row_count"),
        row.getLong("message_count"),
        row.getLong("pass_row_count"),
        row.getLong("pass_message_count"),
        row.getBoolean("partial"),
        SqlText.fromJson(row.getString("repairs"), REPAIRS));
  }

  /** Rows of a report, each with who is behind its source as it is judged now. */
  public Page<StoredRow> rows(ReportRef ref, RowFilter filter, int page, int size) {
    String from =
        """

        from report_row w
        left join source_standing s on s.domain_id = w.domain_id and s.source_ip = w.source_ip
        """;
    String where =
        """
        where w.domain_id = ? and w.report_id = ?
          and w.day = (select day from report where domain_id = ? and id = ?)
          and %s
          and (?::inet is null or w.source_ip = ?::inet)
          and (?::text is null or s.sender_key = ?::text)
          and (cardinality(?::text[]) = 0 or coalesce(s.standing, 'unjudged') = any(?::text[]))
          and (?::text is null or w.auth_dkim @> jsonb_build_array(
            jsonb_build_object('domain', ?::text, 'selector', ?::text)))
          and (?::text is null or w.header_from = ?::text)
        """
            .formatted(filter.show().rows("w"));
    RowFilter.Behind behind = filter.behind();
    RowFilter.Signature with = filter.signature();
    String signer = with == null ? null : with.signer();
    Object[] wanted = {
      ref.domainId(),
      ref.reportId(),
      ref.domainId(),
      ref.reportId(),
      filter.source(),
      filter.source(),
      behind.sender(),
      behind.sender(),
      behind.kept(),
      behind.kept(),
      signer,
      signer,
      with == null ? null : with.selector(),
      filter.author(),
      filter.author()
    };
    long total = sql.number("select count(*)" + from + where, wanted);
    Object[] paged = Arrays.copyOf(wanted, wanted.length + 2);
    paged[wanted.length] = size;
    paged[wanted.length + 1] = (long) page * size;
    String judgedRow =
        ROW.replaceFirst(
            "\nfrom report_row w\n", ", s.sender_key, s.sender_name, s.standing" + from);
    String order =
        filter.failingFirst()
            ? "order by w.dkim_pass or w.spf_pass, w.messages desc, w.row_no"
            : "order by w.row_no";
    return new Page<>(
        sql.list(judgedRow + where + order + " limit ? offset ?", ReportQueries::judgedRow, paged),
        page,
        size,
        total);
  }

  /** Rows about one source in a period, newest day first, at most so many. */
  public List<StoredRow> rowsOfSource(
      long domainId, InetAddress ip, LocalDate from, LocalDate to, int most) {
    return sql.list(
        ROW
            + """
            where w.domain_id = ? and w.source_ip = ?::inet and w.day between ? and ?
            order by w.day desc, w.messages desc, w.report_id, w.row_no limit ?\
            """,
        ReportQueries::storedRow,
        domainId,
        IpAddresses.toText(ip),
        from,
        to,
        most);
  }

  private static StoredRow judgedRow(ResultSet row) throws SQLException {
    String key = row.getString("sender_key");
    return storedRow(
        row,
        key == null
            ? null
            : new StoredRow.Behind(
                key, row.getString("sender_name"), Standing.valueOf(row.getString("standing"))));
  }

  /** A row as {@link #ROW} reads it. */
  public static StoredRow storedRow(ResultSet row) throws SQLException {
    return storedRow(row, null);
  }

  private static StoredRow storedRow(ResultSet row, StoredRow.@Nullable Behind behind)
      throws SQLException {
    return new StoredRow(
        new ReportRef(row.getLong("domain_id"), row.getLong("report_id")),
        row.getInt("row_no"),
        row.getObject("day", LocalDate.class),
        row.getString("reporter"),
        new ReportRow(
            TrafficQueries.address(row.getString("ip")),
            row.getLong("messages"),
            row.getString("disposition"),
            row.getBoolean("dkim_pass"),
            row.getBoolean("spf_pass"),
            SqlText.fromJson(row.getString("overrides"), OVERRIDES),
            row.getString("header_from"),
            row.getString("envelope_from"),
            row.getString("envelope_to"),
            SqlText.fromJson(row.getString("auth_dkim"), DKIM),
            SqlText.fromJson(row.getString("auth_spf"), SPF)),
        behind);
  }

  /** The message or file a report came in; {@link RawContent#position} says where in it. */
  public Optional<RawContent> raw(ReportRef ref) {
    return rawContent(
        """
        select i.name, w.size_bytes, w.sha256, coalesce(d.position, -1) as position
        from report r
        join raw_payload w on w.id = r.raw_id
        join intake_log i on i.id = r.intake_id
        left join intake_document d on d.intake_id = r.intake_id and d.domain_id = r.domain_id
          and d.report_id = r.id and d.outcome = 'stored'
        where r.domain_id = ? and r.id = ?\
        """,
        ref.domainId(),
        ref.reportId());
  }

  /** A message or file by its entry in the intake log. */
  public Optional<RawContent> rawOfIntake(long intakeId) {
    return rawContent(
        """
        select i.name, w.size_bytes, w.sha256, -1 as position
        from intake_log i join raw_payload w on w.id = i.raw_id
        where i.id = ?\
        """,
        intakeId);
  }

  /** As {@link #rawOfIntake(long)}; empty, too, if it holds what may not be seen. */
  public Optional<RawContent> rawOfIntake(Scope scope, long intakeId) {
    return IntakeQueries.isVisible(sql, scope, intakeId) ? rawOfIntake(intakeId) : Optional.empty();
  }

  /** The whole message or file a report came in; empty, too, if it holds what may not be seen. */
  public Optional<RawContent> received(Scope scope, ReportRef ref) {
    return sql.first(
            "select intake_id from report where domain_id = ? and id = ?",
            row -> row.getLong("intake_id"),
            ref.domainId(),
            ref.reportId())
        .filter(intakeId -> IntakeQueries.isVisible(sql, scope, intakeId))
        .flatMap(intakeId -> raw(ref));
  }

  /** What is known of some bytes, then the bytes themselves, which may be on another machine. */
  private Optional<RawContent> rawContent(String about, Object... parameters) {
    return sql.first(
            about,
            row ->
                new RawEntry(
                    row.getString("name"),
                    row.getLong("size_bytes"),
                    row.getBytes("sha256"),
                    row.getInt("position")),
            parameters)
        .flatMap(
            found ->
                RawPayloads.open(sql, found.sha256)
                    .map(bytes -> new RawContent(found.name, found.size, bytes, found.position)));
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record RawEntry(String name, long size, byte[] sha256, int position) {}
}
