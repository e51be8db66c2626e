package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of all domains.
 *
 * @param empty whether no report ever came in
 */
public record OverviewView(
    PeriodPicker period, boolean empty, String summary, List<DomainLine> domains, Pager pager) {

  public OverviewView {
    domains = List.copyOf(domains);
  }

  /**
   * One domain.
   *
   * @param todos what waits for the administrator, most urgent first
   * @param calm what is said where nothing waits
   * @param messageCount the number behind {@code messages}, for programs that read the page
   * @param policy in force
   * @param trend null if no message was reported in the period
   */
  public record DomainLine(
      String name,
      String href,
      List<Todo> todos,
      String calm,
      String messages,
      long messageCount,
      String passShare,
      @Nullable Trend trend,
      String policy,
      String newest,
      String reportsHref) {

    public DomainLine {
      todos = List.copyOf(todos);
    }
  }

  /** Senders of one standing, as "2 regressed". */
  public record Todo(String text, String css) {}
}
