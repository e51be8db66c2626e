package dev.plumbline.store.judgement;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.plumbline.standing.remedy.DomainPlan;
import dev.plumbline.standing.remedy.Remedy;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the plan of each domain and what its senders have to do. What did not change is not written
 * again, so that its time says since when it is so.
 */
@ApplicationScoped
public class RemedyStore {

  private static final TypeReference<Remedy> REMEDY = new TypeReference<>() {};
  private static final TypeReference<DomainPlan> PLAN = new TypeReference<>() {};

  private final RemedyEntity.Repository remedies;
  private final DomainPlanEntity.Repository plans;
  private final JudgingQueue queue;
  private final Database sql;

  RemedyStore(
      RemedyEntity.Repository remedies,
      DomainPlanEntity.Repository plans,
      JudgingQueue queue,
      Database sql) {
    this.sql = sql;
    this.remedies = remedies;
    this.plans = plans;
    this.queue = queue;
  }

  /**
   * A plan that is kept.
   *
   * @param testedAt when it was first found to be so
   */
  public record Kept(DomainPlan plan, Instant testedAt) {}

  /**
   * Replaces the plan of a domain and the remedies of its senders, as far as they differ; if they
   * do, the domain is to be judged, since they are what there is to do next.
   *
   * @param found by the keys of senders
   * @return how many rows that wrote
   */
  @Transactional
  public int save(long domainId, DomainPlan plan, Map<String, Remedy> found, Instant at) {
    int written = save(domainId, plan, at) ? 1 : 0;
    Map<String, Remedy> missing = new HashMap<>();
    found.forEach((sender, remedy) -> missing.put(SqlText.key(sender), remedy));
    for (RemedyEntity entity : remedies.ofDomain(domainId)) {
      Remedy remedy = missing.remove(entity.senderKey);
      if (remedy == null) {
        remedies.delete(entity);
        written++;
      } else if (!remedy.equals(remedy(entity))) {
        entity.remedy = json(remedy);
        entity.testedAt = at;
        written++;
      }
    }
    missing.forEach(
        (sender, remedy) -> remedies.persist(new RemedyEntity(domainId, sender, json(remedy), at)));
    written += missing.size();
    if (written > 0) {
      queue.want(domainId, Cause.REMEDIES, null, null);
    }
    return written;
  }

  private boolean save(long domainId, DomainPlan plan, Instant at) {
    DomainPlanEntity kept = plans.findById(domainId);
    if (kept == null) {
      plans.persist(new DomainPlanEntity(domainId, json(plan), at));
      return true;
    }
    if (plan.equals(SqlText.fromJson(kept.plan, PLAN))) {
      return false;
    }
    kept.plan = json(plan);
    kept.testedAt = at;
    return true;
  }

  /** What was found for a domain's senders, by their keys. */
  @Transactional
  public Map<String, Remedy> ofDomain(long domainId) {
    Map<String, Remedy> found = new HashMap<>();
    remedies.ofDomain(domainId).forEach(entity -> found.put(entity.senderKey, remedy(entity)));
    return found;
  }

  /** What was found for some senders of a domain, by their keys. */
  public Map<String, Remedy> of(long domainId, Collection<String> senders) {
    Map<String, Remedy> found = new HashMap<>();
    sql.list(
        "select sender_key, remedy from remedy where domain_id = ? and sender_key = any(?)",
        row ->
            found.put(
                row.getString("sender_key"), SqlText.fromJson(row.getString("remedy"), REMEDY)),
        domainId,
        senders.stream().map(SqlText::key).toArray(String[]::new));
    return found;
  }

  /** The plan of a domain; empty if none was made yet. */
  @Transactional
  public Optional<Kept> plan(long domainId) {
    return plans
        .findByIdOptional(domainId)
        .map(entity -> new Kept(SqlText.fromJson(entity.plan, PLAN), entity.testedAt));
  }

  private static Remedy remedy(RemedyEntity entity) {
    return SqlText.fromJson(entity.remedy, REMEDY);
  }

  private static String json(Object value) {
    return SqlText.clean(SqlText.json(value));
  }
}
