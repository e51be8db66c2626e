package dev.plumbline.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A list of {@code name=value} pairs divided by semicolons, as DKIM, DMARC, TLS-RPT and BIMI
 * records are written (RFC 6376 section 3.2). Reading never fails: what is not a pair is left out
 * and told in {@link #problems}.
 *
 * @param tags the pairs in the order written
 * @param problems one sentence for each part that could not be used
 */
public record TagList(List<Tag> tags, List<String> problems) {

  /** Copies both lists. */
  public TagList {
    tags = List.copyOf(tags);
    problems = List.copyOf(problems);
  }

  /**
   * One pair.
   *
   * @param name in lower case
   * @param value without white space around it
   */
  public record Tag(String name, String value) {}

  /** Reads the text of a record. */
  public static TagList parse(String text) {
    List<Tag> tags = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String part : text.split(";", -1)) {
      String pair = part.strip();
      int equals = pair.indexOf('=');
      if (pair.isEmpty()) {
        continue;
      }
      String name = equals < 0 ? "" : pair.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      if (!name.matches("[a-z][a-z0-9_]*")) {
        problems.add("\"" + abbreviated(pair) + "\" is not of the form name=value.");
      } else if (tags.stream().anyMatch(tag -> tag.name().equals(name))) {
        // RFC 6376 section 3.2: a tag must not occur twice.
        problems.add("The tag " + name + " occurs more than once; the first one counts.");
      } else {
        tags.add(new Tag(name, pair.substring(equals + 1).strip()));
      }
    }
    return new TagList(tags, problems);
  }

  /** The value of a tag. */
  public Optional<String> get(String name) {
    return tags.stream().filter(tag -> tag.name().equals(name)).map(Tag::value).findFirst();
  }

  /** Whether this tag is written first, with exactly this value, as version tags must be. */
  public boolean startsWith(String name, String value) {
    return !tags.isEmpty() && tags.get(0).equals(new Tag(name, value));
  }

  private static String abbreviated(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
