package dev.plumbline.dns;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A domain name as DNS compares it: lower case, no final dot, labels of 1 to 63 octets, 253 octets
 * in all (RFC 1035 section 2.3.4). Labels may hold any octet but a dot, since SPF macros and broken
 * reports ask for such names; {@link #isHostName} is stricter.
 */
public final class DomainName implements Comparable<DomainName> {

  /** The DNS root, printed as {@code .}. */
  public static final DomainName ROOT = new DomainName("");

  /** Octets of the longest name in text form (RFC 1035 section 3.1 allows 255 on the wire). */
  public static final int MAX_OCTETS = 253;

  private static final int MAX_LABEL_OCTETS = 63;
  private static final Pattern HOST_LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?");

  private final String text;

  private DomainName(String text) {
    this.text = text;
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException if it is empty, has an empty or too long label, is too long,
   *     or holds a character that is no octet
   */
  public static DomainName of(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("Not a domain name: \"" + text + "\""));
  }

  /** Reads a name with or without the final dot; empty if it is not one. */
  public static Optional<DomainName> parse(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (name.isEmpty() || name.length() > MAX_OCTETS) {
      return Optional.empty();
    }
    int labelStart = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i == name.length() || name.charAt(i) == '.') {
        int labelLength = i - labelStart;
        if (labelLength == 0 || labelLength > MAX_LABEL_OCTETS) {
          return Optional.empty();
        }
        labelStart = i + 1;
      } else if (name.charAt(i) > 0xFF) {
        return Optional.empty();
      }
    }
    return Optional.of(new DomainName(asciiLowerCase(name)));
  }

  /**
   * Reads a name as people and programs write it outside of DNS: letters beyond ASCII become
   * A-labels, since both forms are one name (RFC 5890 section 2.3.2.1). Names from DNS are octets
   * and are read by {@link #parse}.
   */
  public static Optional<DomainName> parseWritten(String text) {
    return InternationalNames.isAscii(text)
        ? parse(text)
        : InternationalNames.toAscii(text).flatMap(DomainName::parse);
  }

  /**
   * This name as people write it, U-labels for A-labels. Where letters of several scripts meet,
   * what is asked in DNS stands beside it, since some letters of one look like those of another.
   */
  public String forPeople() {
    return InternationalNames.forPeople(toString());
  }

  /** As {@link #forPeople} for a text that may be a name, or anything else. */
  public static String forPeople(String text) {
    return InternationalNames.forPeople(text);
  }

  /**
   * As {@link #forPeople(String)} for each name in a sentence, but for those that are part of
   * something to be copied as it stands: an address, a term of a record, a name with underscores.
   */
  public static String inSentence(String sentence) {
    return InternationalNames.inSentence(sentence);
  }

  // RFC 4343: DNS folds the case of ASCII letters only, so toLowerCase would fold too much.
  private static String asciiLowerCase(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      folded.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return folded.toString();
  }

  /** Whether all labels are letters, digits and inner hyphens, or underscores as in SRV names. */
  public boolean isHostName() {
    for (String label : labels()) {
      if (!HOST_LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** The labels from left to right; empty for the root. */
  public List<String> labels() {
    return text.isEmpty() ? List.of() : List.of(text.split("\\.", -1));
  }

  /** The name without its leftmost label; empty at the root. */
  public Optional<DomainName> parent() {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int dot = text.indexOf('.');
    return Optional.of(dot < 0 ? ROOT : new DomainName(text.substring(dot + 1)));
  }

  /** The name made of the rightmost labels, or this name if it has no more than that many. */
  public DomainName lastLabels(int count) {
    List<String> labels = labels();
    if (labels.size() <= count) {
      return this;
    }
    return new DomainName(String.join(".", labels.subList(labels.size() - count, labels.size())));
  }

  /**
   * This name with labels put before it, as in {@code _dmarc} before {@code example.org}; empty if
   * that is no name, or too long for one.
   */
  public Optional<DomainName> prefixedBy(String labels) {
    return parse(text.isEmpty() ? labels : labels + "." + text);
  }

  /** Whether this name is the other one or lies below it. */
  public boolean isWithin(DomainName other) {
    return other.text.isEmpty() || text.equals(other.text) || text.endsWith("." + other.text);
  }

  @Override
  public int compareTo(DomainName other) {
    return text.compareTo(other.text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DomainName that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The name without the final dot; {@code .} for the root. */
  @Override
  public String toString() {
    return text.isEmpty() ? "." : text;
  }
}
