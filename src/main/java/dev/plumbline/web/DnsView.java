package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
    Lint lint,
    List<Published> published,
    List<Change> changes,
    String changesSummary,
    List<Selector> selectors,
    SeenPolicies seen) {

  public DnsView {
    tabs = List.copyOf(tabs);
    published = List.copyOf(published);
    changes = List.copyOf(changes);
    selectors = List.copyOf(selectors);
  }

  /**
   * What is wrong with the records, and what SPF costs.
   *
   * @param lookups null if there is no SPF record, or it is not known
   */
  public record Lint(List<Found> found, @Nullable Lookups lookups) {

    public Lint {
      found = List.copyOf(found);
    }
  }

  /**
   * One thing found.
   *
   * @param id of the element that holds the mended record
   * @param mended the whole record with everything mended that can be; none except with the last
   *     finding of a record
   */
  public record Found(
      String kind,
      String name,
      String severity,
      String css,
      String sentence,
      String reference,
      String id,
      List<RecordDiff.Piece> mended) {

    public Found {
      mended = List.copyOf(mended);
    }

    Found(
        String kind, String name, String severity, String css, String sentence, String reference) {
      this(kind, name, severity, css, sentence, reference, "", List.of());
    }

    Found mended(String element, List<RecordDiff.Piece> pieces) {
      return new Found(kind, name, severity, css, sentence, reference, element, pieces);
    }
  }

  /**
   * Of the ten lookups that receivers make.
   *
   * @param used at most ten
   * @param terms what each term of the record needs
   */
  public record Lookups(int used, String css, String text, List<Fact> terms) {

    public Lookups {
      terms = List.copyOf(terms);
    }
  }

  /**
   * The record sets of one kind.
   *
   * @param open whether they are shown at once
   */
  public record Published(String title, boolean open, String size, List<RecordSet> sets) {

    public Published {
      sets = List.copyOf(sets);
    }
  }

  /**
   * A record set as it is published now; {@code texts} is empty if there is none.
   *
   * @param id of the element that holds the texts
   */
  public record RecordSet(String id, String name, String since, List<String> texts) {

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

  /**
   * A DKIM selector and what may be done with its key.
   *
   * @param messages of the period that were signed with it
   * @param href the reports that tell of them, null if none does
   * @param verified the share of them where its signature verified
   */
  public record Selector(
      String domain,
      String selector,
      String messages,
      @Nullable String href,
      String verified,
      String lastDay,
      String word,
      String css,
      String reason) {}

  /**
   * The policies that reporters saw.
   *
   * @param summary how they compare with what was published; empty if there are none
   * @param open whether they are shown at once
   */
  public record SeenPolicies(String summary, boolean open, List<Seen> lines) {

    public SeenPolicies {
      lines = List.copyOf(lines);
    }
  }

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
