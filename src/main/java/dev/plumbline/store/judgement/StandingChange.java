package dev.plumbline.store.judgement;

import dev.plumbline.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the history: something that changed in the judgement of a domain.
 *
 * @param id newer ones are larger
 * @param senderKey the sender it is about, empty for the domain as a whole
 * @param senderName its name then
 * @param what what changed
 * @param was before, in the terms of {@code what}; null if there was nothing before
 * @param became after, null likewise
 * @param because what led to it
 */
public record StandingChange(
    long id,
    String domain,
    Instant at,
    String senderKey,
    String senderName,
    What what,
    @Nullable String was,
    @Nullable String became,
    Because because) {

  /** Reads a row of {@code standing_change} with the name of its domain. */
  public static StandingChange of(ResultSet row) throws SQLException {
    ChangeDetail detail = KeptJson.read(row.getString("detail"), ChangeDetail.class);
    return new StandingChange(
        row.getLong("id"),
        row.getString("domain"),
        Database.requiredInstant(row, "at"),
        row.getString("sender_key"),
        row.getString("sender_name"),
        What.valueOf(row.getString("what").toUpperCase(Locale.ROOT)),
        row.getString("was"),
        row.getString("became"),
        new Because(Cause.ofWire(row.getString("cause")), detail.reports(), detail.text()));
  }

  /** What can change. */
  public enum What {
    /** The domain was judged for the first time; a single entry, whatever the number of senders. */
    FIRST_JUDGED,
    /** A sender was seen for the first time: its standing. */
    APPEARED,
    /** The standing of a sender. */
    STANDING,
    /** A sender writes no more: since when, and its standing. */
    SILENT,
    /** A sender writes again. */
    BACK,
    /** No source is named so any more. */
    GONE,
    /** The policy in force. */
    POLICY,
    /** What is wrong with the domain's own records, by code. */
    FINDINGS,
    /** Which stricter policies are safe. */
    READY,
    /** Nobody reports about the domain any more, or somebody does again. */
    REPORTS,
    /** The rules by which standings are found. */
    RULES
  }

  /**
   * What led to a change.
   *
   * @param cause the one that explains most
   * @param reports the reports that came in, a few of them
   * @param text what else is worth telling, as the record that changed; null if nothing
   */
  public record Because(Cause cause, List<Long> reports, @Nullable String text) {

    public Because {
      reports = List.copyOf(reports);
    }
  }
}
