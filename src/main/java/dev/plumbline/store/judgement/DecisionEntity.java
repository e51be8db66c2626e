package dev.plumbline.store.judgement;

import dev.plumbline.standing.Decision;
import dev.plumbline.standing.Decision.Verdict;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of {@code decision}. */
@Entity
@Table(name = "decision")
class DecisionEntity {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @Column(name = "domain_id")
  long domainId;

  @Column(name = "sender_key")
  String senderKey = "";

  String verdict = "undecided";

  @Nullable String owner;

  @Nullable String purpose;

  @Nullable String note;

  @Nullable LocalDate due;

  @Column(name = "decided_by")
  String decidedBy = "";

  @Column(name = "decided_at")
  Instant decidedAt = Instant.EPOCH;

  Decision record() {
    return new Decision(Verdict.ofWire(verdict), owner, purpose, note, due, decidedBy, decidedAt);
  }

  @ApplicationScoped
  static class Repository implements PanacheRepositoryBase<DecisionEntity, Long> {

    /** All of a domain, the newest first. */
    List<DecisionEntity> ofDomain(long domainId) {
      return list("domainId = ?1 order by decidedAt desc, id desc", domainId);
    }

    /** All about a sender, the newest first. */
    List<DecisionEntity> of(long domainId, String senderKey) {
      return list(
          "domainId = ?1 and senderKey = ?2 order by decidedAt desc, id desc", domainId, senderKey);
    }
  }
}
