package dev.plumbline.store.people;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * To which domains a person or a token is limited, as it was said.
 *
 * @param domains names in lower case, which stand for all below them, too; null for no limit
 * @param groups names of groups whose domains count as well
 */
public record Limits(@Nullable List<String> domains, List<String> groups) {

  public static final Limits NONE = new Limits(null, List.of());

  public Limits {
    domains = domains == null ? null : List.copyOf(domains);
    groups = List.copyOf(groups);
    if (domains == null && !groups.isEmpty()) {
      throw new IllegalArgumentException("Groups limit nothing where there is no limit.");
    }
  }

  /** Some domains and groups; no limit if none are named. */
  public static Limits of(List<String> domains, List<String> groups) {
    return domains.isEmpty() && groups.isEmpty() ? NONE : new Limits(domains, groups);
  }

  public boolean any() {
    return domains != null;
  }

  /** The limits in words. */
  public String words() {
    if (domains == null) {
      return "all domains";
    }
    var words = new ArrayList<String>(domains);
    groups.forEach(one -> words.add("group " + one));
    return words.isEmpty() ? "no domain" : String.join(", ", words);
  }
}
