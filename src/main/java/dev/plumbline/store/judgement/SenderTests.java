package dev.plumbline.store.judgement;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Test mails that were to be sent through a sender, and what came of them. */
@ApplicationScoped
public class SenderTests {

  private final Database sql;

  public SenderTests(Database sql) {
    this.sql = sql;
  }

  /** What came of a test. */
  public enum Verdict {
    PASS,
    FAIL,
    UNKNOWN;

    /** The one of a word in the database. */
    static Verdict of(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A test whose mail was looked at.
   *
   * @param told what came of it, in a sentence or two
   */
  public record Done(
      String senderKey, String madeBy, Instant cameAt, Verdict verdict, String told) {}

  /** A test that nothing is known of yet. */
  public record Pending(long domainId, String domain, String senderKey) {}

  /** Keeps that the mail of an address is to be sent through a sender. */
  public void make(long domainId, String token, String senderKey, Instant at, String by) {
    sql.write(
        """
        insert into sender_test (domain_id, token, sender_key, made_at, made_by)
        values (?, ?, ?, ?, ?)\
        """,
        domainId,
        token,
        senderKey,
        at,
        SqlText.clean(by));
  }

  /** The test of an address; empty if it is of no sender, or was looked at. */
  public Optional<Pending> pending(String token) {
    return sql.first(
        """
        select t.domain_id, d.name, t.sender_key
        from sender_test t join domain d on d.id = t.domain_id
        where t.token = ? and t.verdict is null\
        """,
        row ->
            new Pending(
                row.getLong("domain_id"), row.getString("name"), row.getString("sender_key")),
        token);
  }

  /** Keeps what came of a test. */
  public void tell(Pending test, String token, Instant cameAt, Verdict verdict, String told) {
    sql.write(
        """
        update sender_test set came_at = ?, verdict = ?, told = ?
        where domain_id = ? and token = ? and verdict is null\
        """,
        cameAt,
        verdict.wire(),
        SqlText.clean(told),
        test.domainId(),
        token);
  }

  /** Whether an address is one of a sender's. */
  public boolean isBehind(Pending test, InetAddress ip) {
    return sql.number(
            """
            select count(*) from source_standing
            where domain_id = ? and sender_key = ? and source_ip = ?::inet\
            """,
            test.domainId(),
            test.senderKey(),
            IpAddresses.toText(ip))
        > 0;
  }

  /** What came of the tests through a sender, newest first. */
  public List<Done> of(long domainId, String senderKey, int most) {
    return sql.list(
        """
        select sender_key, made_by, came_at, verdict, told from sender_test
        where domain_id = ? and sender_key = ? and verdict is not null
        order by made_at desc limit ?\
        """,
        SenderTests::done,
        domainId,
        senderKey,
        most);
  }

  static Done done(ResultSet row) throws SQLException {
    return new Done(
        row.getString("sender_key"),
        row.getString("made_by"),
        Database.requiredInstant(row, "came_at"),
        Verdict.of(row.getString("verdict")),
        row.getString("told"));
  }
}
