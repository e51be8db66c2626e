package dev.plumbline.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What is hashed of headers and bodies (RFC 6376 section 3.4). */
final class Canonical {

  private Canonical() {}

  /** A body's hash. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
  record BodyHash(byte[] hash, long octets) {}

  /**
   * The hash of a body.
   *
   * @param most so many octets are hashed, as the tag l says
   * @return the hash, and how many octets there are with those beyond
   */
  static BodyHash body(SignedMail mail, boolean relaxed, long most) {
    Digesting digesting = new Digesting(most);
    if (relaxed) {
      relaxedBody(mail.octets(), mail.bodyStart(), digesting);
    } else {
      simpleBody(mail.octets(), mail.bodyStart(), digesting);
    }
    return new BodyHash(digesting.hash(), digesting.octets);
  }

  // Section 3.4.3: empty lines at the end are left out, and a body always ends with CRLF.
  private static void simpleBody(byte[] octets, int from, Digesting to) {
    int end = octets.length;
    while (end - from >= 2 && octets[end - 2] == '\r' && octets[end - 1] == '\n') {
      end -= 2;
    }
    for (int i = from; i < end; i++) {
      to.put(octets[i]);
    }
    to.lineEnd();
  }

  // Section 3.4.4: blanks become one, none at the end of lines; an empty body stays empty.
  private static void relaxedBody(byte[] octets, int from, Digesting to) {
    int emptyLines = 0;
    int at = from;
    while (at < octets.length) {
      int end = SignedMail.lineEnd(octets, at, octets.length);
      boolean blank = false;
      boolean text = false;
      for (int i = at; i < end; i++) {
        if (SignedMail.isBlank(octets[i])) {
          blank = true;
          continue;
        }
        for (; emptyLines > 0; emptyLines--) {
          to.lineEnd();
        }
        if (blank) {
          to.put((byte) ' ');
          blank = false;
        }
        to.put(octets[i]);
        text = true;
      }
      if (text) {
        to.lineEnd();
      } else {
        emptyLines++;
      }
      at = end + 2;
    }
  }

  /** Sections 3.4.1 and 3.4.2, without the line end. */
  static void field(byte[] field, boolean relaxed, ByteArrayOutputStream to) {
    if (!relaxed) {
      to.writeBytes(field);
      return;
    }
    int colon = 0;
    while (field[colon] != ':') {
      colon++;
    }
    int nameEnd = colon;
    while (nameEnd > 0 && SignedMail.isBlank(field[nameEnd - 1])) {
      nameEnd--;
    }
    for (int i = 0; i < nameEnd; i++) {
      boolean capital = field[i] >= 'A' && field[i] <= 'Z';
      to.write(capital ? field[i] + ('a' - 'A') : field[i]);
    }
    to.write(':');
    relaxedValue(field, colon + 1, to);
  }

  private static void relaxedValue(byte[] field, int from, ByteArrayOutputStream to) {
    boolean blank = false;
    boolean text = false;
    for (int i = from; i < field.length; i++) {
      boolean folded = field[i] == '\r' && i + 1 < field.length && field[i + 1] == '\n';
      if (folded) {
        i++;
      } else if (SignedMail.isBlank(field[i])) {
        blank = true;
      } else {
        if (blank && text) {
          to.write(' ');
        }
        blank = false;
        text = true;
        to.write(field[i]);
      }
    }
  }

  /** A field without what stands behind {@code b=} (section 3.5), which it cannot be part of. */
  static byte[] withoutSignature(byte[] field) {
    String text = new String(field, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(':') + 1;
    while (at < text.length()) {
      int semicolon = text.indexOf(';', at);
      int end = semicolon < 0 ? text.length() : semicolon;
      int equals = text.indexOf('=', at);
      if (equals >= 0 && equals < end && text.substring(at, equals).strip().equals("b")) {
        String without = text.substring(0, equals + 1) + text.substring(end);
        return without.getBytes(StandardCharsets.ISO_8859_1);
      }
      at = end + 1;
    }
    return field;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256", e);
    }
  }

  /** Hashes octets up to a limit, and counts all. */
  private static final class Digesting {
    private final MessageDigest digest = sha256();
    private final byte[] buffer = new byte[8192];
    private final long most;
    private int filled;
    private long octets;

    Digesting(long most) {
      this.most = most;
    }

    void put(byte octet) {
      if (octets < most) {
        buffer[filled++] = octet;
        if (filled == buffer.length) {
          flush();
        }
      }
      octets++;
    }

    void lineEnd() {
      put((byte) '\r');
      put((byte) '\n');
    }

    private void flush() {
      digest.update(buffer, 0, filled);
      filled = 0;
    }

    byte[] hash() {
      flush();
      return digest.digest();
    }
  }
}
