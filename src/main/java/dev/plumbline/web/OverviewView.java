package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of all domains.
 *
 * @param empty whether no report ever came in
 * @param mailbox how the mailboxes do, null if whoever asks may not know
 * @param actions what to do first, the most urgent first
 * @param changes what changed since the last visit, null where something is looked for
 * @param states chips that limit the list
 * @param groups chips likewise; none if there are no groups
 * @param columns those that the list can be sorted by, with the others
 * @param found what a search found beside domains
 * @param reportsHref where reports like that are looked for, null without a search
 */
public record OverviewView(
    PeriodPicker period,
    boolean empty,
    String summary,
    @Nullable Tab mailbox,
    List<Action> actions,
    @Nullable Changes changes,
    Filters filters,
    List<Tab> states,
    List<Tab> groups,
    List<Column> columns,
    List<DomainLine> domains,
    List<Found> found,
    @Nullable String reportsHref,
    List<Tab> exports,
    Pager pager) {

  public OverviewView {
    actions = List.copyOf(actions);
    states = List.copyOf(states);
    groups = List.copyOf(groups);
    columns = List.copyOf(columns);
    domains = List.copyOf(domains);
    found = List.copyOf(found);
    exports = List.copyOf(exports);
  }

  /**
   * Something to do.
   *
   * @param stake what it is about, as "504 messages refused"
   */
  public record Action(
      String domain, String domainHref, String text, String href, String stake, StateBadge badge) {}

  /** What changed, and where the rest of it is. */
  public record Changes(String summary, List<History.Line> lines, String href) {

    public Changes {
      lines = List.copyOf(lines);
    }
  }

  /**
   * The form that searches.
   *
   * @param hidden what the list is limited to and sorted by beside
   * @param nothing what is said where the list is empty
   */
  public record Filters(
      String search, List<HiddenField> hidden, String nothing, @Nullable String clearHref) {

    public Filters {
      hidden = List.copyOf(hidden);
    }
  }

  /** Something found elsewhere. */
  public record Found(String text, String href, String detail, StandingBadge badge) {}

  /**
   * One domain.
   *
   * @param step what there is to do next
   * @param failing messages of its own senders that fail, null if none was reported
   * @param messageCount the number behind {@code messages}, for programs that read the page
   * @param policy in force
   * @param trend null if no message was reported in the period
   */
  public record DomainLine(
      String name,
      String href,
      StateBadge badge,
      String policy,
      String policyHref,
      String step,
      String stepHref,
      @Nullable String failing,
      String failingHref,
      String messages,
      long messageCount,
      String passShare,
      @Nullable Trend trend,
      String newest,
      String reportsHref) {}
}
