package dev.plumbline.report.mail;

import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a mail as text.
 *
 * @param text without characters that are none: controls but tab and line breaks
 * @param otherCharset whether it was read by another charset than it names, or should have
 * @param controls whether characters were left out
 */
public record MailText(String text, boolean otherCharset, boolean controls) {

  /** RFC 2047 section 2. */
  private static final Pattern ENCODED_WORD =
      Pattern.compile("=\\?[^?\\s]{1,60}\\?[bBqQ]\\?[^?]{0,2000}\\?=");

  /** White space between two encoded words is none of the text (RFC 2047 section 6.2). */
  private static final Pattern BETWEEN_WORDS =
      Pattern.compile("(?<=\\?=)\\s+(?==\\?[^?\\s]{1,60}\\?[bBqQ]\\?)");

  private static final Charset FALLBACK = Charset.forName("windows-1252");

  /**
   * Reads bytes.
   *
   * @param charset as named beside them; empty if none is
   */
  public static MailText of(byte[] bytes, String charset) {
    Charset named = charset(charset);
    Charset first =
        named == null || named.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : named;
    boolean unknown = named == null && !charset.isBlank();
    String text;
    boolean other = unknown;
    try {
      text = strictly(bytes, first);
    } catch (CharacterCodingException e) {
      text = FALLBACK.decode(ByteBuffer.wrap(bytes)).toString();
      other = true;
    }
    String printable = printable(text);
    return new MailText(printable, other, printable.length() != text.length());
  }

  private static String strictly(byte[] bytes, Charset charset) throws CharacterCodingException {
    CharBuffer text =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes));
    return text.toString();
  }

  /** The charset of a name, or what a text of none is read by. */
  public static Charset charsetOf(String name) {
    Charset named = charset(name);
    return named == null ? StandardCharsets.UTF_8 : named;
  }

  private static @Nullable Charset charset(String name) {
    try {
      String java = MimeUtility.javaCharset(name.strip());
      // Who says so means what came after it, which holds it.
      boolean chinese = java.matches("(?i)gb2312|gb_2312-80|euc_?cn|gbk|cp936");
      return name.isBlank() ? null : Charset.forName(chinese ? "GB18030" : java);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return null;
    }
  }

  private static String printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isControl(text.charAt(i))) {
        StringBuilder kept = new StringBuilder(text.length());
        text.chars().filter(c -> !isControl((char) c)).forEach(c -> kept.append((char) c));
        return kept.toString();
      }
    }
    return text;
  }

  private static boolean isControl(char c) {
    return (c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7f || c == '\ufeff';
  }

  /** A header's text, its encoded words decoded; one that cannot be stays as it is. */
  public static String decoded(String header) {
    if (!header.contains("=?")) {
      return header;
    }
    String joined = BETWEEN_WORDS.matcher(header).replaceAll("");
    Matcher word = ENCODED_WORD.matcher(joined);
    StringBuilder text = new StringBuilder();
    while (word.find()) {
      word.appendReplacement(text, Matcher.quoteReplacement(word(word.group())));
    }
    return printable(word.appendTail(text).toString().replaceAll("[\\r\\n]+", " "));
  }

  private static String word(String encoded) {
    try {
      return MimeUtility.decodeWord(encoded);
    } catch (ParseException | UnsupportedEncodingException | RuntimeException e) {
      return encoded;
    }
  }
}
