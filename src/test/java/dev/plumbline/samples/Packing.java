package dev.plumbline.samples;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * gzip (RFC 1952) and zip, the same bytes on every machine. The JDK's own packers are not used:
 * what they write depends on the zlib that the JDK was built with.
 */
final class Packing {

  /** 2026-11-23, midnight, as MS-DOS counts; the entries' time says nothing. */
  private static final int DOS_DATE = ((2026 - 1980) << 9) | (11 << 5) | 23;

  private static final int UTF8_NAMES = 1 << 11;
  private static final int DEFLATED = 8;
  private static final int ZIP_VERSION = 20;

  private Packing() {}

  /** A file in a zip. */
  record Entry(String name, byte[] content) {}

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x1f, (byte) 0x8b, DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 255});
    out.writeBytes(Deflate.compress(content));
    out.writeBytes(littleEndian(8).putInt(crc(content)).putInt(content.length).array());
    return out.toByteArray();
  }

  static byte[] zip(List<Entry> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream directory = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
      byte[] packed = Deflate.compress(entry.content());
      byte[] common =
          littleEndian(26)
              .putShort((short) ZIP_VERSION)
              .putShort((short) UTF8_NAMES)
              .putShort((short) DEFLATED)
              .putShort((short) 0)
              .putShort((short) DOS_DATE)
              .putInt(crc(entry.content()))
              .putInt(packed.length)
              .putInt(entry.content().length)
              .putShort((short) name.length)
              .putShort((short) 0)
              .array();
      directory.writeBytes(littleEndian(6).putInt(0x02014b50).putShort((short) 20).array());
      directory.writeBytes(common);
      // Comment length, disk, internal and external attributes, offset.
      directory.writeBytes(
          littleEndian(14).putShort((short) 0).putInt(0).putInt(0).putInt(out.size()).array());
      directory.writeBytes(name);
      out.writeBytes(littleEndian(4).putInt(0x04034b50).array());
      out.writeBytes(common);
      out.writeBytes(name);
      out.writeBytes(packed);
    }
    int start = out.size();
    out.writeBytes(directory.toByteArray());
    short count = (short) entries.size();
    out.writeBytes(
        littleEndian(22)
            .putInt(0x06054b50)
            .putInt(0)
            .putShort(count)
            .putShort(count)
            .putInt(directory.size())
            .putInt(start)
            .putShort((short) 0)
            .array());
    return out.toByteArray();
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int crc(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return (int) crc.getValue();
  }
}
