package dev.plumbline.store.judgement;

import dev.plumbline.dkim.Selector;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.SourceTraits;
import dev.plumbline.standing.SourceTraits.Signature;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code source_standing} as the judge reads and writes them, in bulk and in the
 * transaction that is under way.
 */
@ApplicationScoped
public class SourceRows {

  private static final String UPSERT =
      """
      insert into source_standing (domain_id, source_ip, sender_key, sender_name, sender_kind,
        sender_service, evidence, standing, reasons, fixed, messages, pass_messages, dkim_messages,
        spf_messages, refused_messages, stranger_messages, first_seen, last_seen, since, at_home,
        direct, partly_failing, passing_on, signed_today, broken_spf, signatures, kin, shown,
        signed_only, digest, checks, others_messages, others_profiles, called_forwarder)
      values (?, ?::inet, ?, ?, ?, ?, ?::jsonb, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?::jsonb, ?, ?, ?, ?::uuid, ?, ?, ?::uuid[], ?)
      on conflict (domain_id, source_ip) do update set sender_key = excluded.sender_key,
        sender_name = excluded.sender_name, sender_kind = excluded.sender_kind,
        sender_service = excluded.sender_service, evidence = excluded.evidence,
        standing = excluded.standing, reasons = excluded.reasons, fixed = excluded.fixed,
        messages = excluded.messages, pass_messages = excluded.pass_messages,
        dkim_messages = excluded.dkim_messages, spf_messages = excluded.spf_messages,
        refused_messages = excluded.refused_messages,
        stranger_messages = excluded.stranger_messages, first_seen = excluded.first_seen,
        last_seen = excluded.last_seen, since = excluded.since, at_home = excluded.at_home,
        direct = excluded.direct, partly_failing = excluded.partly_failing,
        passing_on = excluded.passing_on, signed_today = excluded.signed_today,
        broken_spf = excluded.broken_spf, signatures = excluded.signatures, kin = excluded.kin,
        shown = excluded.shown, signed_only = excluded.signed_only, digest = excluded.digest,
        checks = excluded.checks, others_messages = excluded.others_messages,
        others_profiles = excluded.others_profiles,
        called_forwarder = excluded.called_forwarder""";

  private final Database sql;

  SourceRows(Database database) {
    this.sql = database;
  }

  /** What of a kept row tells whether it changed. */
  public record Known(String senderKey, Standing standing, Instant since, UUID digest) {}

  /** A source to be kept. */
  public record Row(JudgedSource source, Instant since, UUID digest) {}

  /** A source with signatures of the domain's, and when it was last seen. */
  public record Signer(SourceTraits traits, LocalDate lastSeen) {}

  /** What stands for all of a row but since when it is so. */
  public static UUID digest(JudgedSource source) {
    return UUID.nameUUIDFromBytes(
        KeptJson.write(
                List.of(
                    source.sender(),
                    source.standing(),
                    ReasonsJson.write(source.reasons()),
                    source.fixed(),
                    source.figures(),
                    source.strangers(),
                    source.others(),
                    new TreeSet<>(source.othersProfiles()),
                    source.firstSeen(),
                    source.lastSeen(),
                    source.traits().toString(),
                    new TreeSet<>(source.signedOnly()),
                    source.passingOn(),
                    source.checks()))
            .getBytes(StandardCharsets.UTF_8));
  }

  /** The kept rows of some sources. */
  public Map<InetAddress, Known> known(long domainId, Collection<InetAddress> sources) {
    Map<InetAddress, Known> known = new HashMap<>();
    sql.list(
        """
        select host(source_ip) as ip, sender_key, standing, since, digest::text as digest
        from source_standing where domain_id = ? and source_ip = any(?::inet[])""",
        row ->
            known.put(
                ip(row),
                new Known(
                    row.getString("sender_key"),
                    Standing.valueOf(row.getString("standing")),
                    Database.requiredInstant(row, "since"),
                    UUID.fromString(row.getString("digest")))),
        domainId,
        array(sources));
    return known;
  }

  /** The keys of the senders that some sources are behind. */
  public List<String> senders(long domainId, Collection<InetAddress> sources) {
    return sql.list(
        """
        select distinct sender_key from source_standing
        where domain_id = ? and source_ip = any(?::inet[])""",
        row -> row.getString("sender_key"),
        domainId,
        array(sources));
  }

  /** Writes rows in place of what was kept of their sources. */
  public void save(long domainId, List<Row> rows) {
    sql.writeAll(
        UPSERT, rows, (upsert, row) -> fill(upsert.getConnection(), upsert, domainId, row));
  }

