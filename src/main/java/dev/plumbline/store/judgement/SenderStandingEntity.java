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

/** A row of {@code sender_standing}; {@link SenderRows} writes it. */
@Entity
@Immutable
@Table(name = "sender_standing")
@IdClass(SenderStandingEntity.Key.class)
class SenderStandingEntity {

  /** What names a row. */
  static final class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    long domainId;
    String senderKey = "";

    Key() {}

    Key(long domainId, String senderKey) {
      this.domainId = domainId;
      this.senderKey = senderKey;
    }

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

  @Id
  @Column(name = "domain_id")
  long domainId;

  @Id
  @Column(name = "sender_key")
  String senderKey = "";

  String name = "";

  String kind = "";

  @Nullable String service;

  @JdbcTypeCode(SqlTypes.JSON)
  String evidence = "[]";

  String standing = "";

  short urgency;

  @JdbcTypeCode(SqlTypes.JSON)
  String reasons = "[]";

  long messages;

  @Column(name = "pass_messages")
  long passMessages;

  @Column(name = "dkim_messages")
  long dkimMessages;

  @Column(name = "spf_messages")
  long spfMessages;

  @Column(name = "refused_messages")
  long refusedMessages;

  @Column(name = "stranger_messages")
  long strangerMessages;

  @Column(name = "mended_messages")
  long mendedMessages;

  int sources;

  @Column(name = "sources_ever")
  int sourcesEver;

  @Column(name = "leading_source")
  @JdbcTypeCode(SqlTypes.INET)
  @Nullable InetAddress leadingSource;

  @Column(name = "first_seen")
  LocalDate firstSeen = LocalDate.EPOCH;

  @Column(name = "last_seen")
  LocalDate lastSeen = LocalDate.EPOCH;

  Instant since = Instant.EPOCH;

  @Column(name = "silent_since")
  @Nullable LocalDate silentSince;

  @Column(name = "every_days")
  @Nullable Integer everyDays;

  SenderStanding record() {
    return new SenderStanding(
        new SenderName(senderKey, name, kind, service, KeptJson.texts(evidence)),
        Standing.valueOf(standing),
        ReasonsJson.read(reasons),
        new Figures(messages, passMessages, dkimMessages, spfMessages, refusedMessages),
        mendedMessages,
        strangerMessages,
        sources,
        sourcesEver,
        Objects.requireNonNull(leadingSource),
        firstSeen,
        lastSeen,
        since,
        silentSince,
        everyDays);
  }

  @ApplicationScoped
  static class Repository implements PanacheRepositoryBase<SenderStandingEntity, Key> {}
}
