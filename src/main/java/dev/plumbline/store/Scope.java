package dev.plumbline.store;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which domains somebody may see: all of them, or some with everything below them. Queries for
 * those who ask from outside take it first, and answer about other domains as if there were none.
 *
 * @param domains names in lower case, null for all domains
 */
public record Scope(@Nullable List<String> domains) {

  public static final Scope EVERYTHING = new Scope(null);

  public Scope {
    domains = domains == null ? null : List.copyOf(domains);
  }

  /** Some domains; none of them sees nothing. */
  public static Scope of(Collection<String> domains) {
    return new Scope(List.copyOf(domains));
  }

  /** Whether it is about all domains, those that are yet to come included. */
  public boolean isEverything() {
    return domains == null;
  }

  /** Whether a domain, its name in lower case, may be seen. */
  public boolean covers(String domain) {
    return domains == null
        || domains.stream().anyMatch(one -> domain.equals(one) || domain.endsWith("." + one));
  }

  /** What both may see. */
  public Scope and(Scope other) {
    if (domains == null) {
      return other;
    }
    List<String> others = other.domains;
    if (others == null) {
      return this;
    }
    return of(
        Stream.concat(domains.stream().filter(other::covers), others.stream().filter(this::covers))
            .distinct()
            .toList());
  }

  /** For {@code in_scope(name, ?::text[])} in SQL. */
  public String @Nullable [] parameter() {
    return domains == null ? null : domains.toArray(String[]::new);
  }
}
