package dev.plumbline.store.export;

import dev.plumbline.store.traffic.Shown;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of the feed is wanted.
 *
 * @param domains the numbers of the domains; null for all
 * @param from only reports of this UTC day or later; null for all
 * @param to only reports of this UTC day or earlier; null for all
 * @param show which rows, by what became of their messages
 * @param sourceIp only rows of this source; null for all
 */
public record Wanted(
    @Nullable List<Long> domains,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    Shown show,
    @Nullable String sourceIp) {

  /** Everything. */
  public static final Wanted ALL = new Wanted(null, null, null, Shown.ALL, null);

  public Wanted {
    domains = domains == null ? null : List.copyOf(domains);
  }

  /** Everything about some domains; null for all. */
  public static Wanted of(@Nullable List<Long> domains) {
    return new Wanted(domains, null, null, Shown.ALL, null);
  }
}
