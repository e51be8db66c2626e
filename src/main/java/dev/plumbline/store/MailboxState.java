package dev.plumbline.store;

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
 */
public record MailboxState(
    String name,
    @Nullable Instant lastPollAt,
    @Nullable Instant lastSuccessAt,
    @Nullable String lastError,
    @Nullable Long waiting,
    long taken) {}
