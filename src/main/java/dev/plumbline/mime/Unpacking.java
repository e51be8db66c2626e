package dev.plumbline.mime;

import dev.plumbline.mime.Found.Kind;
import dev.plumbline.mime.Found.NotAReport;
import dev.plumbline.mime.Found.Refused;
import dev.plumbline.mime.Found.Report;
import dev.plumbline.report.Bytes;
import dev.plumbline.report.LimitExceededException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Finds the payloads of one file that is no message: plain, gzip, zip, or these in each other. */
final class Unpacking {

  private static final int MOST_NAME = 255;
  private static final int GZIP_BUFFER_BYTES = 8192;
  private static final int BEGINNING_BYTES = 2_048;

  private final Limits limits;
  private final UnpackBudget budget;
  private final long packedBytes;

  /**
   * An unpacking of one attachment or file.
   *
   * @param packedBytes its size as it came
   */
  Unpacking(Limits limits, UnpackBudget budget, long packedBytes) {
    this.limits = limits;
    this.budget = budget;
    this.packedBytes = packedBytes;
  }

  /** What the content is or holds; always at least one finding. */
  List<Found> find(String member, Bytes content) {
    return find(member, content, 0);
  }

  private List<Found> find(String member, Bytes content, int layer) {
    byte[] head;
    try (InputStream in = content.open()) {
      head = head(in);
    } catch (LimitExceededException e) {
      return List.of(new Refused(member, e.getMessage(), e.limit()));
    } catch (IOException e) {
      return List.of(new Refused(member, "It cannot be unpacked: " + message(e), null));
    }
    Content kind = Content.of(head);
    boolean archive = kind == Content.GZIP || kind == Content.ZIP;
    if (archive && layer == limits.archiveLayers()) {
      return List.of(
          new Refused(
              member,
              "Archives are nested deeper than " + limits.archiveLayers() + ".",
              "archive-layers"));
    }
    return switch (kind) {
      case GZIP -> gzip(member, content, layer);
      case ZIP -> zip(member, content, layer);
      case AGGREGATE_XML -> List.of(new Report(member, Kind.AGGREGATE, content));
      case TLS_JSON -> List.of(new Report(member, Kind.TLS, content));
      case MESSAGE -> List.of(new NotAReport(member, Content.TEXT.reason()));
      default -> List.of(new NotAReport(member, kind.reason()));
    };
  }

  /**
   * As much as is needed to tell what it is, up to {@link Content#HEAD_BYTES}, even if the data
   * breaks after it: to unpack small reports twice would take longer than to store them.
   */
  private static byte[] head(InputStream in) throws IOException {
    byte[] beginning = head(in, new byte[0], BEGINNING_BYTES);
    boolean enough = beginning.length < BEGINNING_BYTES || Content.isAggregate(beginning);
    return enough ? beginning : head(in, beginning, Content.HEAD_BYTES);
  }

  private static byte[] head(InputStream in, byte[] before, int most) throws IOException {
    byte[] head = Arrays.copyOf(before, most);
    int length = before.length;
    try {
      while (length < head.length) {
        int count = in.read(head, length, head.length - length);
        if (count < 0) {
          break;
        }
        length += count;
      }
    } catch (EOFException e) {
      if (length == 0) {
        throw e;
      }
    }
    return Arrays.copyOf(head, length);
  }

  private List<Found> gzip(String member, Bytes packed, int layer) {
    UnpackBudget.Share share = budget.new Share(packedBytes);
    Bytes content = () -> share.watch(unpackGzip(packed));
    return find(unpackedName(member), content, layer + 1);
  }

