package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of one domain.
 *
 * @param findings what is wrong with the domain's own records, most important first
 * @param notices what has to be known before anything else, as sentences
 * @param open senders that wait for somebody to act
 * @param openEmpty what is said where none does
 * @param openMoreHref where the rest of them is, null if all are shown
 * @param plan what to publish, null if there is nothing to say
 * @param nextPolicy whether a stricter policy is safe; null if there is nothing to tell from
 * @param groups the other senders, by standing
 */
public record DomainView(
    String name,
    String summary,
    PeriodPicker period,
    List<Tab> tabs,
    String findingsTitle,
    List<String> findings,
    List<String> notices,
    String openSummary,
    List<SenderLine> open,
    String openEmpty,
    @Nullable String openMoreHref,
    @Nullable String openMoreText,
    @Nullable PlanView plan,
    @Nullable NextPolicy nextPolicy,
    String othersSummary,
    List<Group> groups,
    DayChart chart,
    String reportersSummary,
    List<ReporterLine> reporters,
    Recheck recheck,
    List<DnsRecord> records) {

  public DomainView {
    tabs = List.copyOf(tabs);
    findings = List.copyOf(findings);
    notices = List.copyOf(notices);
    open = List.copyOf(open);
    groups = List.copyOf(groups);
    reporters = List.copyOf(reporters);
    records = List.copyOf(records);
  }

  /** The senders of one standing. */
  public record Group(
      StandingBadge badge,
      String summary,
      String meaning,
      boolean open,
      List<SenderLine> senders,
      @Nullable String moreHref,
      @Nullable String moreText) {

    public Group {
      senders = List.copyOf(senders);
    }
  }

  /** What one reporter said about the domain. */
  public record ReporterLine(
      String name, String href, String reports, String messages, String passShare) {}

  /**
   * The comparison with today's DNS.
   *
   * @param running whether one was asked for and has not finished
   * @param done whether one has finished since the page was loaded
   */
  public record Recheck(
      String text, boolean running, boolean done, String action, String pollHref) {}

  /**
   * A record set as published now.
   *
   * @param since since when it reads like this, null if it was never seen otherwise
   * @param none what is said if there is no such record
   */
  public record DnsRecord(
      String title, String name, @Nullable String since, List<String> texts, String none) {

    public DnsRecord {
      texts = List.copyOf(texts);
    }
  }
}
