package dev.plumbline.standing.remedy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would turn a sender's mail to passing.
 *
 * @param steps what to do, in order; sentences
 * @param records what to publish; empty if nothing to publish would help by itself
 * @param tested what the records were found to do before they are shown; null if there are none
 */
public record Remedy(List<String> steps, List<Change> records, @Nullable Tested tested) {

  public Remedy {
    steps = List.copyOf(steps);
    records = List.copyOf(records);
  }

  /**
   * One record set as it is and as it should be.
   *
   * @param name absolute, without the last dot
   * @param type as {@code TXT}
   * @param before the whole text published now, null if there is none
   * @param after the whole text to publish
   */
  public record Change(String name, String type, @Nullable String before, String after) {}

  /**
   * What the records do when they are evaluated, before anybody publishes them.
   *
   * @param result of SPF for the sources it is about
   * @param sources how many of them pass
   * @param lookups most DNS lookups that one of them needs, of 10
   * @param voidLookups most lookups without an answer, of 2
   * @param lost sources of the domain that pass now and would not any more; always 0
   */
  public record Tested(String result, int sources, int lookups, int voidLookups, int lost) {}
}
