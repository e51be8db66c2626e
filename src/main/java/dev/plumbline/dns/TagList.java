package dev.plumbline.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A list of {@code name=value} pairs divided by semicolons, as DKIM, DMARC, TLS-RPT and BIMI
 * records are written (RFC 6376 section 3.2). Reading never fails: what is not a pair is set aside.
 *
 * @param tags the first pair of each name, in the order written
 * @param repeated pairs whose name occurred before
 * @param malformed parts that are no pairs: their name is empty, their value all of the part
 */
public record TagList(List<Tag> tags, List<Tag> repeated, List<Tag> malformed) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  public TagList {
    tags = List.copyOf(tags);
    repeated = List.copyOf(repeated);
    malformed = List.copyOf(malformed);
  }

  /**
   * One pair.
   *
   * @param name in lower case
   * @param value without white space around it
   * @param start where in the text the pair begins, counted from 0
   * @param end where it ends
   */
  public record Tag(String name, String value, int start, int end) {}

  /** Reads the text of a record. */
  public static TagList parse(String text) {
    List<Tag> tags = new ArrayList<>();
    List<Tag> repeated = new ArrayList<>();
    List<Tag> malformed = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int start = 0;
    while (start <= text.length()) {
      int semicolon = text.indexOf(';', start);
      int end = semicolon < 0 ? text.length() : semicolon;
      Tag tag = tag(text, start, end);
      start = end + 1;
      if (tag.name().isEmpty()) {
        if (!tag.value().isEmpty()) {
          malformed.add(tag);
        }
      } else {
        (seen.add(tag.name()) ? tags : repeated).add(tag);
      }
    }
    return new TagList(tags, repeated, malformed);
  }

  private static Tag tag(String text, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    while (start < end && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    String part = text.substring(start, end);
    int equals = part.indexOf('=');
    String name = equals < 0 ? "" : part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
    return NAME.matcher(name).matches()
        ? new Tag(name, part.substring(equals + 1).strip(), start, end)
        : new Tag("", part, start, end);
  }

  /** Everything that was written, in the order written. */
  public List<Tag> all() {
    return Stream.of(tags, repeated, malformed)
        .flatMap(List::stream)
        .sorted(Comparator.comparingInt(Tag::start))
        .toList();
  }

  /** One sentence for each part that could not be used. */
  public List<String> problems() {
    return Stream.concat(repeated.stream(), malformed.stream())
        .sorted(Comparator.comparingInt(Tag::start))
        .map(
            tag ->
                tag.name().isEmpty()
                    ? "\"" + abbreviated(tag.value()) + "\" is not of the form name=value."
                    : "The tag " + tag.name() + " occurs more than once; the first one counts.")
        .toList();
  }

  /** The first tag of this name. */
  public Optional<Tag> tag(String name) {
    return tags.stream().filter(tag -> tag.name().equals(name)).findFirst();
  }

  /** The value of a tag. */
  public Optional<String> get(String name) {
    return tag(name).map(Tag::value);
  }

  /** Whether this tag is written first, with exactly this value, as version tags must be. */
  public boolean startsWith(String name, String value) {
    return !tags.isEmpty()
        && tags.get(0).name().equals(name)
        && tags.get(0).value().equals(value)
        && malformed.stream().noneMatch(part -> part.start() < tags.get(0).start());
  }

  private static String abbreviated(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
