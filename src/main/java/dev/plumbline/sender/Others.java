package dev.plumbline.sender;

import dev.plumbline.standing.Reason;
import java.util.Optional;
import java.util.Set;

/**
 * What other customers of a service sent from an address that sends for us too.
 *
 * @param domain that most of it was signed as; empty if there is nothing
 * @param profiles of this mail
 */
public record Others(String domain, long messages, Set<String> profiles) {

  /** Nobody shares the address, as far as reports tell. */
  public static final Others NONE = new Others("", 0, Set.of());

  public Others {
    profiles = Set.copyOf(profiles);
  }

  /** That some of an address's mail is not ours; empty if all may be. */
  public Optional<Reason> reason() {
    return messages == 0
        ? Optional.empty()
        : Optional.of(new Reason.OtherCustomers(domain, messages));
  }
}
