package dev.plumbline.store;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of {@code domain}. */
@Entity
@Table(name = "domain")
class DomainEntity {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  String name = "";

  @Column(name = "created_at")
  Instant createdAt = Instant.EPOCH;

  @Column(name = "organizational_domain")
  @Nullable String organizationalDomain;

  @Column(name = "dmarc_record")
  @Nullable String dmarcRecord;

  String adkim = "r";

  String aspf = "r";

  @Column(name = "spf_record")
  @Nullable String spfRecord;

  @Column(name = "dns_checked_at")
  @Nullable Instant dnsCheckedAt;

  @ApplicationScoped
  static class Repository implements PanacheRepositoryBase<DomainEntity, Long> {
    Optional<DomainEntity> byName(String name) {
      return find("name", name).firstResultOptional();
    }
  }
}
