package dev.plumbline.store.judgement;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;

/** A row of {@code domain_plan}. */
@Entity
@Table(name = "domain_plan")
class DomainPlanEntity {

  @Id
  @Column(name = "domain_id")
  long domainId;

  @Column(columnDefinition = "jsonb")
  @ColumnTransformer(write = "?::jsonb")
  String plan = "{}";

  @Column(name = "tested_at")
  Instant testedAt = Instant.EPOCH;

  DomainPlanEntity() {}

  DomainPlanEntity(long domainId, String plan, Instant testedAt) {
    this.domainId = domainId;
    this.plan = plan;
    this.testedAt = testedAt;
  }

  @ApplicationScoped
  static class Repository implements PanacheRepositoryBase<DomainPlanEntity, Long> {}
}
