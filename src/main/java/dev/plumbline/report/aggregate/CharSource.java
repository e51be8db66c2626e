package dev.plumbline.report.aggregate;

import java.io.IOException;
import java.io.Reader;

/** The characters of a document, some of which may be wanted again. */
final class CharSource {

  /** Behind the last. */
  static final int EOF = -1;

  private final Reader in;
  private final char[] buffer = new char[4096];
  private int position;
  private int limit;
  private String pushedBack = "";
  private int pushedBackAt;

  CharSource(Reader in) {
    this.in = in;
  }

  /** The next character, or {@link #EOF}. */
  int next() throws IOException {
    if (pushedBackAt < pushedBack.length()) {
      return pushedBack.charAt(pushedBackAt++);
    }
    if (position == limit) {
      position = 0;
      limit = Math.max(0, in.read(buffer, 0, buffer.length));
      if (limit == 0) {
        return EOF;
      }
    }
    return buffer[position++];
  }

  /** Has characters come again. */
  void pushBack(CharSequence text) {
    pushedBack = text + pushedBack.substring(pushedBackAt);
    pushedBackAt = 0;
  }

  /** Leaves out what comes, and the end of it. */
  void skipTo(String end) throws IOException {
    int matched = 0;
    char repeatable = end.charAt(0);
    for (int c = next(); c != EOF; c = next()) {
      if (c == end.charAt(matched)) {
        if (++matched == end.length()) {
          return;
        }
      } else if (c != repeatable) {
        matched = 0;
      } else if (matched == 0) {
        matched = 1;
      }
    }
  }

  void close() throws IOException {
    in.close();
  }
}
