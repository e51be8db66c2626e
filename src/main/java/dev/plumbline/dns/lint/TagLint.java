package dev.plumbline.dns.lint;

import dev.plumbline.dns.TagList;
import dev.plumbline.dns.TagList.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a linter finds in one list of tags, and mends it.
 *
 * <p>Each finding may bring an edit. The record mended for one finding has this edit alone; the
 * record mended in all has every edit, in the order they were told.
 */
public final class TagLint {

  /** Findings of one record; more would only repeat themselves. All of them are mended. */
  private static final int MAX_FINDINGS = 50;

  private final String name;
  private final String text;
  private final TagList tags;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Consumer<TagEdits>> edits = new ArrayList<>();

  /**
   * A lint without findings.
   *
   * @param name the DNS name of the record
   * @param text the record
   */
  public TagLint(String name, String text) {
    this.name = name;
    this.text = text;
    this.tags = TagList.parse(text);
  }

  /** What the record says. */
  public TagList tags() {
    return tags;
  }

  /** Tells of a tag that only its publisher can mend. */
  public void tell(Severity severity, Rule rule, Tag place, String sentence) {
    tell(severity, rule, Optional.of(place), sentence, null);
  }

  /** Tells of a tag and mends it; an edit that is null is left to the publisher. */
  public void tell(
      Severity severity, Rule rule, Tag place, String sentence, @Nullable Consumer<TagEdits> edit) {
    tell(severity, rule, Optional.of(place), sentence, edit);
  }

  /**
   * Tells of a place, or of the record as a whole if there is none.
   *
   * @param edit mends it; null if only the publisher can
   */
  public void tell(
      Severity severity,
      Rule rule,
      Optional<Tag> place,
      String sentence,
      @Nullable Consumer<TagEdits> edit) {
    if (edit != null) {
      edits.add(edit);
    }
    if (findings.size() >= MAX_FINDINGS) {
      return;
    }
    String mended = edit == null ? null : edited(List.of(edit));
    int start = place.map(Tag::start).orElse(0);
    int end = place.map(Tag::end).orElse(0);
    findings.add(new Finding(severity, rule, name, text, start, end, sentence, mended));
  }

  /** Tells of a part of a tag, by its place in the record. */
  public void tell(
      Severity severity,
      Rule rule,
      int start,
      int end,
      String sentence,
      @Nullable Consumer<TagEdits> edit) {
    tell(severity, rule, Optional.of(new Tag("", "", start, end)), sentence, edit);
  }

  /** Everything told so far. */
  public Lint finish() {
    List<Finding> sorted = new ArrayList<>(findings);
    sorted.sort(
        Comparator.comparing((Finding finding) -> finding.end() == 0)
            .thenComparingInt(Finding::start));
    String mended = edits.isEmpty() ? null : edited(edits);
    return new Lint(name, text, sorted, text.equals(mended) ? null : mended);
  }

  private String edited(List<Consumer<TagEdits>> chosen) {
    TagEdits copy = new TagEdits(tags);
    chosen.forEach(edit -> edit.accept(copy));
    return copy.toText();
  }
}
