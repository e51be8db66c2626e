package dev.plumbline.store.judgement;

import dev.plumbline.dns.DomainName;
import dev.plumbline.standing.Simulator;
import dev.plumbline.standing.Simulator.Behind;
import dev.plumbline.standing.Simulator.Identity;
import dev.plumbline.standing.Simulator.Known;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the messages that policies are tried on, put together by who is behind them. */
@ApplicationScoped
public class SimulatedTraffic {

  private static final String PARTS =
      """
      select t.domain_id, coalesce(s.sender_key, '') as sender_key,
        case when t.profile_id = any(s.others_profiles) then 'UNRECOGNIZED'
          else coalesce(s.standing, 'UNRECOGNIZED') end as standing,
        coalesce(s.fixed and t.profile_id <> all(s.others_profiles), false) as fixed,
        t.profile_id, t.dkim_pass, t.spf_pass, t.override_type <> '' as overridden,
        sum(t.messages) as messages
      from counted_traffic t
      left join source_standing s on s.domain_id = t.domain_id and s.source_ip = t.source_ip
      """;

  private static final String ALL =
      PARTS
          + """
          where t.domain_id = ? and t.day between ? and ?
          group by 1, 2, 3, 4, 5, 6, 7, 8
          """;

  /** Nobody knows who sends what has no address, so that is cheap to add up each time. */
  private static final String SOME =
      PARTS
          + """
          where s.domain_id = ? and s.sender_key = any (?)
            and t.domain_id = ? and t.day between ? and ?
          group by 1, 2, 3, 4, 5, 6, 7, 8
          union all
          """
          + PARTS
          + """
          where t.domain_id = ? and t.source_ip is null and t.day between ? and ?
          group by 1, 2, 3, 4, 5, 6, 7, 8
          """;

  /** One statement, so that what goes and what comes see the same traffic. */
  private static final String REFRESH =
      """
      with now as (
        %s
      ), gone as (
        delete from simulated_traffic k where domain_id = ? %s and not exists (
          select from now n where n.sender_key = k.sender_key and n.standing = k.standing
            and n.fixed = k.fixed and n.profile_id = k.profile_id and n.dkim_pass = k.dkim_pass
            and n.spf_pass = k.spf_pass and n.overridden = k.overridden)
      )
      insert into simulated_traffic as k (domain_id, sender_key, standing, fixed, profile_id,
        dkim_pass, spf_pass, overridden, messages)
      select * from now
      on conflict (domain_id, sender_key, standing, fixed, profile_id, dkim_pass, spf_pass,
        overridden) do update set messages = excluded.messages
      where k.messages <> excluded.messages""";

  private static final String REFRESH_ALL = REFRESH.formatted(ALL, "");
  private static final String REFRESH_SOME =
      REFRESH.formatted(SOME, "and (sender_key = '' or sender_key = any (?))");

  private final Database database;

  public SimulatedTraffic(Database database) {
    this.database = database;
  }

  /** Brings it up to date in the transaction that wrote {@code source_standing}; days are UTC. */
  public void refresh(long domainId, LocalDate from, LocalDate to) {
    write(REFRESH_ALL, domainId, from, to, domainId);
  }

  /**
   * The same where the period is that of before, and nothing changed but of some senders.
   *
   * @param senders that have other traffic, got or lost a source, or have one that stands otherwise
   */
  public void refresh(long domainId, LocalDate from, LocalDate to, Collection<String> senders) {
    String[] keys = senders.toArray(String[]::new);
    write(REFRESH_SOME, domainId, keys, domainId, from, to, domainId, from, to, domainId, keys);
  }

  private void write(String statement, Object... parameters) {
    database.doInTransaction(connection -> Database.write(connection, statement, parameters));
  }

  /** What messages say of themselves: the name in From: and what they were signed and sent by. */
  private record Profile(DomainName author, boolean authorExists, List<Identity> identities) {}

  /** The name in From: of a profile, as it was reported. */
  private record Author(UUID profile, String name, boolean exists) {}

  private record Sender(String name, Standing standing) {}

  /** Messages that say the same of themselves. */
  private record OfProfile(UUID profile, Part part) {}

  /** Messages that are simulated alike. */
  private record Part(
      String senderKey,
      String standing,
      boolean fixed,
      boolean dkimPass,
      boolean spfPass,
      boolean overridden,
      long messages) {}

  /**
   * A domain's messages in the window by which it was judged.
   *
   * @param domain its name, for rows whose author domain cannot be read
   */
  public List<Known> of(long domainId, DomainName domain) {
    // Many parts share their profile and sender: read with each of them, these cost most of a page.
    List<OfProfile> parts = parts(domainId);
    Map<UUID, Profile> profiles = profiles(domainId, domain);
    Map<String, Sender> senders = senders(domainId);
    List<Known> known = new ArrayList<>(parts.size());
    for (OfProfile one : parts) {
      Part part = one.part();
      Profile profile = profiles.get(one.profile());
      if (profile != null) {
        known.add(new Known(traffic(part, profile), behind(part, senders.get(part.senderKey()))));
      }
    }
    return known;
  }

