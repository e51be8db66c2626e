package dev.plumbline.store.traffic;

import dev.plumbline.store.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the identities of a domain's profiles mean, each read once. */
final class Profiles {

  /** Of each profile some hundred bytes; a domain has few, unless somebody forges many. */
  private static final int MOST = 20_000;

  private final Database sql;
  private final long domainId;
  private final Relations relations;
  private final Map<String, List<ProfileIdentity>> known = new HashMap<>();

  Profiles(Database sql, long domainId, Relations relations) {
    this.sql = sql;
    this.domainId = domainId;
    this.relations = relations;
  }

  /** The identities of a profile; empty if it has none, or has not been read. */
  List<ProfileIdentity> of(String profile) {
    return known.getOrDefault(profile, List.of());
  }

  /** Reads those that are not known yet. */
  void read(Set<String> wanted) {
    if (known.size() > MOST) {
      known.clear();
    }
    Set<String> missing = new HashSet<>(wanted);
    missing.removeAll(known.keySet());
    if (missing.isEmpty()) {
      return;
    }
    missing.forEach(profile -> known.put(profile, new ArrayList<>()));
    sql.list(
        """
        select p.id::text as profile, p.header_from, i.mechanism, i.identity, i.qualifier, i.result
        from auth_profile p
        join auth_identity i on i.domain_id = p.domain_id and i.profile_id = p.id
        where p.domain_id = ? and p.id = any(?::uuid[])\
        """,
        row -> {
          boolean dkim = row.getString("mechanism").equals("dkim");
          String identity = row.getString("identity");
          return known
              .computeIfAbsent(row.getString("profile"), unused -> new ArrayList<>())
              .add(
                  new ProfileIdentity(
                      dkim,
                      identity,
                      row.getString("qualifier"),
                      row.getString("result"),
                      relations.aligned(row.getString("header_from"), identity, dkim),
                      relations.related(row.getString("header_from"), identity)));
        },
        domainId,
        "{" + String.join(",", missing) + "}");
  }
}
