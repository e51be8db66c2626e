package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened.
 *
 * @param domain null for all of them
 * @param kinds chips that limit the list
 */
public record HistoryView(
    @Nullable String domain,
    @Nullable String domainHref,
    List<Tab> tabs,
    List<Tab> kinds,
    List<Entry> entries,
    Pager pager) {

  public HistoryView {
    tabs = List.copyOf(tabs);
    kinds = List.copyOf(kinds);
    entries = List.copyOf(entries);
  }

  /**
   * An entry.
   *
   * @param record the record that changed, null if it is about something else
   */
  public record Entry(History.Line line, DnsView.@Nullable Change record) {}
}
