package dev.plumbline.export;

import dev.plumbline.store.export.Cursor;
import dev.plumbline.store.export.Wanted;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.Shown;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a kind is asked for. What does not concern the kind is passed over.
 *
 * @param domains null for all
 * @param after where to go on, for kinds that can be followed
 * @param from only this UTC day or later; null for all
 * @param to only this UTC day or earlier; null for all
 * @param show which rows, by what became of their messages; of TLS reports, those of failed
 *     sessions if it is what fails
 * @param ip only rows of this source; null for all
 */
public record Asked(
    @Nullable List<DomainInfo> domains,
    Cursor after,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    Shown show,
    @Nullable String ip) {

  public Asked {
    domains = domains == null ? null : List.copyOf(domains);
  }

  /** All about some domains. */
  public static Asked about(List<DomainInfo> domains) {
    return new Asked(domains, Cursor.START, null, null, Shown.ALL, null);
  }

  /** The same in a period; null for no end. */
  public Asked between(@Nullable LocalDate first, @Nullable LocalDate last) {
    return new Asked(domains, after, first, last, show, ip);
  }

  boolean failingOnly() {
    return show == Shown.FAILING;
  }

  Wanted wanted() {
    return new Wanted(ids(), from, to, show, ip);
  }

  @Nullable List<Long> ids() {
    return domains == null ? null : domains.stream().map(DomainInfo::id).toList();
  }
}
