package dev.plumbline.review.json;

import dev.plumbline.store.export.Cursor;
import dev.plumbline.store.export.Feed.FedChange;
import dev.plumbline.store.judgement.StandingChange;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the history of a judgement.
 *
 * @param cursor where to go on after this line when following changes; null in the history of a
 *     domain, which is read backwards by {@code id}
 * @param id newer entries have larger ones
 * @param sender the sender's key, null if it is about the domain as a whole
 * @param name the sender's name then, null likewise
 * @param what what changed, as {@code standing}, {@code appeared} or {@code policy}
 * @param was before, null if there was nothing
 * @param became after, null likewise
 * @param cause what led to it, as {@code reports}, {@code recheck} or {@code decision}
 * @param reports the numbers of a few of the reports that came in
 * @param detail what else is worth telling, as the record that changed
 */
public record ChangeJson(
    @Nullable String cursor,
    long id,
    String domain,
    Instant at,
    @Nullable String sender,
    @Nullable String name,
    String what,
    @Nullable String was,
    @Nullable String became,
    String cause,
    List<Long> reports,
    @Nullable String detail) {

  /** An entry as those get it who follow all changes. */
  public static ChangeJson of(FedChange fed) {
    return of(fed.change(), Cursor.after(fed.position()).toString());
  }

  /** An entry of a domain's history. */
  public static ChangeJson of(StandingChange change) {
    return of(change, null);
  }

  private static ChangeJson of(StandingChange change, @Nullable String cursor) {
    boolean domain = change.senderKey().isEmpty();
    return new ChangeJson(
        cursor,
        change.id(),
        change.domain(),
        change.at(),
        domain ? null : change.senderKey(),
        domain ? null : change.senderName(),
        change.what().name().toLowerCase(Locale.ROOT),
        change.was(),
        change.became(),
        change.because().cause().wire(),
        change.because().reports(),
        change.because().text());
  }
}
