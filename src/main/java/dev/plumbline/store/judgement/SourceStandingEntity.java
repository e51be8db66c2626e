package dev.plumbline.store.judgement;

import dev.plumbline.standing.Standing;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of {@code source_standing}, as far as pages show it; {@link SourceRows} writes it. */
@Entity
@Immutable
@Table(name = "source_standing")
@IdClass(SourceStandingEntity.Key.class)
class SourceStandingEntity {

  /** What names a row. */
  static final class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    long domainId;
    @Nullable InetAddress sourceIp;

    Key() {}

    Key(long domainId, InetAddress sourceIp) {
      this.domainId = domainId;
      this.sourceIp = sourceIp;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && key.domainId == domainId
          && Objects.equals(key.sourceIp, sourceIp);
    }

    @Override
    public int hashCode() {
      return Objects.hash(domainId, sourceIp);
    }
  }

  @Id
  @Column(name = "domain_id")
  long domainId;

  @Id
  @Column(name = "source_ip")
  @JdbcTypeCode(SqlTypes.INET)
  @Nullable InetAddress sourceIp;

  @Column(name = "sender_key")
  String senderKey = "";

  @Column(name = "sender_name")
  String senderName = "";

  @Column(name = "sender_kind")
  String senderKind = "";

  @Column(name = "sender_service")
  @Nullable String senderService;

  @JdbcTypeCode(SqlTypes.JSON)
  String evidence = "[]";

  String standing = "";

  @JdbcTypeCode(SqlTypes.JSON)
  String reasons = "[]";

  boolean fixed;

  long messages;

  @Column(name = "pass_messages")
  long passMessages;

  @Column(name = "dkim_messages")
  long dkimMessages;

  @Column(name = "spf_messages")
  long spfMessages;

  @Column(name = "refused_messages")
  long refusedMessages;

  @Column(name = "first_seen")
  LocalDate firstSeen = LocalDate.EPOCH;

  @Column(name = "last_seen")
  LocalDate lastSeen = LocalDate.EPOCH;

  Instant since = Instant.EPOCH;

  SourceStanding record() {
    return new SourceStanding(
        Objects.requireNonNull(sourceIp),
        new SenderName(senderKey, senderName, senderKind, senderService, KeptJson.texts(evidence)),
        Standing.valueOf(standing),
        ReasonsJson.read(reasons),
        fixed,
        new Figures(messages, passMessages, dkimMessages, spfMessages, refusedMessages),
        firstSeen,
        lastSeen,
        since);
  }

  @ApplicationScoped
  static class Repository implements PanacheRepositoryBase<SourceStandingEntity, Key> {}
}
