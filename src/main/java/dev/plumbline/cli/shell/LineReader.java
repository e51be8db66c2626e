package dev.plumbline.cli.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Lines of UTF-8 text as they arrive, none longer than memory allows. Blank lines are left out. */
public final class LineReader {

  public static final int MAX_OCTETS = 65_536;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * One line.
   *
   * @param number counted from 1
   * @param text empty if it is too long
   */
  public record Line(long number, String text, boolean tooLong) {}

  private final InputStream in;
  private final byte[] buffer = new byte[MAX_OCTETS];
  private int at;
  private int end;
  private long number;
  private boolean ended;

  public LineReader(InputStream in) {
    this.in = in;
  }

  /** Waits for a line, then takes what else is there already; empty at the end of the input. */
  public List<Line> ready(int most) throws IOException {
    List<Line> lines = new ArrayList<>();
    while (!ended && lines.size() < most && (lines.isEmpty() || at < end || in.available() > 0)) {
      Line line = next();
      if (line.tooLong() || !line.text().isBlank()) {
        lines.add(line);
      }
    }
    return lines;
  }

  private Line next() throws IOException {
    number++;
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    boolean tooLong = false;
    while (fill()) {
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      tooLong |= octets.size() + at - from > MAX_OCTETS;
      if (tooLong) {
        octets.reset();
      } else {
        octets.write(buffer, from, at - from);
      }
      if (at < end) {
        at++;
        break;
      }
    }
    String text = octets.toString(StandardCharsets.UTF_8);
    boolean marked = number == 1 && text.startsWith(BYTE_ORDER_MARK);
    return new Line(number, marked ? text.substring(1) : text, tooLong);
  }

  private boolean fill() throws IOException {
    if (at == end && !ended) {
      at = 0;
      end = Math.max(0, in.read(buffer));
      ended = end == 0;
    }
    return at < end;
  }
}
