package dev.plumbline.store.intake;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportRow.DkimResult;
import dev.plumbline.report.aggregate.ReportRow.PolicyOverride;
import dev.plumbline.report.aggregate.ReportRow.SpfResult;
import dev.plumbline.store.SqlText;
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
    list(line, row.overrides(), RowText::override);
    line.append('\t');
    list(line, row.dkim(), RowText::dkim);
    line.append('\t');
    list(line, row.spf(), RowText::spf);
    line.append('\n');
  }

  private static void text(StringBuilder line, @Nullable String text) {
    SqlText.copyField(line, SqlText.cleanOrNull(text));
    line.append('\t');
  }

  interface Writer<T> {
    void append(StringBuilder line, T value);
  }

  static <T> void list(StringBuilder line, List<T> values, Writer<T> writer) {
    line.append('[');
    for (int i = 0; i < values.size(); i++) {
      writer.append(i == 0 ? line : line.append(','), values.get(i));
    }
    line.append(']');
  }

  private static void override(StringBuilder line, PolicyOverride override) {
    member(line, "{\"type\":", override.type());
    member(line, ",\"comment\":", override.comment());
    line.append('}');
  }

  static void dkim(StringBuilder line, DkimResult dkim) {
    member(line, "{\"domain\":", dkim.domain());
    member(line, ",\"selector\":", dkim.selector());
    member(line, ",\"result\":", dkim.result());
    member(line, ",\"humanResult\":", dkim.humanResult());
    line.append('}');
  }

  private static void spf(StringBuilder line, SpfResult spf) {
    member(line, "{\"domain\":", spf.domain());
    member(line, ",\"scope\":", spf.scope());
    member(line, ",\"result\":", spf.result());
    member(line, ",\"humanResult\":", spf.humanResult());
    line.append('}');
  }

  private static void member(StringBuilder line, String before, @Nullable String value) {
    SqlText.copyJson(line.append(before), SqlText.cleanOrNull(value));
  }
}