  private static String unpackedName(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".gz")
        ? name.substring(0, name.length() - 3)
        : name;
  }

  private static InputStream unpackGzip(Bytes packed) throws IOException {
    InputStream in = packed.open();
    try {
      // RFC 1952 section 2.2: all members. What follows the last one is ignored, since some
      // reporters pad their files.
      return new GZIPInputStream(new BufferedInputStream(in), GZIP_BUFFER_BYTES);
    } catch (IOException e) {
      in.close();
      throw new EOFException("The gzip header is damaged: " + message(e));
    }
  }

  /** RFC 9990 section 3.5.2 lists zip no more, but reporters send it as ever. */
  private List<Found> zip(String member, Bytes packed, int layer) {
    byte[] bytes;
    try (InputStream in = packed.open()) {
      bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, limits.packedBytes() + 1));
    } catch (LimitExceededException e) {
      return List.of(new Refused(member, e.getMessage(), e.limit()));
    } catch (IOException e) {
      return List.of(new Refused(member, "It cannot be unpacked: " + message(e), null));
    }
    if (bytes.length > limits.packedBytes()) {
      return List.of(tooLarge(member, limits));
    }
    List<ZipArchiveEntry> entries;
    try (ZipFile zip = open(bytes)) {
      entries = Collections.list(zip.getEntriesInPhysicalOrder());
      if (entries.size() <= limits.archiveEntries()) {
        return entries(zip, bytes, entries, layer);
      }
    } catch (IOException | RuntimeException e) {
      return zipWithoutDirectory(member, bytes, layer);
    }
    return List.of(
        new Refused(
            member,
            "The archive has "
                + entries.size()
                + " entries, more than "
                + limits.archiveEntries()
                + ".",
            "archive-entries"));
  }

  private static ZipFile open(byte[] bytes) throws IOException {
    SeekableByteChannel channel = new SeekableInMemoryByteChannel(bytes);
    return ZipFile.builder().setSeekableByteChannel(channel).setIgnoreLocalFileHeader(false).get();
  }

  private List<Found> entries(ZipFile zip, byte[] bytes, List<ZipArchiveEntry> entries, int layer) {
    List<Found> findings = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      ZipArchiveEntry entry = entries.get(i);
      String name = name(entry);
      if (isClutter(entry)) {
        continue;
      }
      if (!zip.canReadEntryData(entry)) {
        boolean report = name.toLowerCase(Locale.ROOT).endsWith(".xml");
        String reason = "The archive's entry is encrypted or packed in an unknown way.";
        findings.add(report ? new Refused(name, reason, null) : new NotAReport(name, reason));
        continue;
      }
      int index = i;
      UnpackBudget.Share share = budget.new Share(packedBytes);
      findings.addAll(find(name, () -> share.watch(openEntry(bytes, index)), layer + 1));
    }
    return findings.isEmpty()
        ? List.of(new NotAReport("", "The archive holds no files."))
        : findings;
  }

  /** Entries are found again by their place, since an archive may name two alike. */
  private static InputStream openEntry(byte[] bytes, int index) throws IOException {
    ZipFile zip = open(bytes);
    try {
      ZipArchiveEntry entry = Collections.list(zip.getEntriesInPhysicalOrder()).get(index);
      return closingBoth(zip.getInputStream(entry), zip);
    } catch (IOException e) {
      zip.close();
      throw new EOFException("The archive's entry is damaged: " + message(e));
    }
  }

  private static InputStream closingBoth(InputStream in, ZipFile zip) {
    return new FilterInputStream(in) {
      @Override
      public void close() throws IOException {
        try (zip) {
          super.close();
        }
      }
    };
  }

  /** For people only: nothing is ever written under it. */
  private static String name(ZipArchiveEntry entry) {
    String name = entry.getName();
    return name.length() > MOST_NAME ? name.substring(0, MOST_NAME) : name;
  }

  private static boolean isClutter(ZipArchiveEntry entry) {
    String name = entry.getName();
    String last = name.substring(name.lastIndexOf('/') + 1);
    return entry.isDirectory()
        || name.startsWith("__MACOSX/")
        || last.startsWith("._")
        || last.equals(".DS_Store");
  }

  /** A zip that was cut short has no directory: its entries are read from the front. */
  private List<Found> zipWithoutDirectory(String member, byte[] bytes, int layer) {
    List<Found> findings = new ArrayList<>();
    try (ZipArchiveInputStream zip = stream(bytes)) {
      ZipArchiveEntry entry = zip.getNextEntry();
      for (int i = 0; entry != null && i < limits.archiveEntries(); i++) {
        if (!isClutter(entry)) {
          int index = i;
          UnpackBudget.Share share = budget.new Share(packedBytes);
          findings.addAll(
              find(name(entry), () -> share.watch(streamEntry(bytes, index)), layer + 1));
        }
        entry = zip.getNextEntry();
      }
    } catch (IOException | RuntimeException e) {
      if (findings.isEmpty()) {
        return List.of(new Refused(member, "The zip archive is damaged: " + message(e), null));
      }
    }
    return findings.isEmpty()
        ? List.of(new Refused(member, "The zip archive is damaged: it has no entry.", null))
        : findings;
  }

  private static ZipArchiveInputStream stream(byte[] bytes) {
    return new ZipArchiveInputStream(new ByteArrayInputStream(bytes), "UTF-8", true, true);
  }

  private static InputStream streamEntry(byte[] bytes, int index) throws IOException {
    ZipArchiveInputStream zip = stream(bytes);
    for (int i = 0; i <= index; i++) {
      zip.getNextEntry();
    }
    return zip;
  }

  static Refused tooLarge(String member, Limits limits) {
    return new Refused(
        member, "It is larger than " + limits.packedBytes() + " bytes.", "packed-bytes");
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
