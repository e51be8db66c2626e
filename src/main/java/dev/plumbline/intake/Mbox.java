package dev.plumbline.intake;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Splits an mbox file (RFC 4155) into its messages, one at a time, however large the file is.
 *
 * <p>A message begins at a line {@code From ADDRESS DATE} at the start or after an empty line. Of
 * the ways to tell such lines of a body from these, that of mboxrd is undone: one {@code >} before
 * {@code From} is taken away.
 */
final class Mbox {

  /** A line is read in pieces of this length; only the first one is looked at. */
  private static final int PIECE_BYTES = 8_192;

  /** The date is that of asctime: a time, and a year of four digits. */
  private static final Pattern SEPARATOR =
      Pattern.compile("From (\\S.*)?\\d{1,2}:\\d{2}.*\\b\\d{4}\\b.*\\R?", Pattern.DOTALL);

  private Mbox() {}

  /** Is given each message. */
  interface Visitor {
    /**
     * One message.
     *
     * @param number counted from 1
     * @param alone whether it is the only one
     * @param content null if it is over the limit
     * @param size in bytes, the limit left aside
     * @return whether to go on
     */
    boolean message(int number, boolean alone, @Nullable Spool content, long size)
        throws IOException;
  }

  /** Whether a file begins as an mbox does. */
  static boolean isMbox(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return isMbox(in.readNBytes(PIECE_BYTES));
    }
  }

  /** Whether this is the beginning of an mbox. */
  static boolean isMbox(byte[] head) {
    int most = Math.min(head.length, PIECE_BYTES);
    int end = 0;
    while (end < most && head[end] != '\n') {
      end++;
    }
    return isSeparator(head, end);
  }

  /**
   * Reads a file from its beginning.
   *
   * @param mostBytes of a message; of a larger one only the size is told
   */
  static void read(Path file, long mostBytes, Visitor visitor) throws IOException {
    try (Reading reading =
        new Reading(new BufferedInputStream(Files.newInputStream(file)), mostBytes, visitor)) {
      reading.run();
    }
  }

  private static boolean isSeparator(byte[] line, int length) {
    return startsWithFrom(line, 0, length)
        && SEPARATOR.matcher(new String(line, 0, length, StandardCharsets.ISO_8859_1)).matches();
  }

  private static boolean startsWithFrom(byte[] line, int start, int length) {
    byte[] from = {'F', 'r', 'o', 'm', ' '};
    return length - start >= from.length
        && Arrays.equals(line, start, start + from.length, from, 0, from.length);
  }

  private static final class Reading implements AutoCloseable {

    private final InputStream in;
    private final long mostBytes;
    private final Visitor visitor;

    private final byte[] piece = new byte[PIECE_BYTES];
    private int number;
    private long size;
    private @Nullable Spool content;

    /** An empty line, which is not the message's if a separator follows. */
    private byte[] heldBack = {};

    Reading(InputStream in, long mostBytes, Visitor visitor) {
      this.in = in;
      this.mostBytes = mostBytes;
      this.visitor = visitor;
    }

    void run() throws IOException {
      boolean lineStart = true;
      boolean afterEmptyLine = true;
      boolean inSeparator = false;
      for (int length = next(); length > 0; length = next()) {
        boolean lineEnd = piece[length - 1] == '\n';
        if (lineStart && afterEmptyLine && isSeparator(piece, length)) {
          if (number > 0 && !finish(false)) {
            return;
          }
          begin();
          inSeparator = true;
        } else if (!inSeparator || lineStart) {
          inSeparator = false;
          boolean empty = lineStart && isEmptyLine(length);
          line(length, lineStart, empty);
          afterEmptyLine = empty;
        }
        lineStart = lineEnd;
      }
      if (number > 0) {
        finish(true);
      }
    }

    /** The next line, or a piece of it if it is long; 0 at the end. */
    private int next() throws IOException {
      int length = 0;
      while (length < piece.length) {
        int octet = in.read();
        if (octet < 0) {
          break;
        }
        piece[length++] = (byte) octet;
        if (octet == '\n') {
          break;
        }
      }
      return length;
    }

    private boolean isEmptyLine(int length) {
      return (length == 1 && piece[0] == '\n')
          || (length == 2 && piece[0] == '\r' && piece[1] == '\n');
    }

    private void begin() {
      number++;
      size = 0;
      heldBack = new byte[0];
      content = new Spool();
    }

    private void line(int length, boolean lineStart, boolean empty) throws IOException {
      write(heldBack, 0, heldBack.length);
      heldBack = new byte[0];
      if (empty) {
        heldBack = Arrays.copyOf(piece, length);
        return;
      }
      int start = lineStart && isQuotedFrom(length) ? 1 : 0;
      write(piece, start, length - start);
    }

    private boolean isQuotedFrom(int length) {
      int marks = 0;
      while (marks < length && piece[marks] == '>') {
        marks++;
      }
      return marks > 0 && startsWithFrom(piece, marks, length);
    }

    private void write(byte[] bytes, int start, int count) throws IOException {
      size += count;
      if (content == null) {
        return;
      }
      if (size > mostBytes) {
        content.close();
        content = null;
      } else {
        content.write(bytes, start, count);
      }
    }

    private boolean finish(boolean last) throws IOException {
      try {
        return visitor.message(number, last && number == 1, content, size);
      } finally {
        close(content);
        content = null;
      }
    }

    private static void close(@Nullable Spool spool) {
      if (spool != null) {
        spool.close();
      }
    }

    @Override
    public void close() throws IOException {
      close(content);
      in.close();
    }
  }
}
