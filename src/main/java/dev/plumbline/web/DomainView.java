package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of one domain.
 *
 * @param findings what is wrong with the domain's own records, most important first
 * @param notices what has to be known before anything else, as sentences
 * @param answers to what everybody asks first
 * @param fix senders of its own that fail, null if there are none
 * @param decide senders of which somebody has to say whose they are, null if there are none
 * @param waiting senders that were fixed, until reports show it; null if there are none
 * @param groups the other senders, by standing
 * @param noChart why there is no chart, though there are messages; null if there is
 */
public record DomainView(
    String name,
    String summary,
    PeriodPicker period,
    List<Tab> tabs,
    String findingsTitle,
    List<String> findings,
    List<String> notices,
    List<Answer> answers,
    @Nullable Fix fix,
    @Nullable Decide decide,
    String decideAction,
    @Nullable Senders waiting,
    String othersSummary,
    List<Group> groups,
    DayChart chart,
    @Nullable String noChart,
    List<Tab> charts,
    String reportersSummary,
    List<ReporterLine> reporters,
    Recheck recheck,
    List<DnsRecord> records) {

  public DomainView {
    tabs = List.copyOf(tabs);
    findings = List.copyOf(findings);
    notices = List.copyOf(notices);
    answers = List.copyOf(answers);
    groups = List.copyOf(groups);
    reporters = List.copyOf(reporters);
    records = List.copyOf(records);
  }

  /**
   * An answer.
   *
   * @param word it in one word, or a few
   * @param href where it comes from, null if nothing is there to see
   */
  public record Answer(
      String question,
      String word,
      String css,
      String text,
      @Nullable String href,
      @Nullable String hrefText) {}

  /**
   * What is to be fixed.
   *
   * @param plan what to publish, null if there is nothing to say
   * @param planAction the page with other choices of the plan
   * @param publish senders that records are for
   * @param ask senders whose provider has to do something
   * @param moreHref where the rest of them is, null if all are shown
   */
  public record Fix(
      String summary,
      @Nullable PlanView plan,
      String planAction,
      List<HiddenField> hidden,
      List<SenderLine> publish,
      List<SenderLine> ask,
      @Nullable String moreHref,
      String moreText) {

    public Fix {
      hidden = List.copyOf(hidden);
      publish = List.copyOf(publish);
      ask = List.copyOf(ask);
    }
  }

  /** Senders to be decided about; as {@link Senders}. */
  public record Decide(
      String summary, SendersView.Folded senders, @Nullable String moreHref, String moreText) {}

  /**
   * Some senders.
   *
   * @param moreHref where the rest of them is, null if all are shown
   */
  public record Senders(
      String summary, List<SenderLine> senders, @Nullable String moreHref, String moreText) {

    public Senders {
      senders = List.copyOf(senders);
    }
  }

  /** The senders of one standing. */
  public record Group(
      StandingBadge badge,
      String summary,
      String meaning,
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
   * @param off whether DNS is switched off, so that there is none
   * @param running whether one was asked for and has not finished
   * @param done whether one has finished since the page was loaded
   */
  public record Recheck(
      String text, boolean off, boolean running, boolean done, String action, String pollHref) {}

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
