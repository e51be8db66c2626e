package dev.plumbline.web;

import java.util.List;

/**
 * What a domain publishes, what it published before, and what was made of it.
 *
 * @param changes the newest first
 * @param seen the policies that reporters saw
 */
public record DnsView(
    String domain,
    String domainHref,
    PeriodPicker period,
    List<Tab> tabs,
    DomainView.Recheck recheck,
    List<Published> published,
    List<Change> changes,
    String changesSummary,
    List<Selector> selectors,
    List<Seen> seen) {

  public DnsView {
    tabs = List.copyOf(tabs);
    published = List.copyOf(published);
    changes = List.copyOf(changes);
    selectors = List.copyOf(selectors);
    seen = List.copyOf(seen);
  }

  /** The record sets of one kind. */
  public record Published(String title, List<RecordSet> sets) {

    public Published {
      sets = List.copyOf(sets);
    }
  }

  /** A record set as it is published now; {@code texts} is empty if there is none. */
  public record RecordSet(String name, String since, List<String> texts) {

    public RecordSet {
      texts = List.copyOf(texts);
    }
  }

  /** A record set that gave way to another. */
  public record Change(
      String when,
      String title,
      String name,
      List<RecordDiff.Piece> before,
      List<RecordDiff.Piece> after) {

    public Change {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /** A DKIM selector and what may be done with its key. */
  public record Selector(
      String domain,
      String selector,
      String messages,
      String lastDay,
      String word,
      String css,
      String reason) {}

  /** A policy as a reporter saw it. */
  public record Seen(
      String reporter,
      String href,
      String policy,
      String word,
      String css,
      String days,
      String reports) {}
}
