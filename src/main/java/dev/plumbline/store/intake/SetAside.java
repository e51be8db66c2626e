package dev.plumbline.store.intake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A report that is set aside.
 *
 * @param intakeId its entry in the intake log
 * @param domain what it says it is about
 * @param bound what it is outside of
 * @param reason one sentence
 * @param submitter the author domain of the mail it came in; null if it came otherwise
 */
public record SetAside(
    long intakeId,
    Instant receivedAt,
    String domain,
    String bound,
    String reason,
    @Nullable String submitter) {}
