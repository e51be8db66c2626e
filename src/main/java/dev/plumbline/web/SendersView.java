package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All senders of a domain, as a list to search.
 *
 * @param standing the one the list is limited to, null for all
 */
public record SendersView(
    String domain,
    String domainHref,
    String action,
    String summary,
    PeriodPicker period,
    List<Tab> tabs,
    List<Tab> standings,
    @Nullable String standing,
    String search,
    List<SenderLine> senders,
    Pager pager) {

  public SendersView {
    tabs = List.copyOf(tabs);
    standings = List.copyOf(standings);
    senders = List.copyOf(senders);
  }
}
