package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of one sender of a domain, with the sources it sends from.
 *
 * @param reasons for its standing
 * @param evidence for its name
 * @param todo what to do about it, null if nothing has to be done
 */
public record SenderView(
    String domain,
    String domainHref,
    String sendersHref,
    String name,
    StandingBadge badge,
    PeriodPicker period,
    List<String> reasons,
    List<DnsView.Change> changes,
    List<String> evidence,
    @Nullable Todo todo,
    DecisionForm decision,
    List<Figure> figures,
    String sourcesSummary,
    List<SourceLine> sources,
    Pager pager) {

  public SenderView {
    reasons = List.copyOf(reasons);
    changes = List.copyOf(changes);
    evidence = List.copyOf(evidence);
    figures = List.copyOf(figures);
    sources = List.copyOf(sources);
  }

  /**
   * What would make its mail pass.
   *
   * @param tested what the records were found to do before they were shown, null without records
   */
  public record Todo(List<String> steps, List<Change> records, @Nullable String tested) {

    public Todo {
      steps = List.copyOf(steps);
      records = List.copyOf(records);
    }
  }

  /**
   * A record as it is and as it should be.
   *
   * @param id of the element that holds the new text, to copy it
   * @param before empty if there is no such record now
   */
  public record Change(
      String id,
      String name,
      String type,
      List<RecordDiff.Piece> before,
      List<RecordDiff.Piece> after) {

    public Change {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

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

  /** One address of the sender; {@code reverse} is null if it has no name. */
  public record SourceLine(
      String ip,
      String href,
      @Nullable String reverse,
      StandingBadge badge,
      String reason,
      String messages,
      String passShare) {}
}
