package dev.plumbline.samples;

import dev.plumbline.samples.Reporter.Habit;
import dev.plumbline.samples.Sender.Signature;
import dev.plumbline.samples.Story.Policy;
import dev.plumbline.samples.Traffic.Row;
import java.util.Locale;

/** Prints a report the way its reporter does. */
final class ReportXml {

  private final Report report;
  private final Reporter reporter;
  private final StringBuilder out = new StringBuilder();
  private int depth;

  ReportXml(Report report) {
    this.report = report;
    this.reporter = report.reporter();
  }

  String text() {
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    open("feedback" + namespaces());
    if (!does(Habit.FEW_FIELDS)) {
      leaf("version", "1.0");
    }
    metadata();
    policy();
    if (does(Habit.EXTENSION)) {
      open("extension");
      open("gw:stats xmlns:gw=\"urn:example:gullwing\"");
      leaf("gw:rows", Integer.toString(report.printedRows().size()));
      close("gw:stats");
      close("extension");
    }
    report.printedRows().forEach(this::record);
    close("feedback");
    return out.toString();
  }

  private String namespaces() {
    if (does(Habit.NAMESPACE)) {
      return " xmlns=\"urn:ietf:params:xml:ns:dmarc-2.0\"";
    }
    return does(Habit.XSD_NAMESPACES)
        ? " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\""
            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
        : "";
  }

  private void metadata() {
    open("report_metadata");
    leaf("org_name", reporter.organisation());
    leaf("email", "noreply-dmarc@" + reporter.domain());
    if (does(Habit.CONTACT)) {
      leaf("extra_contact_info", "https://postmaster." + reporter.domain() + "/dmarc");
    }
    leaf("report_id", report.id());
    open("date_range");
    String fraction = does(Habit.FRACTIONAL_DATES) ? ".0" : "";
    leaf("begin", report.begin() + fraction);
    leaf("end", report.end() + fraction);
    close("date_range");
    if (does(Habit.NAMESPACE)) {
      leaf("generator", "gullwing-reports 3.2");
    }
    close("report_metadata");
  }

  private void policy() {
    Policy policy = Story.policy(report.domain(), report.last());
    open("policy_published");
    leaf("domain", policy.domain());
    if (does(Habit.RFC9990)) {
      leaf("discovery_method", does(Habit.NAMESPACE) ? "treewalk" : "psl");
    }
    if (!does(Habit.FEW_FIELDS)) {
      leaf("adkim", policy.mode());
      leaf("aspf", policy.mode());
    }
    leaf("p", policy.p());
    if (does(Habit.EMPTY_SP)) {
      leaf("sp", "");
    } else if (!policy.sp().isEmpty()) {
      leaf("sp", policy.sp());
    } else if (!does(Habit.RFC9990)) {
      // RFC 7489 reporters print what applies.
      leaf("sp", policy.p());
    }
    if (does(Habit.NP) && !policy.np().isEmpty()) {
      leaf("np", policy.np());
    }
    if (does(Habit.RFC9990)) {
      leaf("testing", "n");
    } else if (!does(Habit.FEW_FIELDS)) {
      leaf("pct", Integer.toString(policy.pct()));
    }
    if (does(Habit.FO)) {
      leaf("fo", policy.domain().equals(Story.MUSEUM) ? "1" : "0");
    }
    if (does(Habit.UNKNOWN_ELEMENTS)) {
      leaf("policy_source", "dns");
    }
    close("policy_published");
  }

  private void record(Row row) {
    open("record");
    open("row");
    leaf("source_ip", row.ip());
    leaf("count", Long.toString(row.messages()));
    open("policy_evaluated");
    leaf("disposition", row.disposition());
    leaf("dkim", result(row.dkimAligned() ? "pass" : "fail"));
    leaf("spf", result(row.spfAligned() ? "pass" : "fail"));
    reason(row);
    close("policy_evaluated");
    close("row");
    identifiers(row);
    open("auth_results");
    row.kind().signatures().forEach(this::dkim);
    spf(row);
    close("auth_results");
    close("record");
  }

  private void reason(Row row) {
    if (!row.reason().isEmpty()) {
      open("reason");
      leaf("type", row.reason());
      leaf("comment", row.comment());
      close("reason");
    } else if (does(Habit.EMPTY_REASON) && !row.passes()) {
      leaf("reason", "");
    }
  }

  private void identifiers(Row row) {
    open("identifiers");
    if (does(Habit.ENVELOPE_TO)) {
      leaf("envelope_to", row.ip().hashCode() % 3 == 0 ? "seagrass.example" : reporter.domain());
    }
    if (!does(Habit.NO_ENVELOPE_FROM) && !does(Habit.FEW_FIELDS)) {
      leaf("envelope_from", row.kind().envelope());
    }
    leaf("header_from", row.kind().author());
    close("identifiers");
  }

  private void dkim(Signature signature) {
    open("dkim");
    leaf("domain", signature.domain());
    if (!does(Habit.NO_SELECTOR)) {
      leaf("selector", signature.selector());
    }
    leaf("result", result(signature.result()));
    if (does(Habit.HUMAN_RESULT)) {
      leaf("human_result", signature.result().equals("permerror") ? "no usable key" : "");
    }
    close("dkim");
  }

  private void spf(Row row) {
    boolean helo = row.kind().envelope().isEmpty();
    open("spf");
    leaf("domain", helo ? row.helo() : row.kind().envelope());
    if (does(Habit.SCOPE)) {
      leaf("scope", helo ? "helo" : "mfrom");
    }
    boolean hardfail = does(Habit.HARDFAIL) && row.kind().spf().equals("fail");
    leaf("result", hardfail ? "hardfail" : result(row.kind().spf()));
    close("spf");
  }

  private String result(String result) {
    return does(Habit.CAPITAL_RESULTS)
        ? result.substring(0, 1).toUpperCase(Locale.ROOT) + result.substring(1)
        : result;
  }

  private boolean does(Habit habit) {
    return reporter.does(habit);
  }

  private void open(String tag) {
    line("<" + tag + ">");
    depth++;
  }

  private void close(String tag) {
    depth--;
    line("</" + tag + ">");
  }

  private void leaf(String name, String text) {
    if (text.isEmpty()) {
      line("<" + name + "/>");
      return;
    }
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
    if (does(Habit.PADDED)) {
      String indent = "\n" + "  ".repeat(depth);
      escaped = indent + "  " + escaped + indent;
    }
    line("<" + name + ">" + escaped + "</" + name + ">");
  }

  private void line(String text) {
    if (does(Habit.ONE_LINE)) {
      out.append(text);
    } else {
      out.append("  ".repeat(depth)).append(text).append('\n');
    }
  }
}
