package dev.plumbline.store.intake;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code mailbox_state}. */
@Entity
@Table(name = "mailbox_state")
class MailboxStateEntity {

  @Id String name = "";

  @Column(name = "last_poll_at")
  @Nullable Instant lastPollAt;

  @Column(name = "last_success_at")
  @Nullable Instant lastSuccessAt;

  @Column(name = "last_error")
  @Nullable String lastError;

  @Column(name = "waiting_messages")
  @Nullable Long waitingMessages;

  @Column(name = "taken_messages")
  long takenMessages;

  @Column(name = "next_poll_at")
  @Nullable Instant nextPollAt;

  @Column(name = "watched")
  boolean watched;

  @Column(name = "reader")
  @Nullable String reader;

  @Column(name = "cannot_tidy")
  @Nullable String cannotTidy;

  @Column(name = "set_aside")
  @Nullable String setAside;

  @ApplicationScoped
  static class Repository implements PanacheRepositoryBase<MailboxStateEntity, String> {}
}
