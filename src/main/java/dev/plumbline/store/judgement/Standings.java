package dev.plumbline.store.judgement;

import dev.plumbline.standing.Standing;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.traffic.Page;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Reads the judgement that is kept. Nothing here gathers or judges. */
@ApplicationScoped
public class Standings {

  private static final String SUMMARIES =
      """
      select s, d.name, d.dnsCheckedAt from DomainSummaryEntity s
      join DomainRowEntity d on d.id = s.domainId
      """;

  private final Database sql;
  private final SenderStandingEntity.Repository senders;
  private final SourceStandingEntity.Repository sources;
  private final EntityManager entities;

  Standings(
      Database sql,
      SenderStandingEntity.Repository senders,
      SourceStandingEntity.Repository sources,
      EntityManager entities) {
    this.sql = sql;
    this.senders = senders;
    this.sources = sources;
    this.entities = entities;
  }

  /** By what senders are sorted; among equals, what is most pressing comes first. */
  public enum Order {
    URGENCY(""),
    FAILING("messages - pass_messages desc, "),
    MESSAGES("messages desc, "),
    /** Those of whose mail SPF lets the smallest part pass first. */
    SPF("spf_messages * 1000 / (messages + 1), "),
    /** Likewise by DKIM. */
    DKIM("dkim_messages * 1000 / (messages + 1), "),
    SEEN("last_seen desc, "),
    NAME("lower(name), ");

    private final String order;

    Order(String order) {
      this.order = order;
    }

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    private String text() {
      return " order by silent_since is not null, " + order + "urgency, messages desc, sender_key";
    }
  }

  /**
   * Which senders of a domain are wanted.
   *
   * @param standings all if empty
   * @param search a part of the name, or the beginning of an address; all if empty
   * @param silent whether those that write no more are wanted too
   */
  public record Wanted(Set<Standing> standings, String search, boolean silent, Order order) {

    /** Every one. */
    public static final Wanted ALL = new Wanted(Set.of(), "", true);

    public Wanted {
      standings = Set.copyOf(standings);
    }

    /** Those that are most pressing first. */
    public Wanted(Set<Standing> standings, String search, boolean silent) {
      this(standings, search, silent, Order.URGENCY);
    }

    /** Those of some standings that still write. */
    public static Wanted of(Set<Standing> standings) {
      return new Wanted(standings, "", false);
    }
  }

  /** The summaries of all domains that were judged, by name. */
  @Transactional
  public List<DomainSummary> summaries() {
    return entities
        .createQuery(SUMMARIES + "order by d.name", Object[].class)
        .getResultList()
        .stream()
        .map(Standings::summary)
        .toList();
  }

  /** The summary of a domain; empty if it is not monitored, or was never judged. */
  @Transactional
  public Optional<DomainSummary> summary(String domain) {
    return entities
        .createQuery(SUMMARIES + "where d.name = :name", Object[].class)
        .setParameter("name", domain)
        .getResultStream()
        .map(Standings::summary)
        .findFirst();
  }

  private static DomainSummary summary(Object[] row) {
    return ((DomainSummaryEntity) row[0]).record((String) row[1], (Instant) row[2]);
  }

  /**
   * Senders of a domain, those that still write first, then in the order wanted. By SQL: a page
   * asks for several lists of them, and Hibernate would put each of these questions together anew.
   *
   * @param page its number, from 0
   */
  public Page<SenderStanding> senders(long domainId, Wanted wanted, int page, int size) {
    List<@Nullable Object> parameters = new ArrayList<>();
    String from = from(domainId, wanted, parameters);
    Object[] counted = parameters.toArray();
    parameters.add(size);
    parameters.add((long) page * size);
    // A search looks at all senders anyway, so that it counts them in passing.
    boolean search = !wanted.search().isBlank();
    long[] all = {-1};
    List<SenderStanding> items =
        sql.list(
            "select *, host(leading_source) as leading"
                + (search ? ", count(*) over () as of" : "")
                + from
                + wanted.order().text()
                + " limit ? offset ?",
            row -> {
              all[0] = search ? row.getLong("of") : -1;
              return JudgementQueries.sender(row);
            },
            parameters.toArray());
    LongSupplier count = () -> all[0] < 0 ? sql.number("select count(*)" + from, counted) : all[0];
    return new Page<>(items, page, size, total(count, page, size, items.size()));
  }

