package dev.plumbline.store.judgement;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code domain}, as far as a summary tells of it. */
@Entity
@Immutable
@Table(name = "domain")
class DomainRowEntity {

  @Id long id;

  String name = "";

  @Column(name = "dns_checked_at")
  @Nullable Instant dnsCheckedAt;
}
