package dev.plumbline.cli.shell;

import dev.plumbline.dns.InertText;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * What commands print, with nothing in it that drives a terminal or turns the direction of writing:
 * such characters are written as JSON would, which changes nothing for programs that read JSON.
 * Text for people went through {@link Terminal} before; this is for JSON, and for sentences about
 * what somebody typed.
 */
public final class InertWriter extends FilterWriter {

  /** The first half of a character of two, until its second comes. */
  private char begun;

  public InertWriter(Writer out) {
    super(out);
  }

  @Override
  public void write(int c) throws IOException {
    char one = (char) c;
    if (begun != 0) {
      char first = begun;
      begun = 0;
      if (Character.isLowSurrogate(one)) {
        pair(first, one);
        return;
      }
      told(first);
    }
    if (Character.isHighSurrogate(one)) {
      begun = one;
    } else if (mayStay(one)) {
      out.write(one);
    } else {
      told(one);
    }
  }

  private static boolean mayStay(char one) {
    return InertText.isPlain(one) || one == '\n' || one == '\r' || one == '\t';
  }

  private void pair(char first, char second) throws IOException {
    if (InertText.isPlain(Character.toCodePoint(first, second))) {
      out.write(first);
      out.write(second);
    } else {
      told(first);
      told(second);
    }
  }

  private void told(char one) throws IOException {
    out.write("\\u%04x".formatted((int) one));
  }

  @Override
  public void write(char[] text, int from, int length) throws IOException {
    int end = from + length;
    int at = from;
    while (at < end) {
      int begin = at;
      while (begun == 0 && at < end && isUsual(text[at])) {
        at++;
      }
      out.write(text, begin, at - begin);
      if (at < end) {
        write(text[at]);
        at++;
      }
    }
  }

  private static boolean isUsual(char one) {
    return (one >= ' ' && one < 0x7F) || one == '\n';
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    write(text.toCharArray(), from, length);
  }

  /** Tells whoever asks that nobody reads it any more, which a {@link PrintWriter} only notes. */
  @Override
  public void flush() throws IOException {
    if (out instanceof PrintWriter noting && noting.checkError()) {
      throw new IOException("nobody reads it any more, or there is no room for it");
    }
    super.flush();
  }

  @Override
  public void close() throws IOException {
    if (begun != 0) {
      told(begun);
      begun = 0;
    }
    super.close();
  }
}
