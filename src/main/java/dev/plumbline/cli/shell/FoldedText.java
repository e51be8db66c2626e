package dev.plumbline.cli.shell;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Folds lines at blanks where a terminal would break words. What follows begins below the text of
 * its line. Records stay whole, since they are there to be copied, and so does what has no blanks.
 */
public final class FoldedText extends FilterWriter {

  private static final int NARROWEST = 40;
  private static final int DEEPEST_INDENT = 24;

  /** Picocli takes no narrower one; what is left to do is done by folding. */
  private static final int NARROWEST_HELP = 55;

  /** Longer lines are hard to read. */
  private static final int WIDEST_HELP = 100;

  /** Below a mark or number at the begin of a line. */
  private static final Pattern BEGIN = Pattern.compile(" *(?:[-*=>+] |[0-9]+[.)] |[a-z]+: +)?");

  /** Between columns; one blank is between words. */
  private static final Pattern GAP = Pattern.compile("(?<=\\S) {2,}(?=\\S)");

  /** Columns before a text leave it most of the width. */
  private static final int WIDEST_COLUMNS = 3;

  private static final int BELOW_WIDE_COLUMNS = 4;

  private static final Pattern RECORD =
      Pattern.compile("v=(spf1|DMARC1|DKIM1|STSv1|TLSRPTv1|BIMI1)");

  /** Arguments that ask for what programs read; a file that is called so is none. */
  private static final Pattern FOR_PROGRAMS = Pattern.compile("(--format=)?(nd)?(json|csv)|export");

  private final int width;
  private final StringBuilder line = new StringBuilder();

  /** Folds to a width. */
  public FoldedText(Writer out, int width) {
    super(out);
    this.width = Math.max(NARROWEST, width);
  }

  /**
   * Standard output as these arguments want it.
   *
   * @return empty if the launcher told no width, as it does where somebody reads at a terminal, or
   *     if programs read it
   */
  public static Optional<PrintWriter> toTerminal(List<String> arguments) {
    OptionalInt columns = columns(System.getenv("COLUMNS"));
    boolean forPrograms =
        arguments.stream()
            .map(one -> one.toLowerCase(Locale.ROOT))
            .anyMatch(one -> FOR_PROGRAMS.matcher(one).matches());
    if (forPrograms || columns.isEmpty()) {
      return Optional.empty();
    }
    Writer out = new OutputStreamWriter(System.out, Charset.defaultCharset());
    Writer plain = PaintedText.isWanted(System.getenv()) ? new PaintedText(out) : out;
    return Optional.of(new PrintWriter(new FoldedText(plain, columns.getAsInt()), false));
  }

  /**
   * Standard error; folded where the launcher says that it leads to a terminal, which is so also
   * where standard output does not.
   */
  public static PrintWriter errors() {
    return errors(
        new OutputStreamWriter(System.err, Charset.defaultCharset()), System.getenv("ERR_COLUMNS"));
  }

  /**
   * As above.
   *
   * @param told how wide the terminal is; null if nobody reads at one
   */
  static PrintWriter errors(Writer out, @Nullable String told) {
    OptionalInt columns = columns(told);
    return new PrintWriter(
        columns.isPresent() ? new FoldedText(out, columns.getAsInt()) : out, true);
  }

  /**
   * Lines of help are broken where the terminal ends, not before and not behind it.
   *
   * @param told how wide that is, by the launcher; null if nobody reads at one
   * @return empty for the width that help has without a terminal
   */
  public static OptionalInt helpWidth(@Nullable String told) {
    return columns(told).stream()
        .map(columns -> Math.max(NARROWEST_HELP, Math.min(WIDEST_HELP, columns)))
        .findFirst();
  }

  private static OptionalInt columns(@Nullable String told) {
    return told == null || !told.matches("[0-9]{2,4}")
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(told));
  }

  @Override
  public void write(int c) throws IOException {
    if (c == '\n') {
      end();
      out.write('\n');
      // Somebody reads it, line by line; only at a terminal is anything folded.
      out.flush();
    } else {
      line.append((char) c);
    }
  }

  @Override
  public void write(char[] text, int from, int length) throws IOException {
    for (int i = from; i < from + length; i++) {
      write(text[i]);
    }
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    for (int i = from; i < from + length; i++) {
      write(text.charAt(i));
    }
  }

  /** What stands in an unfinished line may be a question that waits for its answer. */
  @Override
  public void flush() throws IOException {
    out.write(line.toString());
    line.setLength(0);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    flush();
    super.close();
  }

  /** Where the text of a line begins: behind its mark, or behind columns that are not too wide. */
  private int indent(String text) {
    var begin = BEGIN.matcher(text);
    int behindMark = Math.min(DEEPEST_INDENT, begin.lookingAt() ? begin.end() : 0);
    int behindColumns = 0;
    boolean hasColumns = false;
    var gap = GAP.matcher(text);
    while (gap.find()) {
      hasColumns = true;
      if (gap.end() <= Math.min(DEEPEST_INDENT, width / WIDEST_COLUMNS)) {
        behindColumns = gap.end();
      }
    }
    if (behindColumns == 0 && hasColumns) {
      behindColumns = BELOW_WIDE_COLUMNS;
    }
    return Math.max(behindMark, behindColumns);
  }

  private void end() throws IOException {
    String rest = line.toString();
    line.setLength(0);
    if (rest.length() <= width || RECORD.matcher(rest).find()) {
      out.write(rest);
      return;
    }
    String indent = " ".repeat(indent(rest));
    String before = "";
    while (before.length() + rest.length() > width) {
      int room = width - before.length();
      int at = rest.lastIndexOf(' ', room);
      if (at <= 0 || rest.substring(0, at).isBlank()) {
        at = rest.indexOf(' ', room);
      }
      if (at < 0) {
        break;
      }
      out.write(before + rest.substring(0, at).stripTrailing() + "\n");
      rest = rest.substring(at).stripLeading();
      before = indent;
    }
    out.write(before + rest);
  }
}
