package dev.plumbline.store.judgement;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Reason;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.traffic.SenderDays;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of {@code sender_standing} as the judge reads and writes them. */
@ApplicationScoped
public class SenderRows {

  private static final String UPSERT =
      """
      insert into sender_standing (domain_id, sender_key, name, kind, service, evidence, standing,
        urgency, reasons, messages, pass_messages, dkim_messages, spf_messages, refused_messages,
        stranger_messages, mended_messages, sources, sources_ever, leading_source, first_seen,
        last_seen, since, silent_since, every_days, digest)
      values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::inet, ?, ?, ?,
        ?, ?, ?::uuid)
      on conflict (domain_id, sender_key) do update set name = excluded.name,
        kind = excluded.kind, service = excluded.service, evidence = excluded.evidence,
        standing = excluded.standing, urgency = excluded.urgency, reasons = excluded.reasons,
        messages = excluded.messages, pass_messages = excluded.pass_messages,
        dkim_messages = excluded.dkim_messages, spf_messages = excluded.spf_messages,
        refused_messages = excluded.refused_messages,
        stranger_messages = excluded.stranger_messages,
        mended_messages = excluded.mended_messages, sources = excluded.sources,
        sources_ever = excluded.sources_ever, leading_source = excluded.leading_source,
        first_seen = excluded.first_seen, last_seen = excluded.last_seen, since = excluded.since,
        silent_since = excluded.silent_since, every_days = excluded.every_days,
        digest = excluded.digest\
      """;

  private final Database sql;

  SenderRows(Database database) {
    this.sql = database;
  }

  /**
   * A source as far as its sender is concerned.
   *
   * @param others messages that other customers of a service sent from it
   * @param senderLastSeen when any source of the sender was last seen
   * @param differs whether reports say something else of it than our reading of DNS
   */
  public record Member(
      InetAddress ip,
      SenderName sender,
      Standing standing,
      boolean fixed,
      Figures figures,
      long strangers,
      long others,
      LocalDate firstSeen,
      LocalDate lastSeen,
      LocalDate senderLastSeen,
      boolean differs) {}

  /** What of a kept row tells whether and how it changed. */
  public record Known(
      String name,
      Standing standing,
      Instant since,
      @Nullable LocalDate silentSince,
      long messages,
      UUID digest) {}

  /**
   * Hands over sources, sender by sender, those with most messages first.
   *
   * @param senders the senders that are wanted; null for all
   */
  public void members(
      long domainId, @Nullable Collection<String> senders, Consumer<Member> consumer) {
    String wanted =
        senders == null ? " " : " and sender_key in (select jsonb_array_elements_text(?::jsonb)) ";
    sql.list(
        """
        select host(source_ip) as ip, sender_key, sender_name, sender_kind, sender_service,
          evidence, standing, fixed, messages, pass_messages, dkim_messages, spf_messages,
          refused_messages, stranger_messages, others_messages, first_seen, last_seen,
          max(last_seen) over (partition by sender_key) as sender_last_seen,
          reasons @> '[{"code": "reports_differ"}]' as differs
        from source_standing where domain_id = ?\
        """
            + wanted
            + "order by sender_key, messages desc, source_ip",
        row -> {
          consumer.accept(member(row));
          return true;
        },
        senders == null
            ? new Object[] {domainId}
            : new Object[] {domainId, KeptJson.write(senders)});
  }

  private static Member member(ResultSet row) throws SQLException {
    return new Member(
        IpAddresses.parse(row.getString("ip")).orElseThrow(),
        new SenderName(
            row.getString("sender_key"),
            row.getString("sender_name"),
            row.getString("sender_kind"),
            row.getString("sender_service"),
            KeptJson.texts(row.getString("evidence"))),
        Standing.valueOf(row.getString("standing")),
        row.getBoolean("fixed"),
        new Figures(
            row.getLong("messages"),
            row.getLong("pass_messages"),
            row.getLong("dkim_messages"),
            row.getLong("spf_messages"),
            row.getLong("refused_messages")),
        row.getLong("stranger_messages"),
        row.getLong("others_messages"),
        row.getObject("first_seen", LocalDate.class),
        row.getObject("last_seen", LocalDate.class),
        row.getObject("sender_last_seen", LocalDate.class),
        row.getBoolean("differs"));
  }

  /** The reasons of some sources. */
  public Map<InetAddress, List<Reason>> reasons(long domainId, Collection<InetAddress> sources) {
    Map<InetAddress, List<Reason>> reasons = new HashMap<>();
    sql.list(
        """
        select host(source_ip) as ip, reasons from source_standing
        where domain_id = ? and source_ip = any(?::inet[])\
        """,
        row ->
            reasons.put(
                IpAddresses.parse(row.getString("ip")).orElseThrow(),
                ReasonsJson.read(row.getString("reasons"))),
        domainId,
        array(sources));
    return reasons;
  }

  /** The UTC days on which senders wrote, by sender. */
  public Map<String, List<LocalDate>> activeDays(
      long domainId, Collection<String> senders, LocalDate from, LocalDate to) {
    Map<String, List<LocalDate>> days = new HashMap<>();
    sql.list(
        """
        select s.sender_key, array_agg(distinct t.day::text) as days
        from source_standing s
        join counted_traffic t on t.domain_id = s.domain_id and t.source_ip = s.source_ip
          and t.day between ? and ? and t.messages > 0
        where s.domain_id = ? and s.sender_key in (select jsonb_array_elements_text(?::jsonb))
        group by s.sender_key\
        """,
        row ->
            days.put(
                row.getString("sender_key"),
                Arrays.stream((String[]) row.getArray("days").getArray())
                    .map(LocalDate::parse)
                    .toList()),
        from,
        to,
        domainId,
        KeptJson.write(senders));
    return days;
  }

