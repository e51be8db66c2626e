package dev.plumbline.report;

import java.util.List;
import java.util.Locale;

/** The name of who sent a report, as people read it and look for it. */
public final class ReporterName {

  /** Stands for the name that a report does not give. */
  private static final String UNNAMED = "an unnamed reporter";

  private ReporterName() {}

  /**
   * A name within a sentence or a table.
   *
   * @param name as reported; empty if none was
   */
  public static String forPeople(String name) {
    return name.isEmpty() ? UNNAMED : name;
  }

  /** Several names of one reporter, within a sentence. */
  public static String forPeople(List<String> names) {
    int last = names.size() - 1;
    List<String> shown = names.stream().map(ReporterName::forPeople).toList();
    return last == 0
        ? shown.get(0)
        : String.join(", ", shown.subList(0, last)) + " and " + shown.get(last);
  }

  /** A name that begins a sentence. */
  public static String first(String name) {
    return name.isEmpty() ? "A" + UNNAMED.substring(1) : name;
  }

  /** As reported, of what people read. */
  public static String reported(String shown) {
    return shown.strip().equalsIgnoreCase(UNNAMED) ? "" : shown;
  }

  /** Whether a search for part of a name finds those without one: by the words that are shown. */
  public static boolean findsUnnamed(String search) {
    return UNNAMED.contains(search.strip().toLowerCase(Locale.ROOT));
  }
}