  /**
   * Has the database count the rows, those of the transaction that is under way included. It takes
   * a domain of which it knows no row yet to have one, and would read all of them for each it is
   * asked for.
   */
  public void count() {
    sql.doInTransaction(
        connection ->
            Database.run(
                connection,
                "analyze source_standing (domain_id, source_ip, sender_key, last_seen)"));
  }

  private static void fill(Connection connection, PreparedStatement upsert, long domainId, Row row)
      throws SQLException {
    JudgedSource source = row.source();
    SourceTraits traits = source.traits();
    int i = 1;
    upsert.setLong(i++, domainId);
    upsert.setString(i++, IpAddresses.toText(traits.ip()));
    upsert.setString(i++, SqlText.clean(source.sender().key()));
    upsert.setString(i++, SqlText.clean(source.sender().name()));
    upsert.setString(i++, source.sender().kind());
    upsert.setString(i++, source.sender().service());
    upsert.setString(i++, KeptJson.write(source.sender().evidence()));
    upsert.setString(i++, source.standing().wire());
    upsert.setString(i++, ReasonsJson.write(source.reasons()));
    upsert.setBoolean(i++, source.fixed());
    upsert.setLong(i++, source.figures().messages());
    upsert.setLong(i++, source.figures().passed());
    upsert.setLong(i++, source.figures().dkim());
    upsert.setLong(i++, source.figures().spf());
    upsert.setLong(i++, source.figures().refused());
    upsert.setLong(i++, source.strangers());
    upsert.setObject(i++, source.firstSeen());
    upsert.setObject(i++, source.lastSeen());
    upsert.setObject(i++, row.since().atOffset(ZoneOffset.UTC));
    upsert.setBoolean(i++, traits.atHome());
    upsert.setBoolean(i++, traits.direct());
    upsert.setBoolean(i++, traits.partlyFailing());
    upsert.setBoolean(i++, source.passingOn());
    upsert.setLong(i++, traits.signedToday());
    upsert.setString(i++, SqlText.cleanOrNull(traits.brokenSpf()));
    upsert.setString(i++, signatures(traits));
    upsert.setArray(i++, texts(connection, traits.kin()));
    upsert.setArray(i++, texts(connection, traits.shown()));
    upsert.setArray(i++, texts(connection, new TreeSet<>(source.signedOnly())));
    upsert.setString(i++, row.digest().toString());
    upsert.setLong(i++, source.checks());
    upsert.setLong(i++, source.others());
    upsert.setArray(i++, texts(connection, new TreeSet<>(source.othersProfiles())));
    upsert.setBoolean(i, traits.calledForwarder());
  }

  private static java.sql.Array texts(Connection connection, Set<String> texts)
      throws SQLException {
    return connection.createArrayOf("text", texts.stream().map(SqlText::clean).toArray());
  }

  private static @Nullable String signatures(SourceTraits traits) {
    if (traits.signatures().isEmpty()) {
      return null;
    }
    return KeptJson.write(
        traits.signatures().stream()
            .map(
                one ->
                    new KeptSignature(
                        one.selector().signer().toString(),
                        one.selector().name(),
                        one.messages(),
                        one.verified()))
            .toList());
  }

  /** Forgets sources that no report tells of any more. */
  public void remove(long domainId, Collection<InetAddress> sources) {
    if (!sources.isEmpty()) {
      sql.list(
          """
          delete from source_standing where domain_id = ? and source_ip = any(?::inet[])
          returning 1""",
          row -> true,
          domainId,
          array(sources));
    }
  }

  /**
   * Kept sources in the order of their addresses.
   *
   * @param after only those behind this one; null for the first
   * @param last only those up to this one; null for all
   */
  public Set<InetAddress> between(
      long domainId, @Nullable InetAddress after, @Nullable InetAddress last) {
    return new HashSet<>(
        sql.list(
            """
            select host(source_ip) as ip from source_standing
            where domain_id = ? and source_ip > ?::inet and (?::inet is null or source_ip <= ?::inet)""",
            SourceRows::ip,
            domainId,
            after == null ? "0.0.0.0/0" : IpAddresses.toText(after),
            last == null ? null : IpAddresses.toText(last),
            last == null ? null : IpAddresses.toText(last)));
  }

