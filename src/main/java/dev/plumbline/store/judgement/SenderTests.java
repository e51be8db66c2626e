package dev.plumbline.store.judgement;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.dkim.Selector;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Proof;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /**
   * Keeps what came of a test, and wants its sender judged.
   *
   * @param proof by what it passed; null if it shows nothing of the sender
   */
  public void tell(
      Pending test,
      String token,
      Instant cameAt,
      Verdict verdict,
      String told,
      @Nullable Proof proof) {
    Selector key = proof == null ? null : proof.key();
    sql.doInTransaction(
        connection -> {
          Database.write(
              connection,
              """
              update sender_test set came_at = ?, verdict = ?, told = ?, source = ?::inet,
                signer = ?, selector = ?
              where domain_id = ? and token = ? and verdict is null\
              """,
              cameAt,
              verdict.wire(),
              SqlText.clean(told),
              proof == null ? null : IpAddresses.toText(proof.source()),
              key == null ? null : key.signer().toString(),
              key == null ? null : SqlText.clean(key.name()),
              test.domainId(),
              token);
          JudgingQueue.wantTested(connection, test.domainId(), test.senderKey());
        });
  }

  /**
   * What tests showed of each sender of a domain, by the sender's key: the last one that showed
   * anything. A signature shows nothing any more once its key is known to be gone.
   */
  public Map<String, Proof> proofs(long domainId) {
    Map<String, Proof> proofs = new HashMap<>();
    sql.list(
        """
        select t.*, k.state from (
          select distinct on (sender_key) domain_id, sender_key, verdict, came_at,
            host(source) as source, signer, selector
          from sender_test where domain_id = ? and verdict in ('pass', 'fail')
          order by sender_key, came_at desc) t
        left join dkim_key k on k.domain_id = ? and k.signing_domain = t.signer
          and k.selector = t.selector
        where t.verdict = 'pass' and t.source is not null\
        """,
        row -> {
          String state = row.getString("state");
          KeyState known = state == null ? KeyState.UNKNOWN : KeyState.valueOf(state);
          if (known.verifies() || known == KeyState.UNKNOWN) {
            proofs.put(row.getString("sender_key"), proof(row));
          }
          return known;
        },
        domainId,
        domainId);
    return proofs;
  }

  /** The senders of which tests showed anything, also if their keys are gone since. */
  public List<String> proven(long domainId) {
    return sql.list(
        "select distinct sender_key from sender_test where domain_id = ? and signer is not null",
        row -> row.getString(1),
        domainId);
  }

  private static Proof proof(ResultSet row) throws SQLException {
    String signer = row.getString("signer");
    return new Proof(
        Database.requiredInstant(row, "came_at"),
        IpAddresses.parse(row.getString("source")).orElseThrow(),
        signer == null ? null : Selector.parse(signer, row.getString("selector")).orElse(null));
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
