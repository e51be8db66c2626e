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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the judgement that is kept. Nothing here gathers or judges. */
@ApplicationScoped
public class Standings {

  private static final String SUMMARIES =
      """
      select s, d.name, d.dnsCheckedAt from DomainSummaryEntity s
      join DomainRowEntity d on d.id = s.domainId
      """;

  private static final String SENDERS = "domainId = :domain";
  private final SenderStandingEntity.Repository senders;
  private final SourceStandingEntity.Repository sources;
  private final EntityManager entities;

  Standings(
      SenderStandingEntity.Repository senders,
      SourceStandingEntity.Repository sources,
      EntityManager entities) {
    this.senders = senders;
    this.sources = sources;
    this.entities = entities;
  }

  /** By what senders are sorted; among equals, what is most pressing comes first. */
  public enum Order {
    URGENCY(""),
    FAILING("messages - passMessages desc, "),
    MESSAGES("messages desc, "),
    /** Those of whose mail SPF lets the smallest part pass first. */
    SPF("spfMessages * 1000 / (messages + 1), "),
    /** Likewise by DKIM. */
    DKIM("dkimMessages * 1000 / (messages + 1), "),
    SEEN("lastSeen desc, "),
    NAME("lower(name), ");

    private final String order;

    Order(String order) {
      this.order = order;
    }

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    private String text() {
      return " order by case when silentSince is null then 0 else 1 end, "
          + order
          + "urgency, messages desc, senderKey";
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
   * Senders of a domain, those that still write first, then in the order wanted.
   *
   * @param page its number, from 0
   */
  @Transactional
  public Page<SenderStanding> senders(long domainId, Wanted wanted, int page, int size) {
    PanacheQuery<SenderStandingEntity> found = find(domainId, wanted);
    List<SenderStandingEntity> items = found.page(page, size).list();
    return new Page<>(
        items.stream().map(SenderStandingEntity::record).toList(),
        page,
        size,
        total(found, page, size, items.size()));
  }

  private PanacheQuery<SenderStandingEntity> find(long domainId, Wanted wanted) {
    List<String> conditions = new ArrayList<>();
    conditions.add(SENDERS);
    Map<String, Object> parameters = new HashMap<>(Map.of("domain", domainId));
    if (!wanted.standings().isEmpty()) {
      conditions.add("standing in :standings");
      parameters.put("standings", wanted.standings().stream().map(Standing::wire).toList());
    }
    if (!wanted.silent()) {
      conditions.add("silentSince is null");
    }
    String search = SqlText.clean(wanted.search().strip().toLowerCase(Locale.ROOT));
    if (!search.isEmpty()) {
      conditions.add(
          """
          (lower(name) like :name escape '\\' or senderKey in (select s.senderKey
            from SourceStandingEntity s where s.domainId = :domain
              and cast(function('host', s.sourceIp) as String) like :ip escape '\\'))\
          """);
      String like = Database.anywhere(search);
      parameters.put("name", like);
      parameters.put("ip", like.substring(1));
    }
    return senders.find(
        "from SenderStandingEntity where "
            + String.join(" and ", conditions)
            + wanted.order().text(),
        parameters);
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
        total(found, page, size, items.size()));
  }

  /** A page that is not full is the last, so there is nothing to count. */
  private static long total(PanacheQuery<?> found, int page, int size, int items) {
    boolean last = items < size && (items > 0 || page == 0);
    return last ? (long) page * size + items : found.count();
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
