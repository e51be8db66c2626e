package dev.plumbline.store.intake;

import dev.plumbline.dns.DomainName;
import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Of which domains DNS said that reports about them are sent here. Asks no DNS itself. */
@ApplicationScoped
public class LearntDomains {

  /** The bound that sets a report aside because it is about somebody else's domain. */
  public static final String OWN_DOMAINS = "own-domains";

  private final Database sql;

  public LearntDomains(Database sql) {
    this.sql = sql;
  }

  /** Whose domain one is, as far as it is known. */
  public enum Known {
    /** Of no domain it is known that its reports are sent here, so nothing follows. */
    NOTHING_LEARNT,
    /**
     * Its reports are sent here, those of a domain above it are, or it is monitored since before.
     */
    OURS,
    /** Its reports are sent elsewhere, or nowhere. */
    ELSEWHERE,
    /** Nobody asked yet, or DNS did not answer. */
    NOT_ASKED
  }

  /**
   * Whose domain one is.
   *
   * @param asking whether somebody asks DNS: then nothing is concluded of a name before it was
   *     asked about, even while no domain is known to be ours. Where nobody does, nothing ever
   *     follows.
   */
  public Known of(DomainName name, boolean asking) {
    List<String> names = new ArrayList<>();
    for (Optional<DomainName> one = Optional.of(name);
        one.isPresent() && one.get().labels().size() > 1;
        one = one.get().parent()) {
      names.add(one.get().toString());
    }
    String[] all = names.toArray(String[]::new);
    return sql.first(
            """
            select exists (select from learnt_domain where leads_here) as learning,
              exists (select from learnt_domain where name = any(?) and leads_here)
                or exists (select from domain where name = any(?)) as ours,
              exists (select from learnt_domain where name = ? and not leads_here) as elsewhere,
              exists (select from learnt_domain where name = ?) as asked\
            """,
            row -> known(row, asking),
            all,
            all,
            name.toString(),
            name.toString())
        .orElse(Known.NOTHING_LEARNT);
  }

  private static Known known(ResultSet row, boolean asking) throws SQLException {
    if (!row.getBoolean("learning")) {
      boolean settled = !asking || row.getBoolean("ours") || row.getBoolean("asked");
      return settled ? Known.NOTHING_LEARNT : Known.NOT_ASKED;
    }
    if (row.getBoolean("ours")) {
      return Known.OURS;
    }
    return row.getBoolean("elsewhere") ? Known.ELSEWHERE : Known.NOT_ASKED;
  }

  /**
   * Names that DNS is to be asked about: those of monitored domains, and of those that reports are
   * set aside about because of their name. Of many that were never asked about, any: else whoever
   * claims a hundred thousand would be in the way of all others.
   *
   * @param answeredBefore those that DNS answered before this time are asked about again
   * @param failedBefore the same for those that it did not answer
   */
  public List<String> toAsk(Instant answeredBefore, Instant failedBefore, int most) {
    return sql.list(
        """
        select n.name from (
          select name from domain
          union
          select claimed_domain from intake_document
          where outcome = 'set_aside' and limit_name = ?
        ) n
        left join learnt_domain l on l.name = n.name
        where n.name is not null and (l.asked_at is null
          or l.asked_at < case when l.leads_here is null then ? else ? end)
        order by l.asked_at nulls first, random() limit ?\
        """,
        row -> row.getString(1),
        OWN_DOMAINS,
        failedBefore,
        answeredBefore,
        most);
  }

  /**
   * Keeps what DNS said.
   *
   * @param leadsHere null if it did not answer; what it said before stays then
   */
  public void keep(String name, @Nullable Boolean leadsHere, Instant at) {
    sql.write(
        """
        insert into learnt_domain as known (name, leads_here, asked_at) values (?, ?, ?)
        on conflict (name) do update set
          leads_here = coalesce(excluded.leads_here, known.leads_here),
          asked_at = excluded.asked_at\
        """,
        name,
        leadsHere,
        at);
  }

  /**
   * Entries with reports that are set aside because of their name, which need not wait any longer:
   * they are about one that is ours; or none is known to be ours, and all that wait were asked
   * about, so that whoever was asked about first does not decide it.
   *
   * @param listed whether somebody listed the domains that are ours, so that nothing else is
   */
  public List<Long> waitingInVain(boolean listed) {
    boolean oursOnly =
        listed
            || sql.number("select count(*) from learnt_domain where leads_here") > 0
            || sql.number(
                    """
                    select count(*) from (
                      select from intake_document c
                      left join learnt_domain l on l.name = c.claimed_domain
                      where c.outcome = 'set_aside' and c.limit_name = ? and l.name is null
                      limit 1) never_asked\
                    """,
                    OWN_DOMAINS)
                > 0;
    return sql.list(
        """
        select distinct c.intake_id from intake_document c
        join learnt_domain l on l.name = c.claimed_domain and (l.leads_here or not ?)
        where c.outcome = 'set_aside' and c.limit_name = ? order by 1 limit 1000\
        """,
        row -> row.getLong(1),
        oursOnly,
        OWN_DOMAINS);
  }
}
