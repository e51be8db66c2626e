package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of one sender of a domain, with the sources it sends from.
 *
 * @param reasons for its standing
 * @param history how its standing changed, the newest first
 * @param evidence for its name
 * @param todo what to do about it, null if nothing has to be done
 * @param tests mails that were sent through it to see whether they pass
 */
public record SenderView(
    String domain,
    String domainHref,
    String sendersHref,
    List<Tab> tabs,
    String name,
    StandingBadge badge,
    PeriodPicker period,
    DayChart chart,
    List<String> reasons,
    List<History.Line> history,
    List<DnsView.Change> changes,
    List<String> evidence,
    @Nullable Todo todo,
    Tests tests,
    DecisionForm decision,
    List<Figure> figures,
    String sourcesSummary,
    List<SourceLine> sources,
    Pager pager) {

  public SenderView {
    tabs = List.copyOf(tabs);
    reasons = List.copyOf(reasons);
    history = List.copyOf(history);
    changes = List.copyOf(changes);
    evidence = List.copyOf(evidence);
    figures = List.copyOf(figures);
    sources = List.copyOf(sources);
  }

  /**
   * Mails that were sent through it to be tested.
   *
   * @param possible whether an address for one can be made
   * @param proven that the last one passed, null if it did not
   */
  public record Tests(
      boolean possible, String senderKey, @Nullable String proven, List<TestLine> done) {

    public Tests {
      done = List.copyOf(done);
    }
  }

  /** What came of one of them. */
  public record TestLine(String when, String word, String css, String told) {}

  /** What would make its mail pass. */
  public record Todo(List<String> steps, List<Change> records) {

    public Todo {
      steps = List.copyOf(steps);
      records = List.copyOf(records);
    }
  }

  /**
   * A record of the domain's plan that is for this sender too.
   *
   * @param others for whom else it is, as a sentence; null if for nobody
   */
  public record Change(PlanView.Line record, @Nullable String others) {}

  /**
   * Whose the sender is, and the form to say so.
   *
   * @param open whether nobody can go on before it is said
   * @param verdict {@code ours}, {@code not_ours}, {@code undecided}; empty if nobody said
   * @param summary what was decided last and by whom, null if nobody said
   * @param history what was decided before that, the newest first
   */
  public record DecisionForm(
      String action,
      boolean open,
      String verdict,
      @Nullable String summary,
      String owner,
      String purpose,
      String note,
      String due,
      List<String> history) {

    public DecisionForm {
      history = List.copyOf(history);
    }
  }

  /**
   * One address of the sender.
   *
   * @param reverse null if it has no name
   * @param reason empty where it is that of the address before it
   */
  public record SourceLine(
      String ip,
      String href,
      @Nullable String reverse,
      StandingBadge badge,
      String reason,
      String failing,
      String messages) {}
}
