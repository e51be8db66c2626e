package dev.plumbline.report.aggregate;

import java.io.IOException;
import java.io.Reader;
import java.util.Locale;

/**
 * A document from one of its feedback elements on: what stands before is skipped. Comments and
 * CDATA sections are no elements.
 */
final class FeedbackSeeker extends Reader {

  private static final int MAX_NAME_CHARS = 200;

  private final Reader in;
  private final int place;
  private final char[] buffer = new char[8192];
  private int position;
  private int limit;
  private String found = "";
  private int foundAt;
  private boolean sought;

  /**
   * A reader that skips.
   *
   * @param place how many feedback elements are skipped, whatever they stand in
   */
  FeedbackSeeker(Reader in, int place) {
    this.in = in;
    this.place = place;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (!sought) {
      sought = true;
      seek();
    }
    if (foundAt < found.length()) {
      int count = Math.min(length, found.length() - foundAt);
      found.getChars(foundAt, foundAt + count, target, offset);
      foundAt += count;
      return count;
    }
    if (position < limit) {
      int count = Math.min(length, limit - position);
      System.arraycopy(buffer, position, target, offset, count);
      position += count;
      return count;
    }
    return in.read(target, offset, length);
  }

  private void seek() throws IOException {
    int before = 0;
    for (int c = next(); c >= 0; c = next()) {
      if (c != '<') {
        continue;
      }
      StringBuilder tag = tagStart();
      if (tag.toString().equals("!--")) {
        skipTo("-->");
      } else if (tag.toString().equals("![CDATA[")) {
        skipTo("]]>");
      } else if (isFeedback(tag) && before++ == place) {
        found = "<" + tag;
        return;
      }
    }
  }

  /** The tag up to the end of its name, or to where it is no element; what ends it is not taken. */
  private StringBuilder tagStart() throws IOException {
    StringBuilder tag = new StringBuilder();
    while (tag.length() < MAX_NAME_CHARS) {
      int c = peek();
      if (c < 0 || c == '<' || c == '>' || c == '/' || c <= ' ') {
        break;
      }
      tag.append((char) next());
      if (tag.toString().equals("!--") || tag.toString().equals("![CDATA[")) {
        break;
      }
    }
    return tag;
  }

  private static boolean isFeedback(CharSequence tag) {
    String name = tag.toString().toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf(':') + 1).equals(Vocabulary.FEEDBACK.wire());
  }

  private void skipTo(String end) throws IOException {
    StringBuilder last = new StringBuilder();
    for (int c = next(); c >= 0; c = next()) {
      if (last.length() == end.length()) {
        last.deleteCharAt(0);
      }
      if (last.append((char) c).toString().equals(end)) {
        return;
      }
    }
  }

  private int peek() throws IOException {
    if (position == limit) {
      position = 0;
      limit = Math.max(0, in.read(buffer, 0, buffer.length));
    }
    return position == limit ? -1 : buffer[position];
  }

  private int next() throws IOException {
    int c = peek();
    if (c >= 0) {
      position++;
    }
    return c;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
