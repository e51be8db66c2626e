package dev.plumbline.store.judgement;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A row of {@code remedy}. */
@Entity
@Table(name = "remedy")
@IdClass(RemedyEntity.Key.class)
class RemedyEntity {

  @Id
  @Column(name = "domain_id")
  long domainId;

  @Id
  @Column(name = "sender_key")
  String senderKey = "";

  @Column(columnDefinition = "jsonb")
  @ColumnTransformer(write = "?::jsonb")
  String remedy = "{}";

  @Column(name = "tested_at")
  Instant testedAt = Instant.EPOCH;

  RemedyEntity() {}

  RemedyEntity(long domainId, String senderKey, String remedy, Instant testedAt) {
    this.domainId = domainId;
    this.senderKey = senderKey;
    this.remedy = remedy;
    this.testedAt = testedAt;
  }

  /** A sender of a domain. */
  static class Key implements Serializable {
    private static final long serialVersionUID = 1;

    long domainId;
    String senderKey = "";

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && key.domainId == domainId
          && key.senderKey.equals(senderKey);
    }

    @Override
    public int hashCode() {
      return Objects.hash(domainId, senderKey);
    }
  }

  @ApplicationScoped
  static class Repository implements PanacheRepositoryBase<RemedyEntity, Key> {

    List<RemedyEntity> ofDomain(long domainId) {
      return list("domainId", domainId);
    }
  }
}
