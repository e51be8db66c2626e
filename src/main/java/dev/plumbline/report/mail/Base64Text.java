package dev.plumbline.report.mail;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Base64 as mails carry it (RFC 2045 section 6.8), read leniently. */
public final class Base64Text {

  private Base64Text() {}

  /**
   * Decoded base64.
   *
   * @param tolerances what was not as it should be, and what was made of it; sentences without an
   *     end, for a repair
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Decoded(byte[] bytes, List<String> tolerances) {}

  /**
   * Decodes base64. Characters outside of its alphabet are skipped, as the RFC asks. What stands
   * behind the padding is decoded too if it is base64 alone, as from encoders that pad each piece;
   * anything else, like the foot of a mailing list, is left out.
   */
  public static Decoded decode(byte[] text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length / 4 * 3 + 3);
    byte[] digits = new byte[text.length];
    Piece piece = piece(text, 0, digits, out);
    int odd = piece.odd();
    int pieces = 1;
    if (isBase64Alone(text, piece.end())) {
      for (; piece.end() < text.length; pieces++) {
        piece = piece(text, piece.end(), digits, out);
      }
    }
    return new Decoded(out.toByteArray(), tolerances(odd, pieces, behind(text, piece.end())));
  }

  private static List<String> tolerances(int odd, int pieces, int behind) {
    List<String> tolerances = new ArrayList<>();
    if (odd > 0) {
      tolerances.add(odd + " characters that base64 does not have left out");
    }
    if (pieces > 1) {
      tolerances.add(pieces + " pieces of base64, each with its padding, put together");
    }
    if (behind > 0) {
      tolerances.add(behind + " characters behind the end of the base64 left out");
    }
    return tolerances;
  }

  /**
   * What was read of base64 up to its padding.
   *
   * @param end where the text behind the padding begins
   * @param odd characters that are neither of the alphabet nor white space
   */
  private record Piece(int end, int odd) {}

  private static Piece piece(byte[] text, int start, byte[] digits, ByteArrayOutputStream out) {
    int length = 0;
    int odd = 0;
    int at = start;
    for (; at < text.length && text[at] != '='; at++) {
      if (isDigit(text[at])) {
        digits[length++] = text[at];
      } else if (!isBlank(text[at])) {
        odd++;
      }
    }
    while (at < text.length && (text[at] == '=' || isBlank(text[at]))) {
      at++;
    }
    // One character alone is only six bits: no byte.
    int whole = length % 4 == 1 ? length - 1 : length;
    out.writeBytes(Base64.getDecoder().decode(Arrays.copyOf(digits, whole)));
    return new Piece(at, odd);
  }

  private static boolean isBase64Alone(byte[] text, int start) {
    int digits = 0;
    for (int i = start; i < text.length; i++) {
      if (isDigit(text[i])) {
        digits++;
      } else if (text[i] != '=' && !isBlank(text[i])) {
        return false;
      }
    }
    return digits > 1;
  }

  private static int behind(byte[] text, int start) {
    int count = 0;
    for (int i = start; i < text.length; i++) {
      count += isBlank(text[i]) ? 0 : 1;
    }
    return count;
  }

  private static boolean isDigit(byte b) {
    return (b >= '0' && b <= '9')
        || (b >= 'A' && b <= 'Z')
        || (b >= 'a' && b <= 'z')
        || b == '+'
        || b == '/';
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }
}
