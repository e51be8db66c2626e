package dev.plumbline.store;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.ReportRow;
import dev.plumbline.report.ReportRow.DkimResult;
import dev.plumbline.report.ReportRow.PolicyOverride;
import dev.plumbline.report.ReportRow.SpfResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of {@code report_row} in COPY's text format. */
final class RowText {

  static final String COPY =
      """
      copy report_row (domain_id, day, report_id, row_no, source_ip, messages, disposition,
        dkim_pass, spf_pass, header_from, envelope_from, envelope_to, overrides, auth_dkim, auth_spf)
      from stdin""";

  private RowText() {}

  /** What a row says, with its line end: everything but its place in the database. */
  static void append(StringBuilder line, ReportRow row) {
    SqlText.copyField(line, row.sourceIp() == null ? null : IpAddresses.toText(row.sourceIp()));
    line.append('\t').append(row.messages()).append('\t');
    text(line, row.disposition());
    line.append(row.dkimPass() ? 't' : 'f').append('\t');
    line.append(row.spfPass() ? 't' : 'f').append('\t');
    text(line, row.headerFrom());
    text(line, row.envelopeFrom());
    text(line, row.envelopeTo());
    json(line, row.overrides().stream().map(RowText::clean).toList());
    line.append('\t');
    json(line, row.dkim().stream().map(RowText::clean).toList());
    line.append('\t');
    json(line, row.spf().stream().map(RowText::clean).toList());
    line.append('\n');
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
}
