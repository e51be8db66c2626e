package dev.plumbline.review.json;

import dev.plumbline.store.judgement.DomainList.Group;
import java.util.List;

/**
 * A group of domains.
 *
 * @param domains those monitored that are in it, by name
 */
public record GroupJson(String name, List<String> domains) {

  public GroupJson {
    domains = List.copyOf(domains);
  }

  public static GroupJson of(Group group) {
    return new GroupJson(group.name(), group.domains());
  }
}
