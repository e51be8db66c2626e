package dev.plumbline.store.intake;

import dev.plumbline.store.SqlText;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Remembers how polling each mailbox went, for people to see. */
@ApplicationScoped
public class MailboxStates {

  private final MailboxStateEntity.Repository states;

  MailboxStates(MailboxStateEntity.Repository states) {
    this.states = states;
  }

  /**
   * A poll begins.
   *
   * @param reader the process that polls
   */
  @Transactional
  public void pollStarted(String mailbox, Instant at, String reader) {
    update(
        mailbox,
        state -> {
          state.lastPollAt = at;
          state.nextPollAt = null;
          state.watched = false;
          state.reader = SqlText.clean(reader);
        });
  }

  /**
   * A poll went well.
   *
   * @param taken messages taken by it
   * @param waiting messages it left in the inbox
   */
  @Transactional
  public void pollSucceeded(String mailbox, Instant at, long taken, long waiting) {
    update(
        mailbox,
        state -> {
          state.lastSuccessAt = at;
          state.lastError = null;
          state.takenMessages += taken;
          state.waitingMessages = waiting;
        });
  }

  /**
   * What does not work of a mailbox that is read.
   *
   * @param cannotTidy why messages that were taken in stay in the inbox, null if they do not
   * @param setAside why a message could not be fetched, null if all could
   */
  @Transactional
  public void remark(String mailbox, @Nullable String cannotTidy, @Nullable String setAside) {
    update(
        mailbox,
        state -> {
          state.cannotTidy = cannotTidy == null ? null : SqlText.clean(cannotTidy);
          state.setAside = setAside == null ? null : SqlText.clean(setAside);
        });
  }

  /** A poll failed, for a reason in one sentence. */
  @Transactional
  public void pollFailed(String mailbox, Instant at, String reason) {
    update(
        mailbox,
        state -> {
          state.lastPollAt = at;
          state.lastError = SqlText.clean(reason);
        });
  }

  /**
   * A mailbox is left alone for a while.
   *
   * @param until when it is looked at again at the latest
   * @param watched whether the server tells of new mail before
   */
  @Transactional
  public void resting(String mailbox, Instant until, boolean watched) {
    update(
        mailbox,
        state -> {
          state.nextPollAt = until;
          state.watched = watched;
        });
  }

  /** Every mailbox that was ever polled, by name. */
  @Transactional
  public List<MailboxState> all() {
    return states.listAll(Sort.by("name")).stream()
        .map(
            state ->
                new MailboxState(
                    state.name,
                    state.lastPollAt,
                    state.lastSuccessAt,
                    state.lastError,
                    state.waitingMessages,
                    state.takenMessages,
                    state.nextPollAt,
                    state.watched,
                    state.reader,
                    state.cannotTidy,
                    state.setAside))
        .toList();
  }

  private void update(String mailbox, Consumer<MailboxStateEntity> change) {
    MailboxStateEntity state = states.findById(mailbox);
    if (state == null) {
      state = new MailboxStateEntity();
      state.name = mailbox;
      states.persist(state);
    }
    change.accept(state);
  }
}
