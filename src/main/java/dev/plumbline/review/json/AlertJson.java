package dev.plumbline.review.json;

import dev.plumbline.store.alert.Alert;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert.
 *
 * @param id newer ones have larger ones
 * @param kind as {@code losing_mail} or {@code new_sender}
 * @param domain null if it is about the running of Plumbline
 * @param subject what tells it from others of its kind and domain, as a sender's key
 * @param name of that, for people
 * @param says one sentence
 * @param why what it was concluded from, and what to do
 * @param path the page that tells more
 * @param raisedAt when it was last told of
 * @param times how often it was told of
 * @param endedAt null while it lasts; what only happens ends as it begins
 */
public record AlertJson(
    long id,
    String kind,
    @Nullable String domain,
    String subject,
    String name,
    String says,
    String why,
    String path,
    Instant raisedAt,
    int times,
    @Nullable Instant endedAt,
    @Nullable Instant acknowledgedAt,
    @Nullable String acknowledgedBy) {

  public static AlertJson of(Alert one) {
    return new AlertJson(
        one.id(),
        one.kind().wire(),
        one.domain().isEmpty() ? null : one.domain(),
        one.subject(),
        one.name(),
        one.says(),
        one.why(),
        one.href(),
        one.raisedAt(),
        one.turn(),
        one.endedAt(),
        one.acknowledgedAt(),
        one.acknowledgedBy());
  }
}
