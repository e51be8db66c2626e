package dev.plumbline.dns.lint;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Characters that word processors, web pages and zone editors put into records. */
public final class Typography {

  private static final String QUOTES =
      "\"'`\u00ab\u00bb\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a\u2032\u2033";
  private static final String DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d";
  private static final String TILDES = "\u02dc\u223c\u2053\uff5e\u301c";
  private static final String INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff";

  private Typography() {}

  /**
   * The text with quotation marks and invisible characters left out, and dashes, tildes and spaces
   * as ASCII has them. Octets that are UTF-8, as DNS gives them one to a character, are read as
   * such.
   */
  public static String mended(String text) {
    if (text.chars().allMatch(c -> c < 0x80 && QUOTES.indexOf(c) < 0)) {
      return text;
    }
    StringBuilder mended = new StringBuilder();
    decoded(text).codePoints().forEach(c -> mended.append(meant(c)));
    return mended.toString().strip();
  }

  /** Where the first such character is; -1 if there is none. */
  public static int first(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || QUOTES.indexOf(c) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** The octets of the character at a place, and what it is called. */
  public static Named at(String text, int place) {
    for (int length = Math.min(4, text.length() - place); length > 1; length--) {
      String octets = text.substring(place, place + length);
      Optional<String> one = utf8(octets).filter(s -> s.codePointCount(0, s.length()) == 1);
      if (one.isPresent() && !one.get().equals(octets)) {
        return new Named(length, name(one.get().codePointAt(0)));
      }
    }
    return new Named(1, name(text.charAt(place)));
  }

  /**
   * A character of this kind.
   *
   * @param length how many characters of the record it takes
   * @param name with its article, for a sentence
   */
  public record Named(int length, String name) {}

  private static String name(int c) {
    String number = String.format(Locale.ROOT, "U+%04X", c);
    if (QUOTES.indexOf(c) >= 0) {
      return c < 0x80 ? "a quotation mark" : "a quotation mark (" + number + ")";
    }
    if (DASHES.indexOf(c) >= 0) {
      return "a dash (" + number + ") in the place of a hyphen";
    }
    if (TILDES.indexOf(c) >= 0) {
      return "a look-alike (" + number + ") in the place of a tilde";
    }
    return INVISIBLE.indexOf(c) >= 0 || Character.isSpaceChar(c)
        ? "an invisible character (" + number + ")"
        : "a character that is not ASCII (" + number + ")";
  }

  private static String meant(int c) {
    if (QUOTES.indexOf(c) >= 0 || INVISIBLE.indexOf(c) >= 0) {
      return "";
    }
    if (DASHES.indexOf(c) >= 0) {
      return "-";
    }
    if (TILDES.indexOf(c) >= 0) {
      return "~";
    }
    return c >= 0x80 && (Character.isSpaceChar(c) || c == 0x85) ? " " : Character.toString(c);
  }

  /** DNS gives octets one to a character; where they are UTF-8, the characters they stand for. */
  private static String decoded(String text) {
    return text.chars().allMatch(c -> c <= 0xFF) ? utf8(text).orElse(text) : text;
  }

  private static Optional<String> utf8(String octets) {
    if (octets.chars().anyMatch(c -> c > 0xFF)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