  /**
   * The same added up, without the names that messages were signed and sent by: enough for policies
   * that keep the published alignment.
   *
   * @param domain its name, also for author domains that cannot be read; all others are one
   */
  public List<Known> byResult(long domainId, DomainName domain) {
    DomainName below = DomainName.parse("below." + domain).orElse(DomainName.ROOT);
    List<UUID> others = new ArrayList<>();
    List<UUID> nowhere = new ArrayList<>();
    for (Author author : authors(domainId)) {
      if (!DomainName.parse(author.name()).orElse(domain).equals(domain)) {
        others.add(author.profile());
      }
      if (!author.exists()) {
        nowhere.add(author.profile());
      }
    }
    Map<String, Sender> senders = senders(domainId);
    return database.list(
        """
        select sender_key, standing, fixed, dkim_pass, spf_pass, overridden,
          profile_id = any (?) as other, profile_id = any (?) as nowhere, sum(messages) as messages
        from simulated_traffic where domain_id = ?
        group by 1, 2, 3, 4, 5, 6, 7, 8""",
        row -> {
          Part part = part(row);
          return new Known(
              new Simulator.Traffic(
                  null,
                  row.getBoolean("other") ? below : domain,
                  List.of(),
                  part.dkimPass(),
                  part.spfPass(),
                  part.overridden(),
                  !row.getBoolean("nowhere"),
                  part.messages()),
              behind(part, senders.get(part.senderKey())));
        },
        others.toArray(UUID[]::new),
        nowhere.toArray(UUID[]::new),
        domainId);
  }

  private static Simulator.Traffic traffic(Part part, Profile profile) {
    return new Simulator.Traffic(
        null,
        profile.author(),
        profile.identities(),
        part.dkimPass(),
        part.spfPass(),
        part.overridden(),
        profile.authorExists(),
        part.messages());
  }

  private static @Nullable Behind behind(Part part, @Nullable Sender sender) {
    return sender == null
        ? null
        : new Behind(
            part.senderKey(),
            sender.name(),
            Standing.valueOf(part.standing()),
            sender.standing(),
            part.fixed());
  }

  private List<OfProfile> parts(long domainId) {
    return database.list(
        "select * from simulated_traffic where domain_id = ?",
        row -> new OfProfile(row.getObject("profile_id", UUID.class), part(row)),
        domainId);
  }

  private static Part part(ResultSet row) throws SQLException {
    return new Part(
        row.getString("sender_key"),
        row.getString("standing"),
        row.getBoolean("fixed"),
        row.getBoolean("dkim_pass"),
        row.getBoolean("spf_pass"),
        row.getBoolean("overridden"),
        row.getLong("messages"));
  }

  private List<Author> authors(long domainId) {
    return database.list(
        """
        select p.id, p.header_from, coalesce(a.name_exists, true) as known
        from auth_profile p
        left join author_domain a on a.domain_id = p.domain_id and a.name = p.header_from
        where p.domain_id = ? and p.id in (
          select profile_id from simulated_traffic where domain_id = ?)""",
        row ->
            new Author(
                row.getObject("id", UUID.class),
                row.getString("header_from"),
                row.getBoolean("known")),
        domainId,
        domainId);
  }

  private Map<UUID, Profile> profiles(long domainId, DomainName domain) {
    Map<UUID, List<Identity>> identities = identities(domainId);
    Map<UUID, Profile> profiles = new HashMap<>();
    for (Author author : authors(domainId)) {
      profiles.put(
          author.profile(),
          new Profile(
              DomainName.parse(author.name()).orElse(domain),
              author.exists(),
              List.copyOf(identities.getOrDefault(author.profile(), List.of()))));
    }
    return profiles;
  }

  private Map<UUID, List<Identity>> identities(long domainId) {
    Map<UUID, List<Identity>> identities = new HashMap<>();
    database.list(
        """
        select profile_id, mechanism, identity, result from auth_identity
        where domain_id = ? and profile_id in (
          select profile_id from simulated_traffic where domain_id = ?)""",
        row ->
            identities
                .computeIfAbsent(
                    row.getObject("profile_id", UUID.class), unused -> new ArrayList<>())
                .add(
                    new Identity(
                        row.getString("mechanism").equals("dkim"),
                        row.getString("identity"),
                        row.getString("result").equals("pass"))),
        domainId,
        domainId);
    return identities;
  }

  private Map<String, Sender> senders(long domainId) {
    Map<String, Sender> senders = new HashMap<>();
    database.list(
        """
        select sender_key, name, standing from sender_standing
        where domain_id = ? and sender_key in (
          select sender_key from simulated_traffic where domain_id = ?)""",
        row ->
            senders.put(
                row.getString("sender_key"),
                new Sender(row.getString("name"), Standing.valueOf(row.getString("standing")))),
        domainId,
        domainId);
    return senders;
  }
}
