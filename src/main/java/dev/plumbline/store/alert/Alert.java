package dev.plumbline.store.alert;

import dev.plumbline.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody should know at once.
 *
 * @param domain empty if it is about the running of Plumbline
 * @param subject what tells it from others of its kind and domain
 * @param name of what it is about, for people
 * @param says one sentence
 * @param why what it was concluded from, and what to do
 * @param href the page that tells more, from {@code /} on
 * @param turn how often it was told of
 * @param endedAt null while it lasts; what only happens ends as it begins
 */
public record Alert(
    long id,
    AlertKind kind,
    String domain,
    String subject,
    String name,
    String says,
    String why,
    String href,
    Instant raisedAt,
    int turn,
    @Nullable Instant endedAt,
    @Nullable Instant acknowledgedAt,
    @Nullable String acknowledgedBy) {

  static Alert of(ResultSet row) throws SQLException {
    return new Alert(
        row.getLong("id"),
        AlertKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("domain"),
        row.getString("subject"),
        row.getString("name"),
        row.getString("says"),
        row.getString("why"),
        row.getString("href"),
        Database.requiredInstant(row, "raised_at"),
        row.getInt("turn"),
        Database.instant(row, "ended_at"),
        Database.instant(row, "acknowledged_at"),
        row.getString("acknowledged_by"));
  }

  /** The same, told in other words. */
  public Alert told(String otherDomain, String otherName, String otherwise, String otherReason) {
    return new Alert(
        id,
        kind,
        otherDomain,
        subject,
        otherName,
        otherwise,
        otherReason,
        href,
        raisedAt,
        turn,
        endedAt,
        acknowledgedAt,
        acknowledgedBy);
  }

  /** Whether it asks for somebody still. */
  public boolean open() {
    return acknowledgedAt == null && (endedAt == null || !kind.lasts());
  }

  /** Whether it was over before anybody was told. */
  public boolean over() {
    return kind.lasts() && endedAt != null;
  }

  /** Whether it says what was found, in the same words. */
  boolean tells(Found found) {
    return says.equals(found.says()) && why.equals(found.why());
  }

  /** What was found, before it is known whether it is new. */
  public record Found(
      AlertKind kind,
      String domain,
      String subject,
      String name,
      String says,
      String why,
      String href) {}
}
