package dev.plumbline.report.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of fields, as a mail's header is one (RFC 5322 section 2.2), unfolded. Lines that are no
 * field are counted and passed over.
 *
 * @param fields in their order
 * @param strayLines how many lines within were no field
 * @param rest what follows the block, after its empty line
 */
public record HeaderFields(List<Field> fields, int strayLines, String rest) {

  /** So many fields are kept; what follows them in the block is not. */
  public static final int MOST_FIELDS = 500;

  /** So much of a field is kept: more than any honest one has. */
  private static final int MOST_VALUE_CHARS = 20_000;

  private static final Pattern NAME = Pattern.compile("[!-9;-~]{1,76}");

  public HeaderFields {
    fields = List.copyOf(fields);
  }

  /** One field; its value is unfolded, and without white space around it. */
  public record Field(String name, String value) {}

  /** Reads the block that a text begins with; empty lines before it do not count. */
  public static HeaderFields of(String text) {
    Reading reading = new Reading();
    int at = 0;
    while (at < text.length()) {
      int end = lineEnd(text, at);
      String line = text.substring(at, end);
      at = afterLineBreak(text, end);
      if (line.isBlank()) {
        if (reading.begun) {
          break;
        }
        continue;
      }
      reading.line(line);
    }
    return new HeaderFields(reading.finish(), reading.stray, text.substring(at));
  }

  private static int lineEnd(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  private static int afterLineBreak(String text, int at) {
    if (at >= text.length()) {
      return at;
    }
    boolean both = text.charAt(at) == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
    return both ? at + 2 : at + 1;
  }

  /** The block while it is read. */
  private static final class Reading {
    private final List<Field> fields = new ArrayList<>();
    private final StringBuilder value = new StringBuilder();
    private String name = "";
    private boolean begun;
    private int stray;

    void line(String line) {
      boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
      if (folded && !name.isEmpty()) {
        append(" " + line.strip());
        return;
      }
      String plain = line.strip();
      int colon = plain.indexOf(':');
      String before = colon < 0 ? "" : plain.substring(0, colon).strip();
      begun = true;
      if (!NAME.matcher(before).matches()) {
        stray++;
        return;
      }
      end();
      name = before;
      append(plain.substring(colon + 1).strip());
    }

    private void append(String text) {
      int room = MOST_VALUE_CHARS - value.length();
      if (room > 0) {
        value.append(text, 0, Math.min(room, text.length()));
      }
    }

    private void end() {
      if (!name.isEmpty() && fields.size() < MOST_FIELDS) {
        fields.add(new Field(name, value.toString().strip()));
      }
      name = "";
      value.setLength(0);
    }

    List<Field> finish() {
      end();
      return fields;
    }
  }

  /** The first value of a name, in any letter case. */
  public Optional<String> first(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .findFirst();
  }

  /** All values of a name, in any letter case. */
  public List<String> all(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  public boolean has(String name) {
    return first(name).isPresent();
  }
}
