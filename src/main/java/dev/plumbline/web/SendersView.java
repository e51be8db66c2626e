package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All senders of a domain, as a list to search.
 *
 * @param hidden what the list is limited to beside the search
 * @param orders by what it can be sorted
 * @param found how many a search found, null if none was asked for
 * @param decideAction where several are decided about at once
 */
public record SendersView(
    String domain,
    String domainHref,
    String action,
    String summary,
    PeriodPicker period,
    List<Tab> tabs,
    List<Tab> standings,
    List<HiddenField> hidden,
    String search,
    List<Choice> orders,
    @Nullable String found,
    String decideAction,
    Folded senders,
    List<Tab> exports,
    Pager pager) {

  public SendersView {
    tabs = List.copyOf(tabs);
    standings = List.copyOf(standings);
    hidden = List.copyOf(hidden);
    orders = List.copyOf(orders);
    exports = List.copyOf(exports);
  }

  /** Something to choose from a list. */
  public record Choice(String value, String text, boolean chosen) {}

  /**
   * Senders, those that are mere networks nobody knows put together.
   *
   * @param fold those networks, null if there are too few to be put together
   */
  public record Folded(List<SenderLine> lines, @Nullable Fold fold) {

    public Folded {
      lines = List.copyOf(lines);
    }

    /** Whether there is nobody at all. */
    public boolean isEmpty() {
      return lines.isEmpty() && fold == null;
    }
  }

  /**
   * Scattered sources.
   *
   * @param keys of all of them, with blanks between
   */
  public record Fold(
      String title, String detail, String keys, String failing, String of, List<SenderLine> lines) {

    public Fold {
      lines = List.copyOf(lines);
    }
  }
}
