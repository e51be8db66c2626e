package dev.plumbline.store.judgement;

import dev.plumbline.store.judgement.StandingChange.Because;
import dev.plumbline.store.judgement.StandingChange.What;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of {@code standing_change}. */
@Entity
@Immutable
@Table(name = "standing_change")
@IdClass(StandingChangeEntity.Key.class)
class StandingChangeEntity {

  /** What names a row. */
  static final class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    long domainId;
    long id;

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && key.domainId == domainId && key.id == id;
    }

    @Override
    public int hashCode() {
      return Objects.hash(domainId, id);
    }
  }

  @Id
  @Column(name = "domain_id")
  long domainId;

  @Id long id;

  Instant at = Instant.EPOCH;

  String subject = "";

  @Column(name = "sender_key")
  String senderKey = "";

  @Column(name = "sender_name")
  String senderName = "";

  String what = "";

  @Nullable String was;

  @Nullable String became;

  String cause = "";

  @JdbcTypeCode(SqlTypes.JSON)
  String detail = "{}";

  StandingChange record(String domain) {
    ChangeDetail more = KeptJson.read(detail, ChangeDetail.class);
    return new StandingChange(
        id,
        domain,
        at,
        senderKey,
        senderName,
        What.valueOf(what.toUpperCase(Locale.ROOT)),
        was,
        became,
        new Because(Cause.ofWire(cause), more.reports(), more.text()));
  }

  @ApplicationScoped
  static class Repository implements PanacheRepositoryBase<StandingChangeEntity, Key> {}
}
