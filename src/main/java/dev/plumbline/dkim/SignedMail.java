package dev.plumbline.dkim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A mail as signatures see it: the fields of its header with every octet, and its body, in lines
 * that end with CRLF. Reading never fails; a header beyond all measure is not read to its end.
 */
public final class SignedMail {

  /** More than any honest mail has: servers refuse headers much shorter than this. */
  static final int MOST_HEADER_OCTETS = 1024 * 1024;

  /** Of fields; thousands are an attack on whoever looks for names among them. */
  static final int MOST_FIELDS = 2_000;

  private final byte[] octets;
  private final List<Field> fields;
  private final int bodyStart;
  private final boolean whole;

  private SignedMail(byte[] octets, List<Field> fields, int bodyStart, boolean whole) {
    this.octets = octets;
    this.fields = List.copyOf(fields);
    this.bodyStart = bodyStart;
    this.whole = whole;
  }

  /**
   * One field of the header.
   *
   * @param name in lower case
   * @param start where its name begins
   * @param colon where it ends
   * @param end behind its last line, without the line end
   */
  public record Field(String name, int start, int colon, int end) {}

  /** Reads a mail. One that was kept with the line ends of Unix is read as it was on its way. */
  public static SignedMail of(byte[] mail) {
    byte[] octets = hasUnixLines(mail) ? withCrLf(mail) : mail;
    List<Field> fields = new ArrayList<>();
    int at = 0;
    while (at < octets.length) {
      if (at > MOST_HEADER_OCTETS || fields.size() > MOST_FIELDS) {
        return new SignedMail(octets, fields, octets.length, false);
      }
      int end = lineEnd(octets, at, octets.length);
      if (end == at) {
        at = Math.min(end + 2, octets.length);
        break;
      }
      take(octets, at, end, fields);
      at = Math.min(end + 2, octets.length);
    }
    return new SignedMail(octets, fields, at, true);
  }

  private static void take(byte[] octets, int start, int end, List<Field> fields) {
    int last = fields.size() - 1;
    if (isBlank(octets[start])) {
      if (last >= 0) {
        Field field = fields.get(last);
        fields.set(last, new Field(field.name(), field.start(), field.colon(), end));
      }
      return;
    }
    int colon = start;
    while (colon < end && octets[colon] != ':') {
      colon++;
    }
    if (colon < end) {
      String name = new String(octets, start, colon - start, StandardCharsets.ISO_8859_1);
      fields.add(new Field(name.strip().toLowerCase(Locale.ROOT), start, colon, end));
    }
  }

  /** Where the line ends that begins here: before its CRLF, or at the end of all. */
  static int lineEnd(byte[] octets, int from, int to) {
    int at = from;
    while (at < to && !(octets[at] == '\r' && at + 1 < to && octets[at + 1] == '\n')) {
      at++;
    }
    return at;
  }

  static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\t';
  }

  private static boolean hasUnixLines(byte[] mail) {
    for (int i = 0; i < mail.length; i++) {
      if (mail[i] == '\n') {
        return i == 0 || mail[i - 1] != '\r';
      }
    }
    return false;
  }

  private static byte[] withCrLf(byte[] mail) {
    int lone = 0;
    for (int i = 0; i < mail.length; i++) {
      lone += isLone(mail, i) ? 1 : 0;
    }
    byte[] octets = new byte[mail.length + lone];
    int to = 0;
    for (int i = 0; i < mail.length; i++) {
      if (isLone(mail, i)) {
        octets[to++] = '\r';
      }
      octets[to++] = mail[i];
    }
    return octets;
  }

  private static boolean isLone(byte[] mail, int at) {
    return mail[at] == '\n' && (at == 0 || mail[at - 1] != '\r');
  }

  /** All fields, from the top. */
  public List<Field> fields() {
    return fields;
  }

  /** Those of a name, from the top. */
  public List<Field> fields(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).toList();
  }

  /** What stands behind the colon, folded as it came, octets as ISO 8859-1. */
  public String value(Field field) {
    int from = field.colon() + 1;
    return new String(octets, from, field.end() - from, StandardCharsets.ISO_8859_1);
  }

  /** Whether the header could be read to its end. */
  public boolean isWhole() {
    return whole;
  }

  /** Octets of header and body. */
  public int size() {
    return octets.length;
  }

  /** Octets of the body. */
  public int bodySize() {
    return octets.length - bodyStart;
  }

  /** Octets of the longest line, without its end. */
  public int longestLine() {
    int longest = 0;
    int start = 0;
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == '\n') {
        int end = i > start && octets[i - 1] == '\r' ? i - 1 : i;
        longest = Math.max(longest, end - start);
        start = i + 1;
      }
    }
    return Math.max(longest, octets.length - start);
  }

  /** All of it, as it was read. */
  public byte[] toBytes() {
    return octets.clone();
  }

  byte[] octets() {
    return octets;
  }

  int bodyStart() {
    return bodyStart;
  }

  byte[] octets(Field field) {
    return Arrays.copyOfRange(octets, field.start(), field.end());
  }
}
