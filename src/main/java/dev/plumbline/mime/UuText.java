package dev.plumbline.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files within a text, in the forms of the uuencode command (POSIX). Lenient as to blanks at the
 * end of lines, which mail programs strip.
 */
final class UuText {

  private static final Pattern BEGIN =
      Pattern.compile("(?m)^begin(-base64)? [0-7]{3,4} ([^\\r\\n]{1,255})\\r?\\n");
  private static final Pattern UU_END = Pattern.compile("(?m)^end[ \\t]*\\r?$");
  private static final Pattern BASE64_END = Pattern.compile("(?m)^====");

  private UuText() {}

  /**
   * A file within a text.
   *
   * @param whole whether the line that ends it was met
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Member(String name, byte[] content, boolean whole) {}

  /** Whether a file begins in a text. */
  static boolean begins(String text) {
    return BEGIN.matcher(text).find();
  }

  /** The files of a text, at most so many. */
  static List<Member> members(byte[] bytes, int most) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<Member> members = new ArrayList<>();
    Matcher begin = BEGIN.matcher(text);
    int from = 0;
    while (members.size() < most && begin.find(from)) {
      boolean base64 = begin.group(1) != null;
      Matcher end = (base64 ? BASE64_END : UU_END).matcher(text);
      int stop = end.find(begin.end()) ? end.start() : text.length();
      String body = text.substring(begin.end(), stop);
      boolean whole = stop < text.length();
      byte[] content = base64 ? base64(body) : lines(body, whole);
      members.add(new Member(begin.group(2).strip(), content, whole));
      from = stop;
    }
    return members;
  }

  private static byte[] base64(String body) {
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] lines(String body, boolean whole) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String[] lines = body.split("\r?\n");
    for (int number = 0; number < lines.length; number++) {
      String line = lines[number];
      int left = line.isEmpty() ? 0 : six(line, 0);
      if (!whole && number == lines.length - 1) {
        // Cut off, so that what is missing are no blanks.
        left = Math.min(left, (line.length() - 1) / 4 * 3);
      }
      for (int i = 1; left > 0; i += 4) {
        int group =
            six(line, i) << 18 | six(line, i + 1) << 12 | six(line, i + 2) << 6 | six(line, i + 3);
        for (int shift = 16; shift >= 0 && left > 0; shift -= 8, left--) {
          out.write(group >> shift);
        }
      }
    }
    return out.toByteArray();
  }

  /** Six bits of a line; a character that was stripped is a blank, which is zero. */
  private static int six(String line, int at) {
    return at < line.length() ? (line.charAt(at) - ' ') & 0x3F : 0;
  }
}
