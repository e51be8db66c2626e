package dev.plumbline.standing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the sender catalogue knows of the service behind a source.
 *
 * @param label what it is, as "marketing service"
 * @param role what follows for mail that does not pass
 * @param guide how a domain authorizes it, null if that is not known or makes no sense
 */
public record Service(String name, String label, Role role, @Nullable Guide guide) {

  /** What a service does with mail of its customers. */
  public enum Role {
    /** Sends for customers who hired it: seen for a domain, it is most likely hired. */
    HIRED,
    /** Passes on mail of others. */
    PASSES_ON,
    /** Does either, or hosts anybody: being seen proves nothing. */
    EITHER
  }

  /**
   * How a domain authorizes a service.
   *
   * @param where the place in the service's settings
   * @param link its own page about it
   * @param dkim records for DKIM as the service has them published, ready to paste where it does
   *     not show them; empty if it cannot sign for others
   * @param shown whether some of these records differ from customer to customer, and are shown
   *     there
   * @param include what to include in the SPF record, null if that would not help
   * @param returnPath whether the envelope can be a subdomain of the customer's
   */
  public record Guide(
      String where,
      String link,
      List<String> dkim,
      boolean shown,
      @Nullable String include,
      boolean returnPath) {

    public Guide {
      dkim = List.copyOf(dkim);
    }
  }
}
