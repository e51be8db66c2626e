package dev.plumbline.store.intake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How polling a mailbox went.
 *
 * @param lastPollAt when it was last tried, null if never
 * @param lastSuccessAt when it last went well, null if never
 * @param lastError what went wrong at the last try, null if it went well
 * @param waiting messages left in the inbox after the last successful poll, null if not known
 * @param taken messages taken in, ever
 * @param nextPollAt when it is looked at next at the latest, null if not known
 * @param watched whether the server tells of new mail at once (RFC 2177)
 * @param reader the process that reads it, null if not known
 * @param cannotTidy why messages that were taken in stay in the inbox, null if they do not
 * @param setAside why a message could not be fetched, null if all could
 */
public record MailboxState(
    String name,
    @Nullable Instant lastPollAt,
    @Nullable Instant lastSuccessAt,
    @Nullable String lastError,
    @Nullable Long waiting,
    long taken,
    @Nullable Instant nextPollAt,
    boolean watched,
    @Nullable String reader,
    @Nullable String cannotTidy,
    @Nullable String setAside) {}
