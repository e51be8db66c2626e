package dev.plumbline.store.judgement;

import dev.plumbline.standing.Decision;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.AuditLog.Deed;
import dev.plumbline.store.people.Who;
import dev.plumbline.store.traffic.DomainInfo;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Remembers what people decided about senders, with all they decided before. */
@ApplicationScoped
public class Decisions {

  private final DecisionEntity.Repository decisions;
  private final JudgingQueue queue;
  private final AuditLog audit;

  Decisions(DecisionEntity.Repository decisions, JudgingQueue queue, AuditLog audit) {
    this.audit = audit;
    this.decisions = decisions;
    this.queue = queue;
  }

  /** A decision and the sender it is about. */
  public record Recorded(String senderKey, Decision decision) {}

  /** Keeps a decision; earlier ones about the same sender become its history. */
  @Transactional
  public void decide(long domainId, String senderKey, Decision decision) {
    DecisionEntity entity = new DecisionEntity();
    entity.domainId = domainId;
    entity.senderKey = SqlText.clean(senderKey);
    entity.verdict = decision.verdict().wire();
    entity.owner = SqlText.cleanOrNull(decision.owner());
    entity.purpose = SqlText.cleanOrNull(decision.purpose());
    entity.note = SqlText.cleanOrNull(decision.note());
    entity.due = decision.due();
    entity.decidedBy = SqlText.clean(decision.decidedBy());
    entity.decidedAt = decision.decidedAt();
    decisions.persist(entity);
    queue.wantDecided(domainId, senderKey, decision);
  }

  /** As {@link #decide(long, String, Decision)}, and writes down who did it. */
  @Transactional
  public void decide(Who who, DomainInfo domain, String senderKey, Decision decision) {
    Decision before = of(domain.id(), senderKey).stream().findFirst().orElse(null);
    decide(domain.id(), senderKey, decision);
    audit.add(who, decision.decidedAt(), deed(domain.name(), senderKey, before, decision));
  }

  /** A decision as the audit log tells of it. */
  static Deed deed(String domain, String senderKey, @Nullable Decision before, Decision after) {
    return new Deed(
        "decide",
        senderKey.equals(Decision.WHOLE_DOMAIN) ? domain : senderKey,
        domain,
        before == null ? null : values(before),
        values(after));
  }

  private static Map<String, ?> values(Decision decision) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("verdict", decision.verdict().wire());
    values.put("owner", decision.owner());
    values.put("purpose", decision.purpose());
    values.put("note", decision.note());
    values.put("due", decision.due() == null ? null : decision.due().toString());
    values.values().removeIf(Objects::isNull);
    return values;
  }

  /** The decision that counts for each sender of a domain, by the sender's key. */
  @Transactional
  public Map<String, Decision> current(long domainId) {
    Map<String, Decision> current = new LinkedHashMap<>();
    all(domainId).forEach(one -> current.putIfAbsent(one.senderKey(), one.decision()));
    return current;
  }

  /** Every decision ever made about a domain's senders, the newest first. */
  @Transactional
  public List<Recorded> all(long domainId) {
    return decisions.ofDomain(domainId).stream()
        .map(entity -> new Recorded(entity.senderKey, entity.record()))
        .toList();
  }

  /** Every decision ever made about one sender, the newest first. */
  @Transactional
  public List<Decision> of(long domainId, String senderKey) {
    return decisions.of(domainId, SqlText.clean(senderKey)).stream()
        .map(DecisionEntity::record)
        .toList();
  }
}
