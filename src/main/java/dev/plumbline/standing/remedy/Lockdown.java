package dev.plumbline.standing.remedy;

import dev.plumbline.dmarc.DmarcRecord;
import dev.plumbline.dns.DomainName;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.RolloutPlan;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.remedy.DomainPlan.AuthorName;
import dev.plumbline.standing.remedy.DomainPlan.User;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which names may be closed to mail: those with which nothing passes, and which no sender of yours
 * uses. A policy closes the names below it too, so these count as the name itself.
 */
public final class Lockdown {

  private static final String CLOSED = "v=spf1 -all";

  private Lockdown() {}

  /**
   * Whether a source sends for the domain, so that the names it uses stay open. What somebody
   * passes on was sent by somebody.
   *
   * @param decision what was decided about its sender, null if nothing was
   */
  public static boolean isYours(Standing standing, @Nullable Decision decision) {
    return switch (standing) {
      case AUTHORIZED, FIXED, REGRESSED, NEEDS_AUTHORIZING, NEEDS_ALIGNMENT, FORWARDER -> true;
      case UNRECOGNIZED, UNAUTHORIZED_USE ->
          decision != null && decision.verdict() == Decision.Verdict.OURS;
    };
  }

  /**
   * What the monitored domain itself publishes.
   *
   * @param spf null if it has no SPF record
   * @param dmarc the DMARC record that applies, null if there is none
   * @param own whether that record is the domain's own, not that of a domain above
   */
  public record Published(
      DomainName domain, @Nullable String spf, @Nullable DmarcRecord dmarc, boolean own) {}

  /**
   * Decides about names in From: fields.
   *
   * @param candidates names that exist in DNS, and with which nothing passed
   * @param uses names in the From: fields and envelopes of senders of yours, and whose they are
   * @param plan a name that gets a record for a sender is not closed
   */
  public static List<AuthorName> of(
      Published published,
      List<DomainName> candidates,
      Map<DomainName, ? extends Collection<User>> uses,
      DomainPlan plan) {
    List<AuthorName> names = new ArrayList<>();
    for (DomainName name : candidates) {
      Set<User> users = new LinkedHashSet<>();
      uses.forEach(
          (used, by) -> {
            if (used.isWithin(name)) {
              users.addAll(by);
            }
          });
      boolean open = !users.isEmpty() || hasRecord(plan, name);
      names.add(
          new AuthorName(
              name.toString(),
              users.stream().sorted(Comparator.comparing(User::sender)).toList(),
              open ? List.of() : name.equals(published.domain()) ? whole(published) : below(name)));
    }
    names.sort(Comparator.comparing(AuthorName::name));
    return names;
  }

  private static boolean hasRecord(DomainPlan plan, DomainName name) {
    return plan.records().stream()
        .anyMatch(
            record -> DomainName.parse(record.name()).map(at -> at.isWithin(name)).orElse(false));
  }

  /** What a name publishes that sends no mail; a null MX is for those that get none either. */
  private static List<String> below(DomainName name) {
    return List.of(
        name + ". TXT \"" + CLOSED + "\"", "_dmarc." + name + ". TXT \"v=DMARC1; p=reject\"");
  }

  /** The same for the monitored domain, without what it publishes already. */
  private static List<String> whole(Published published) {
    List<String> records = new ArrayList<>();
    DomainName domain = published.domain();
    String spf = published.spf();
    if (spf == null || !spf.strip().equalsIgnoreCase(CLOSED)) {
      records.add(domain + ". TXT \"" + CLOSED + "\"");
      records.add("*._domainkey." + domain + ". TXT \"v=DKIM1; p=\"");
      records.add(domain + ". MX 0 .");
    }
    RolloutPlan.closing(domain.toString(), published.dmarc(), published.own())
        .ifPresent(dmarc -> records.add("_dmarc." + domain + ". TXT \"" + dmarc + "\""));
    return records;
  }
}
