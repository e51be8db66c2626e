package dev.plumbline.dns.lint;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Characters that word processors, web pages and zone editors put into records. */
public final class Typography {

  private static final String QUOTES =
      "\"'`\u00ab\u00bb\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033";
  private static final String DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d";
  private static final String INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff";

  private Typography() {}

  /**
   * The text with quotation marks and invisible characters left out, and dashes and spaces as ASCII
   * has them. Octets that are UTF-8, as DNS gives them one to a character, are read as such.
   */
  public static String mended(String text) {
    if (text.chars().allMatch(c -> c < 0x80 && QUOTES.indexOf(c) < 0)) {
      return text;
    }
    StringBuilder mended = new StringBuilder();
    characters(text).codePoints().forEach(c -> mended.append(meant(c)));
    return mended.toString().strip();
  }

  /** Where the first such character is; -1 if there is none. */
  public static int first(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80 || QUOTES.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private static String meant(int c) {
    if (QUOTES.indexOf(c) >= 0 || INVISIBLE.indexOf(c) >= 0) {
      return "";
    }
    if (DASHES.indexOf(c) >= 0) {
      return "-";
    }
    return c >= 0x80 && Character.isSpaceChar(c) ? " " : Character.toString(c);
  }

  private static String characters(String text) {
    if (text.chars().anyMatch(c -> c > 0xFF)) {
      return text;
    }
    try {
      byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      return text;
    }
  }
}
