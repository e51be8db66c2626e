package dev.plumbline.mime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * All members of a gzip file, one after the other (RFC 1952 section 2.2); what follows the last one
 * and is no member is ignored, since some reporters pad their files.
 */
final class GzipMembers extends InputStream {

  private final BufferedInputStream in;
  private @Nullable GzipCompressorInputStream member;

  GzipMembers(InputStream packed) throws IOException {
    in = new BufferedInputStream(packed, 8192);
    member = new GzipCompressorInputStream(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (member != null) {
      int count = member.read(buffer, offset, length);
      if (count > 0) {
        return count;
      }
      member = atMember() ? new GzipCompressorInputStream(in) : null;
    }
    return -1;
  }

  private boolean atMember() throws IOException {
    in.mark(3);
    byte[] magic = in.readNBytes(3);
    in.reset();
    return Content.isGzip(magic);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
