package dev.plumbline.export;

import dev.plumbline.review.json.AlertJson;
import dev.plumbline.review.json.ChangeJson;
import dev.plumbline.review.json.DecisionJson;
import dev.plumbline.review.json.DomainJson;
import dev.plumbline.review.json.GroupJson;
import dev.plumbline.review.json.IncidentJson;
import dev.plumbline.review.json.IntakeJson;
import dev.plumbline.review.json.ReportJson;
import dev.plumbline.review.json.ReporterJson;
import dev.plumbline.review.json.RowJson;
import dev.plumbline.review.json.SenderJson;
import dev.plumbline.review.json.SourceJson;
import dev.plumbline.review.json.TlsReportJson;
import dev.plumbline.review.json.TrafficJson;
import java.util.Locale;

/** What can be taken away. */
public enum Kind {
  /** Rows of reports, in the order in which they were stored; can be followed. */
  ROWS(RowJson.class),
  /** Reports without rows, likewise. */
  REPORTS(ReportJson.class),
  /** The history of the judgement, likewise. */
  CHANGES(ChangeJson.class),
  /** Domains as they were judged last. */
  DOMAINS(DomainJson.class),
  /** Senders as they were judged last. */
  SENDERS(SenderJson.class),
  /** Sources as they were judged last. */
  SOURCES(SourceJson.class),
  /** Messages by day. */
  TRAFFIC(TrafficJson.class),
  /** Who reports. */
  REPORTERS(ReporterJson.class),
  /** What people decided about senders. */
  DECISIONS(DecisionJson.Exported.class),
  /** Failure reports by incident, what is private in them masked. */
  FAILURE_REPORTS(IncidentJson.class),
  /** TLS reports. */
  TLS_REPORTS(TlsReportJson.class),
  /** What was taken in and what became of it, the newest first. */
  INTAKE(IntakeJson.class),
  /** Alerts, the newest first. */
  ALERTS(AlertJson.class),
  /** Groups of domains. */
  GROUPS(GroupJson.class);

  private final Class<? extends Record> line;

  Kind(Class<? extends Record> line) {
    this.line = line;
  }

  /** What one line is. */
  public Class<? extends Record> line() {
    return line;
  }

  /** Whether one can go on from a cursor. */
  public boolean canBeFollowed() {
    return this == ROWS || this == REPORTS || this == CHANGES;
  }

  /** Whether it is of domains, so that some can be asked for. */
  public boolean isOfDomains() {
    return this != REPORTERS && this != INTAKE && this != GROUPS;
  }

  /** The name in addresses and commands. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@link #wire}, which is what commands take. */
  @Override
  public String toString() {
    return wire();
  }
}