  /** The sources with signatures of the domain's, in the order of their addresses. */
  public List<Signer> signers(long domainId) {
    return sql.list(
        """
        select host(source_ip) as ip, sender_key, messages, signed_today, at_home, direct,
          partly_failing, called_forwarder, signatures, kin, shown, broken_spf, last_seen
        from source_standing where domain_id = ? and signatures is not null order by source_ip""",
        row ->
            new Signer(
                new SourceTraits(
                    ip(row),
                    row.getString("sender_key"),
                    row.getLong("messages"),
                    row.getLong("signed_today"),
                    row.getBoolean("at_home"),
                    row.getBoolean("direct"),
                    row.getBoolean("partly_failing"),
                    row.getBoolean("called_forwarder"),
                    signatures(row.getString("signatures")),
                    set(row, "kin"),
                    set(row, "shown"),
                    row.getString("broken_spf")),
                row.getObject("last_seen", LocalDate.class)),
        domainId);
  }

  private static List<Signature> signatures(String json) {
    List<Signature> signatures = new ArrayList<>();
    for (KeptSignature kept : KeptJson.signatures(json)) {
      Selector.parse(kept.signer(), kept.selector())
          .map(selector -> new Signature(selector, kept.messages(), kept.verified()))
          .ifPresent(signatures::add);
    }
    return signatures;
  }

  /** Messages of the sources without signatures that were seen since a day. */
  public long unsigned(long domainId, LocalDate since) {
    return sql.number(
        """
        select coalesce(sum(messages), 0) from source_standing
        where domain_id = ? and signatures is null and last_seen >= ?""",
        domainId,
        since);
  }

  /** What a source has a broken SPF record, with its messages. */
  public record Broken(String spf, long messages) {}

  /** What most mail of the sources without signatures that were seen since a day has it. */
  public Optional<Broken> broken(long domainId, LocalDate since) {
    return sql.first(
        """
        select broken_spf, messages from source_standing
        where domain_id = ? and signatures is null and last_seen >= ? and broken_spf is not null
        order by messages desc, broken_spf desc limit 1""",
        row -> new Broken(row.getString("broken_spf"), row.getLong("messages")),
        domainId,
        since);
  }

  /** Keys of all senders that the connection of some source shows. */
  public Set<String> shown(long domainId, LocalDate since) {
    return new TreeSet<>(
        sql.list(
            """
            select distinct unnest(shown) as key from source_standing
            where domain_id = ? and last_seen >= ? and shown <> '{}'""",
            row -> row.getString("key"),
            domainId,
            since));
  }

  /** Sources of which some senders are known by a signature only. */
  public List<InetAddress> signedOnly(long domainId, Collection<String> senders) {
    return sql.list(
        """
        select host(source_ip) as ip from source_standing where domain_id = ?
          and signed_only <> '{}' and signed_only && array(select jsonb_array_elements_text(?::jsonb))""",
        SourceRows::ip,
        domainId,
        KeptJson.write(senders));
  }

  /** Sources that were found to pass signatures of others on. */
  public Set<InetAddress> passingOn(long domainId) {
    return Set.copyOf(
        sql.list(
            """
            select host(source_ip) as ip from source_standing
            where domain_id = ? and passing_on""",
            SourceRows::ip,
            domainId));
  }

  /** The sources of a sender. */
  public List<InetAddress> ofSender(long domainId, String senderKey) {
    return sql.list(
        "select host(source_ip) as ip from source_standing where domain_id = ? and sender_key = ?",
        SourceRows::ip,
        domainId,
        senderKey);
  }

  /** Sources of which re-checks have found something else since they were judged. */
  public List<InetAddress> checkedSince(long domainId) {
    return sql.list(
        """
        select host(s.source_ip) as ip from source_standing s
        left join (
          select ip, hashtextextended(string_agg(what, '|' order by what), 0) as checks
          from source_checked where domain_id = ? group by ip
        ) c on c.ip = s.source_ip
        where s.domain_id = ? and s.checks <> coalesce(c.checks, 0)""",
        SourceRows::ip,
        domainId,
        domainId);
  }

  /** What stands for all that re-checks have found of some sources; 0 for nothing. */
  public Map<InetAddress, Long> checks(long domainId, Collection<InetAddress> sources) {
    Map<InetAddress, Long> checks = new HashMap<>();
    sql.list(
        """
        select host(ip) as ip, hashtextextended(string_agg(what, '|' order by what), 0) as checks
        from source_checked where domain_id = ? and ip = any(?::inet[]) group by ip""",
        row -> checks.put(ip(row), row.getLong("checks")),
        domainId,
        array(sources));
    return checks;
  }

  private static Set<String> set(ResultSet row, String column) throws SQLException {
    return Set.copyOf(Arrays.asList((String[]) row.getArray(column).getArray()));
  }

  private static InetAddress ip(ResultSet row) throws SQLException {
    return IpAddresses.parse(row.getString("ip")).orElseThrow();
  }

  private static String array(Collection<InetAddress> sources) {
    return sources.stream().map(IpAddresses::toText).collect(Collectors.joining(",", "{", "}"));
  }
}
