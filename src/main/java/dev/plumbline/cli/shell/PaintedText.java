package dev.plumbline.cli.shell;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paints the words of answers that say good or bad: standings, and what lines begin with. For
 * terminals alone, behind whatever else looks at the text.
 */
final class PaintedText extends FilterWriter {

  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";
  private static final String MAGENTA = "35";
  private static final String CYAN = "36";

  private static final Map<String, String> COLOURS =
      Map.ofEntries(
          Map.entry("REGRESSED", RED),
          Map.entry("NEEDS_AUTHORIZING", YELLOW),
          Map.entry("NEEDS_ALIGNMENT", YELLOW),
          Map.entry("UNRECOGNIZED", MAGENTA),
          Map.entry("UNAUTHORIZED_USE", CYAN),
          Map.entry("FORWARDER", CYAN),
          Map.entry("FIXED", CYAN),
          Map.entry("AUTHORIZED", GREEN),
          Map.entry("WRONG", RED),
          Map.entry("FAIL", RED),
          Map.entry("error", RED),
          Map.entry("rejected", RED),
          Map.entry("conflict", RED),
          Map.entry("fail", RED),
          Map.entry("permerror", RED),
          Map.entry("temperror", YELLOW),
          Map.entry("softfail", YELLOW),
          Map.entry("warning", YELLOW),
          Map.entry("unknown", YELLOW),
          Map.entry("note", YELLOW),
          Map.entry("ok", GREEN),
          Map.entry("pass", GREEN),
          Map.entry("stored", GREEN));

  /** A standing anywhere, or one of the other words where a line begins. */
  private static final Pattern WORDS =
      Pattern.compile(
          "\\b(REGRESSED|NEEDS_AUTHORIZING|NEEDS_ALIGNMENT|UNRECOGNIZED|UNAUTHORIZED_USE|FORWARDER"
              + "|FIXED|AUTHORIZED)\\b|^"
              + " *(WRONG|FAIL|error|rejected|conflict|fail|permerror|temperror|softfail|warning|unknown|note|ok|pass|stored)(?=["
              + " :,]|$)");

  private final StringBuilder line = new StringBuilder();

  PaintedText(Writer out) {
    super(out);
  }

  /** Whether somebody looks who wants colours (https://no-color.org). */
  static boolean isWanted(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }

  @Override
  public void write(int c) throws IOException {
    if (c == '\n') {
      out.write(painted(line.toString()));
      out.write('\n');
      line.setLength(0);
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

  private static String painted(String line) {
    Matcher words = WORDS.matcher(line);
    return words.replaceAll(
        found -> {
          String word = found.group().strip();
          return Matcher.quoteReplacement(
              found
                  .group()
                  .replace(word, "\u001b[" + COLOURS.get(word) + "m" + word + "\u001b[0m"));
        });
  }
}
