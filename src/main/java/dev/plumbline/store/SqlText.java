package dev.plumbline.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Texts from outside in the forms PostgreSQL takes: it knows no NUL, and no half of a character.
 */
public final class SqlText {

  private static final MessageDigest SHA256 = newSha256();
  private static final int MAX_KEY_BYTES = 1_000;
  private static final char REPLACEMENT = '\uFFFD';

  private SqlText() {}

  /** Made once somebody needs it: most texts need none, and making it takes a start's while. */
  private static final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();
  }

  /** The text with NUL and lone surrogates replaced. */
  public static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return replace(text);
      }
    }
    return text;
  }

  /** A text to be found anywhere in a column by LIKE, its wildcards made plain. */
  public static String anywhere(String text) {
    return atEnd(text) + "%";
  }

  /** A text to be found at the end of a column by LIKE, its wildcards made plain. */
  public static String atEnd(String text) {
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  /** A text that sorts, byte by byte, behind all that begin with another. */
  public static String behind(String begin) {
    return begin + Character.toString(Character.MAX_CODE_POINT);
  }

  /** A text or an array of texts so, and anything else as it is. */
  static @Nullable Object cleanIfText(@Nullable Object value) {
    if (value instanceof String[] texts) {
      return Arrays.stream(texts).map(SqlText::clean).toArray(String[]::new);
    }
    return value instanceof String text ? clean(text) : value;
  }

  public static @Nullable String cleanOrNull(@Nullable String text) {
    return text == null ? null : clean(text);
  }

  /**
   * A text for an index, whose entries must stay below 2,704 bytes: as it is, or its beginning and
   * its hash if it is longer than any honest one.
   */
  public static String key(String text) {
    return key(text, MAX_KEY_BYTES);
  }

  /** As {@link #key(String)}, for an index with several texts. */
  public static String key(String text, int maxBytes) {
    String clean = clean(text);
    if (clean.length() <= maxBytes / 4) {
      return clean;
    }
    byte[] bytes = clean.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= maxBytes) {
      return clean;
    }
    return clean(clean.substring(0, 80)) + "..." + HexFormat.of().formatHex(sha256().digest(bytes));
  }

  /** A copy, since to look a digest up costs as much as to digest a small report. */
  public static MessageDigest sha256() {
    try {
      return (MessageDigest) SHA256.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("Java's own SHA-256 can be copied", e);
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256", e);
    }
  }

  private static String replace(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF) ? REPLACEMENT : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /** A value as JSON text for a jsonb column; its texts must be clean. */
  public static String json(Object value) {
    try {
      return Json.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static <T> T fromJson(String json, TypeReference<T> type) {
    try {
      return Json.MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many characters at the start of a text neither COPY nor JSON escapes. */
  private static int plainChars(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return i;
      }
    }
    return text.length();
  }

  /** Appends a JSON string, or null, within a field of COPY's text format. */
  public static void copyJson(StringBuilder line, @Nullable String text) {
    if (text == null) {
      line.append("null");
    } else if (plainChars(text) == text.length()) {
      line.append('"').append(text).append('"');
    } else {
      copyField(line, json(text));
    }
  }

  /** Appends one field of COPY's text format. */
  public static void copyField(StringBuilder line, @Nullable String text) {
    if (text == null) {
      line.append("\\N");
      return;
    }
    int plain = plainChars(text);
    line.append(text, 0, plain);
    for (int i = plain; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> line.append("\\\\");
        case '\t' -> line.append("\\t");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        default -> line.append(c);
      }
    }
  }
}