  /**
   * Has the database count the rows, those of the transaction that is under way included. Of a
   * domain of which it knows no sender yet it would read all of them for each row of traffic.
   */
  public void count() {
    sql.doInTransaction(
        connection -> Database.run(connection, "analyze sender_standing (domain_id, sender_key)"));
  }

  /** The kept rows of some senders. */
  public Map<String, Known> known(long domainId, Collection<String> senders) {
    Map<String, Known> known = new HashMap<>();
    sql.list(
        """
        select sender_key, name, standing, since, silent_since, messages, digest::text as digest
        from sender_standing
        where domain_id = ? and sender_key in (select jsonb_array_elements_text(?::jsonb))\
        """,
        row ->
            known.put(
                row.getString("sender_key"),
                new Known(
                    row.getString("name"),
                    Standing.valueOf(row.getString("standing")),
                    Database.requiredInstant(row, "since"),
                    row.getObject("silent_since", LocalDate.class),
                    row.getLong("messages"),
                    UUID.fromString(row.getString("digest")))),
        domainId,
        KeptJson.write(senders));
    return known;
  }

  /** Keys of all senders that are kept. */
  public List<String> all(long domainId) {
    return sql.list(
        "select sender_key from sender_standing where domain_id = ?",
        row -> row.getString("sender_key"),
        domainId);
  }

  /** Senders that were not seen since a day and of which mail is still expected. */
  public List<String> rare(long domainId, LocalDate since) {
    return sql.list(
        """
        select sender_key from sender_standing
        where domain_id = ? and silent_since is null and last_seen < ?\
        """,
        row -> row.getString("sender_key"),
        domainId,
        since);
  }

  /** What stands for all of a row but since when it is so. */
  public static UUID digest(SenderStanding sender) {
    return UUID.nameUUIDFromBytes(
        (KeptJson.write(sender.sender())
                + sender.standing()
                + ReasonsJson.write(sender.reasons())
                + KeptJson.write(sender.figures())
                + List.of(
                    sender.mended(),
                    sender.strangers(),
                    sender.sources(),
                    sender.sourcesEver(),
                    sender.leading(),
                    sender.firstSeen(),
                    sender.lastSeen(),
                    String.valueOf(sender.silentSince()),
                    String.valueOf(sender.everyDays())))
            .getBytes(StandardCharsets.UTF_8));
  }

  /** Writes rows in place of what was kept of these senders. */
  public void save(long domainId, Collection<SenderStanding> senders) {
    sql.writeAll(UPSERT, senders, (upsert, sender) -> fill(upsert, domainId, sender));
  }

  private static void fill(PreparedStatement upsert, long domainId, SenderStanding sender)
      throws SQLException {
    int i = 1;
    upsert.setLong(i++, domainId);
    upsert.setString(i++, SqlText.clean(sender.sender().key()));
    upsert.setString(i++, SqlText.clean(sender.sender().name()));
    upsert.setString(i++, sender.sender().kind());
    upsert.setString(i++, sender.sender().service());
    upsert.setString(i++, KeptJson.write(sender.sender().evidence()));
    upsert.setString(i++, sender.standing().wire());
    upsert.setInt(i++, Urgency.of(sender.standing()));
    upsert.setString(i++, ReasonsJson.write(sender.reasons()));
    upsert.setLong(i++, sender.figures().messages());
    upsert.setLong(i++, sender.figures().passed());
    upsert.setLong(i++, sender.figures().dkim());
    upsert.setLong(i++, sender.figures().spf());
    upsert.setLong(i++, sender.figures().refused());
    upsert.setLong(i++, sender.strangers());
    upsert.setLong(i++, sender.mended());
    upsert.setInt(i++, sender.sources());
    upsert.setInt(i++, sender.sourcesEver());
    upsert.setString(i++, IpAddresses.toText(sender.leading()));
    upsert.setObject(i++, sender.firstSeen());
    upsert.setObject(i++, sender.lastSeen());
    upsert.setObject(i++, sender.since().atOffset(ZoneOffset.UTC));
    upsert.setObject(i++, sender.silentSince());
    upsert.setObject(i++, sender.everyDays());
    upsert.setString(i, digest(sender).toString());
  }

  /** Forgets senders that no source is named as any more. */
  public void remove(long domainId, Collection<String> senders) {
    if (!senders.isEmpty()) {
      sql.list(
          """
          delete from sender_standing where domain_id = ?
            and sender_key in (select jsonb_array_elements_text(?::jsonb)) returning 1\
          """,
          row -> true,
          domainId,
          KeptJson.write(senders));
    }
  }

  /**
   * Adds the traffic by day and sender up anew, as far as it may have changed.
   *
   * @param days whose traffic changed
   * @param senders that got or lost a source, or have one that stands otherwise now
   */
  public void refreshDays(long domainId, Collection<LocalDate> days, Collection<String> senders) {
    sql.doInTransaction(connection -> SenderDays.refresh(connection, domainId, days, senders));
  }

  private static String array(Collection<InetAddress> sources) {
    return sources.stream().map(IpAddresses::toText).collect(Collectors.joining(",", "{", "}"));
  }
}
