package dev.plumbline.store.judgement;

import dev.plumbline.standing.Standing;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Basic;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of {@code domain_summary}. */
@Entity
@Table(name = "domain_summary")
class DomainSummaryEntity {

  @Id
  @Column(name = "domain_id")
  long domainId;

  @Column(name = "judged_at")
  Instant judgedAt = Instant.EPOCH;

  @Column(name = "rules_version")
  int rulesVersion;

  String catalogue = "";

  @Column(name = "window_from")
  LocalDate windowFrom = LocalDate.EPOCH;

  @Column(name = "window_to")
  LocalDate windowTo = LocalDate.EPOCH;

  @Column(name = "last_report_day")
  @Nullable LocalDate lastReportDay;

  @Column(name = "silent_since")
  @Nullable LocalDate silentSince;

  @Column(name = "to_fix")
  int toFix;

  @Column(name = "to_decide")
  int toDecide;

  @Column(name = "to_wait")
  int toWait;

  long messages;

  @Column(name = "pass_messages")
  long passMessages;

  @Column(name = "own_messages")
  long ownMessages;

  @Column(name = "own_failing")
  long ownFailing;

  @Column(name = "losing_messages")
  long losingMessages;

  @Nullable String policy;

  @JdbcTypeCode(SqlTypes.JSON)
  String senders = "{}";

  @JdbcTypeCode(SqlTypes.JSON)
  String findings = "[]";

  @Column(name = "next_step")
  @JdbcTypeCode(SqlTypes.JSON)
  String nextStep = "{}";

  @JdbcTypeCode(SqlTypes.JSON)
  String readiness = "{}";

  /** Some kilobytes that only judging needs. */
  @Basic(fetch = FetchType.LAZY)
  @JdbcTypeCode(SqlTypes.JSON)
  String shared = "{}";

  /** The columns that a judgement fills, in place of those of before. */
  void fill(DomainSummary summary, String catalogueHash, String sharedFacts) {
    domainId = summary.domainId();
    judgedAt = summary.judgedAt();
    rulesVersion = summary.rulesVersion();
    catalogue = catalogueHash;
    windowFrom = summary.from();
    windowTo = summary.to();
    lastReportDay = summary.lastReportDay();
    silentSince = summary.silentSince();
    toFix = summary.toFix();
    toDecide = summary.toDecide();
    toWait = summary.toWait();
    messages = summary.messages();
    passMessages = summary.passMessages();
    ownMessages = summary.ownMessages();
    ownFailing = summary.ownFailing();
    losingMessages = summary.losing();
    policy = summary.policy();
    senders = KeptJson.write(summary.senders());
    findings = ReasonsJson.write(summary.findings());
    nextStep = KeptJson.write(summary.nextStep());
    readiness = KeptJson.write(summary.ready());
    shared = sharedFacts;
  }

  String shared() {
    return shared;
  }

  DomainSummary record(String domain, @Nullable Instant dnsCheckedAt) {
    Map<Standing, Integer> byStanding = new EnumMap<>(Standing.class);
    byStanding.putAll(KeptJson.counts(senders));
    return new DomainSummary(
        domainId,
        domain,
        judgedAt,
        rulesVersion,
        windowFrom,
        windowTo,
        lastReportDay,
        silentSince,
        toFix,
        toDecide,
        toWait,
        messages,
        passMessages,
        ownMessages,
        ownFailing,
        losingMessages,
        policy,
        byStanding,
        ReasonsJson.read(findings),
        KeptJson.read(nextStep, NextStep.class),
        KeptJson.read(readiness, DomainSummary.Ready.class),
        dnsCheckedAt);
  }

  @ApplicationScoped
  static class Repository implements PanacheRepositoryBase<DomainSummaryEntity, Long> {}
}
