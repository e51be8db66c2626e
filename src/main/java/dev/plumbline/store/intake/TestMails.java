package dev.plumbline.store.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import dev.plumbline.verify.MailStory;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that were made for one test mail each, and what came to them. Nobody can guess a token.
 */
@ApplicationScoped
public class TestMails {

  /** Of a mail that is larger nothing is kept but that it came. */
  public static final int MOST_BYTES = 20 * 1024 * 1024;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Database sql;

  public TestMails(Database sql) {
    this.sql = sql;
  }

  /**
   * A test as it is shown.
   *
   * @param madeBy who wanted the address
   * @param story what a receiver makes of the mail; null as long as that is not known
   */
  public record Kept(
      String token,
      String madeBy,
      Instant expiresAt,
      @Nullable Instant cameAt,
      @Nullable MailStory story) {}

  /** A mail that waits to be verified; one without content was too large to be kept. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Waiting(String token, String channel, Instant cameAt, byte[] content) {}

  /** Keeps an address. */
  public void make(String token, Instant madeAt, Instant expiresAt, String madeBy) {
    sql.write(
        "insert into test_mail (token, made_at, expires_at, made_by) values (?, ?, ?, ?)",
        token,
        madeAt,
        expiresAt,
        SqlText.clean(madeBy));
  }

  /** Whether mail to an address is a test now. */
  public boolean isExpected(String token, Instant now) {
    return sql.number(
            "select count(*) from test_mail where token = ? and expires_at > ?", token, now)
        > 0;
  }

  /** Keeps the first mail that came to an address; others change nothing. */
  public void receive(String token, String channel, Instant cameAt, byte[] content) {
    sql.write(
        """
        update test_mail set channel = ?, came_at = ?, content = ?
        where token = ? and came_at is null\
        """,
        channel,
        cameAt,
        content,
        token);
  }

  /** Some of the mails that nobody verified yet, the oldest first. */
  public List<Waiting> waiting(int most) {
    return sql.list(
        """
        select token, channel, came_at, content from test_mail
        where came_at is not null and told is null order by came_at limit ?\
        """,
        row ->
            new Waiting(
                row.getString("token"),
                row.getString("channel"),
                row.getTimestamp("came_at").toInstant(),
                row.getBytes("content")),
        most);
  }

  /** Keeps what a receiver makes of a mail; the mail itself is not needed any more. */
  public void tell(String token, MailStory story, Instant at) {
    sql.write(
        """
        update test_mail set told = ?::jsonb, told_at = ?, content = null
        where token = ? and told is null\
        """,
        SqlText.clean(write(story)),
        at,
        token);
  }

  /** A test. */
  public Optional<Kept> find(String token) {
    return sql.first(
        "select token, made_by, expires_at, came_at, told from test_mail where token = ?",
        row ->
            new Kept(
                row.getString("token"),
                row.getString("made_by"),
                row.getTimestamp("expires_at").toInstant(),
                row.getTimestamp("came_at") == null
                    ? null
                    : row.getTimestamp("came_at").toInstant(),
                read(row.getString("told"))),
        token);
  }

  /** Forgets the tests that ended before a time. */
  public int forget(Instant before) {
    return sql.write("delete from test_mail where expires_at < ?", before);
  }

  private static String write(MailStory story) {
    try {
      // PostgreSQL takes no NUL, not even as an escape.
      return JSON.writeValueAsString(story).replace("\\u0000", "\\ufffd");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable MailStory read(@Nullable String told) {
    try {
      return told == null ? null : JSON.readValue(told, MailStory.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
