package dev.plumbline.store;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.ReportRow;
import dev.plumbline.report.ReportRow.DkimResult;
import dev.plumbline.report.ReportRow.PolicyOverride;
import dev.plumbline.report.ReportRow.SpfResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Streams the rows of one report into the database, and digests what they say. */
final class RowCopy {

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final String COPY =
      """
      copy report_row (domain_id, day, report_id, row_no, source_ip, messages, disposition,
        dkim_pass, spf_pass, header_from, envelope_from, envelope_to, overrides, auth_dkim, auth_spf)
      from stdin""";

  private final CopyIn copy;
  private final MessageDigest digest;
  private final String prefix;
  private final StringBuilder buffer = new StringBuilder(BUFFER_BYTES + 4096);
  private final StringBuilder line = new StringBuilder(512);
  private int rows;

  RowCopy(Connection connection, ReportRef report, LocalDate day, MessageDigest digest)
      throws SQLException {
    this.copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
    this.digest = digest;
    this.prefix = report.domainId() + "\t" + day + "\t" + report.reportId() + "\t";
  }

  void add(ReportRow row) throws SQLException {
    line.setLength(0);
    appendContent(line, row);
    line.append('\n');
    buffer.append(prefix).append(++rows).append('\t').append(line);
    digest.update(line.toString().getBytes(StandardCharsets.UTF_8));
    if (buffer.length() >= BUFFER_BYTES) {
      flush();
    }
  }

  /** What a row says, in COPY's text format: everything but its place in the database. */
  static void appendContent(StringBuilder line, ReportRow row) {
    SqlText.copyField(line, row.sourceIp() == null ? null : IpAddresses.toText(row.sourceIp()));
    line.append('\t').append(row.messages()).append('\t');
    text(line, row.disposition());
    line.append(row.dkimPass() ? 't' : 'f').append('\t');
    line.append(row.spfPass() ? 't' : 'f').append('\t');
    text(line, row.headerFrom());
    text(line, row.envelopeFrom());
    text(line, row.envelopeTo());
    json(line, row.overrides().stream().map(RowCopy::clean).toList());
    line.append('\t');
    json(line, row.dkim().stream().map(RowCopy::clean).toList());
    line.append('\t');
    json(line, row.spf().stream().map(RowCopy::clean).toList());
  }

  private static void text(StringBuilder line, @Nullable String text) {
    SqlText.copyField(line, SqlText.cleanOrNull(text));
    line.append('\t');
  }

  private static void json(StringBuilder line, List<?> values) {
    SqlText.copyField(line, values.isEmpty() ? "[]" : SqlText.json(values));
  }

  private static PolicyOverride clean(PolicyOverride override) {
    return new PolicyOverride(
        SqlText.clean(override.type()), SqlText.cleanOrNull(override.comment()));
  }

  private static DkimResult clean(DkimResult dkim) {
    return new DkimResult(
        SqlText.clean(dkim.domain()),
        SqlText.cleanOrNull(dkim.selector()),
        SqlText.clean(dkim.result()),
        SqlText.cleanOrNull(dkim.humanResult()));
  }

  private static SpfResult clean(SpfResult spf) {
    return new SpfResult(
        SqlText.clean(spf.domain()),
        SqlText.cleanOrNull(spf.scope()),
        SqlText.clean(spf.result()),
        SqlText.cleanOrNull(spf.humanResult()));
  }

  private void flush() throws SQLException {
    byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    buffer.setLength(0);
  }

  void finish() throws SQLException {
    flush();
    copy.endCopy();
  }

  void cancel() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
