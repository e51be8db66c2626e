package dev.plumbline.report.aggregate;

import dev.plumbline.report.RepairCode;
import dev.plumbline.report.RepairLedger;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Decodes a document whose encoding may be wrong: what is not UTF-8 is read as windows-1252, byte
 * by byte, since that is what such bytes were before somebody declared them UTF-8.
 */
final class LenientDecoder extends Reader {

  private static final int DECLARATION_BYTES = 256;
  private static final Pattern ENCODING =
      Pattern.compile("<\\?xml[^>]{0,100}?encoding\\s*=\\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']");
  private static final String WINDOWS_1252 =
      new String(allBytes(), Charset.forName("windows-1252"));
  private static final String[] NOT_UTF_8 =
      IntStream.range(0, 256)
          .mapToObj(b -> String.format("byte 0x%02X is not UTF-8; read as windows-1252", b))
          .toArray(String[]::new);

  private final InputStream in;
  private final RepairLedger repairs;
  private int lowSurrogate = -1;

  private LenientDecoder(InputStream in, RepairLedger repairs) {
    this.in = in;
    this.repairs = repairs;
  }

  private static byte[] allBytes() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  /** A reader for a document, by its byte order mark or declaration. */
  static Reader open(InputStream source, RepairLedger repairs) throws IOException {
    BufferedInputStream in = new BufferedInputStream(source, 8192);
    in.mark(DECLARATION_BYTES);
    byte[] head = in.readNBytes(DECLARATION_BYTES);
    in.reset();
    if (startsWith(head, 0xEF, 0xBB, 0xBF)) {
      in.skipNBytes(3);
      return new LenientDecoder(in, repairs);
    }
    if (startsWith(head, 0xFE, 0xFF) || startsWith(head, 0xFF, 0xFE)) {
      return new InputStreamReader(in, StandardCharsets.UTF_16);
    }
    if (startsWith(head, 0, '<')) {
      return new InputStreamReader(in, StandardCharsets.UTF_16BE);
    }
    if (startsWith(head, '<', 0)) {
      return new InputStreamReader(in, StandardCharsets.UTF_16LE);
    }
    Matcher declared = ENCODING.matcher(new String(head, StandardCharsets.ISO_8859_1));
    if (declared.find() && isSingleByte(declared.group(1))) {
      return new InputStreamReader(in, Charset.forName(declared.group(1)));
    }
    return new LenientDecoder(in, repairs);
  }

  private static boolean isSingleByte(String name) {
    try {
      String canonical = Charset.forName(name).name();
      return !canonical.startsWith("UTF-") && !canonical.equals("US-ASCII");
    } catch (IllegalArgumentException e) {
      return false; // Not supported, or not even a possible name.
    }
  }

  private static boolean startsWith(byte[] head, int... octets) {
    if (head.length < octets.length) {
      return false;
    }
    for (int i = 0; i < octets.length; i++) {
      if ((head[i] & 0xff) != octets[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int count = 0;
    while (count < length) {
      int c = nextChar();
      if (c < 0) {
        break;
      }
      buffer[offset + count++] = (char) c;
      if (c == '>' && in.available() == 0) {
        break;
      }
    }
    return count == 0 && length > 0 ? -1 : count;
  }

  private int nextChar() throws IOException {
    if (lowSurrogate >= 0) {
      int low = lowSurrogate;
      lowSurrogate = -1;
      return low;
    }
    int first = in.read();
    if (first < 0x80) {
      return first;
    }
    int point = sequence(first);
    if (point < 0) {
      repairs.add(RepairCode.WRONG_ENCODING, NOT_UTF_8[first]);
      return WINDOWS_1252.charAt(first);
    }
    if (point < 0x10000) {
      return point;
    }
    lowSurrogate = Character.lowSurrogate(point);
    return Character.highSurrogate(point);
  }

  /** The code point of a UTF-8 sequence, or -1 with nothing but its first byte consumed. */
  private int sequence(int first) throws IOException {
    int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    if (first < 0xC2 || first > 0xF4) {
      return -1;
    }
    in.mark(more);
    int point = first & (0x3F >> more);
    for (int i = 0; i < more; i++) {
      int next = in.read();
      if ((next & 0xC0) != 0x80 || next < 0) {
        in.reset();
        return -1;
      }
      point = point << 6 | (next & 0x3F);
    }
    boolean overlong = (more == 2 && point < 0x800) || (more == 3 && point < 0x10000);
    if (overlong || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
      in.reset();
      return -1;
    }
    return point;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