  private static String from(long domainId, Wanted wanted, List<@Nullable Object> parameters) {
    StringBuilder from = new StringBuilder(" from sender_standing n where domain_id = ?");
    parameters.add(domainId);
    if (!wanted.standings().isEmpty()) {
      from.append(" and standing = any(?)");
      parameters.add(wanted.standings().stream().map(Standing::wire).toArray(String[]::new));
    }
    if (!wanted.silent()) {
      from.append(" and silent_since is null");
    }
    String search = SqlText.clean(wanted.search().strip().toLowerCase(Locale.ROOT));
    if (!search.isEmpty()) {
      from.append(
          """
           and (lower(name) like ? or exists (
            select from source_standing s
            where s.domain_id = n.domain_id and s.sender_key = n.sender_key
              and host(s.source_ip) ~>=~ ? and host(s.source_ip) ~<~ ?))\
          """);
      parameters.add(SqlText.anywhere(search));
      parameters.add(search);
      parameters.add(SqlText.behind(search));
    }
    return from.toString();
  }

  /** One sender of a domain. */
  @Transactional
  public Optional<SenderStanding> sender(long domainId, String key) {
    return senders
        .findByIdOptional(new SenderStandingEntity.Key(domainId, SqlText.clean(key)))
        .map(SenderStandingEntity::record);
  }

  /**
   * The sources of a sender, the most pressing first, then those with most messages.
   *
   * @param page its number, from 0
   */
  @Transactional
  public Page<SourceStanding> sources(long domainId, String key, int page, int size) {
    PanacheQuery<SourceStandingEntity> found =
        sources.find(
            "from SourceStandingEntity where domainId = ?1 and senderKey = ?2 order by "
                + Urgency.CASE
                + ", messages desc, sourceIp",
            domainId,
            SqlText.clean(key));
    List<SourceStandingEntity> items = found.page(page, size).list();
    return new Page<>(
        items.stream().map(SourceStandingEntity::record).toList(),
        page,
        size,
        total(found::count, page, size, items.size()));
  }

  /** A page that is not full is the last, so there is nothing to count. */
  private static long total(LongSupplier count, int page, int size, int items) {
    boolean last = items < size && (items > 0 || page == 0);
    return last ? (long) page * size + items : count.getAsLong();
  }

  /** One source of a domain. */
  @Transactional
  public Optional<SourceStanding> source(long domainId, InetAddress ip) {
    return sources
        .findByIdOptional(new SourceStandingEntity.Key(domainId, ip))
        .map(SourceStandingEntity::record);
  }

  /**
   * The history, the newest first.
   *
   * @param domain null for all domains
   * @param sender the key of a sender, null for all
   * @param before only entries older than this one; null for all
   */
  @Transactional
  public List<StandingChange> history(
      @Nullable String domain, @Nullable String sender, @Nullable Long before, int most) {
    return history(domain, sender, before, null, most);
  }

  /** Entries since an instant, the newest first. */
  @Transactional
  public List<StandingChange> historySince(@Nullable String domain, Instant since, int most) {
    return history(domain, null, null, since, most);
  }

  private List<StandingChange> history(
      @Nullable String domain,
      @Nullable String sender,
      @Nullable Long before,
      @Nullable Instant since,
      int most) {
    StringBuilder text =
        new StringBuilder(
            "select c, d.name from StandingChangeEntity c join DomainRowEntity d on d.id ="
                + " c.domainId where 1 = 1");
    if (domain != null) {
      text.append(" and d.name = :domain");
    }
    if (sender != null) {
      text.append(" and c.senderKey = :sender");
    }
    if (before != null) {
      text.append(" and c.id < :before");
    }
    if (since != null) {
      text.append(" and c.at >= :since");
    }
    var query = entities.createQuery(text.append(" order by c.id desc").toString(), Object[].class);
    if (domain != null) {
      query.setParameter("domain", domain);
    }
    if (sender != null) {
      query.setParameter("sender", SqlText.clean(sender));
    }
    if (before != null) {
      query.setParameter("before", before);
    }
    if (since != null) {
      query.setParameter("since", since);
    }
    return query.setMaxResults(most).getResultList().stream()
        .map(row -> ((StandingChangeEntity) row[0]).record((String) row[1]))
        .toList();
  }
}
