package dev.plumbline.store.export;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far somebody has read.
 *
 * @param position of the last event that was read, at least in part; 0 for none
 * @param row of the report of that event, the last that was read
 */
public record Cursor(long position, int row) {

  /** Before everything. */
  public static final Cursor START = new Cursor(0, 0);

  /** All of an event, whatever it has. */
  private static final int WHOLE = Integer.MAX_VALUE;

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})(?:-(\\d{1,9}))?");

  /** After all of an event. */
  public static Cursor after(long position) {
    return new Cursor(position, WHOLE);
  }

  /** Reads what {@link #toString} wrote; empty if it is nothing of that kind. */
  public static Optional<Cursor> parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long position = Long.parseLong(matcher.group(1));
    return Optional.of(
        matcher.group(2) == null
            ? after(position)
            : new Cursor(position, Integer.parseInt(matcher.group(2))));
  }

  @Override
  public String toString() {
    return row == WHOLE ? Long.toString(position) : position + "-" + row;
  }
}
