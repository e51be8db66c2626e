package dev.plumbline.store.export;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of the feed is wanted.
 *
 * @param domains the numbers of the domains; null for all
 * @param from only reports of this UTC day or later; null for all
 * @param to only reports of this UTC day or earlier; null for all
 * @param failingOnly only rows that do not pass DMARC
 * @param sourceIp only rows of this source; null for all
 */
public record Wanted(
    @Nullable List<Long> domains,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    boolean failingOnly,
    @Nullable String sourceIp) {

  /** Everything. */
  public static final Wanted ALL = new Wanted(null, null, null, false, null);

  public Wanted {
    domains = domains == null ? null : List.copyOf(domains);
  }

  /** Everything about some domains; null for all. */
  public static Wanted of(@Nullable List<Long> domains) {
    return new Wanted(domains, null, null, false, null);
  }
}
