package dev.plumbline.mime;

import dev.plumbline.mime.Found.Kind;
import dev.plumbline.mime.Found.NotAReport;
import dev.plumbline.mime.Found.Refused;
import dev.plumbline.mime.Found.Report;
import dev.plumbline.report.Bytes;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.Repair;
import dev.plumbline.report.RepairCode;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Finds the payloads of one file: plain, packed, in archives, or these in each other. */
final class Unpacking {

  private static final int MOST_NAME = 255;
  private static final int BEGINNING_BYTES = 2_048;

  /** Archives before others that are looked into. */
  private static final int MOST_BEFORE = 20;

  private final Limits limits;
  private final UnpackBudget budget;
  private final long packedBytes;
  private final int layers;
  private final Mails mails;
  private int archivesBefore;

  /** What looks into mails; mails hold archives, and archives mails. */
  interface Mails {
    List<Found> in(byte[] mail, Content kind, int layers);
  }

  /**
   * An unpacking of one attachment or file.
   *
   * @param packedBytes its size as it came
   * @param layers the archives it is in already
   */
  Unpacking(Limits limits, UnpackBudget budget, long packedBytes, int layers, Mails mails) {
    this.mails = mails;
    this.limits = limits;
    this.budget = budget;
    this.packedBytes = packedBytes;
    this.layers = layers;
  }

  /** What the content is or holds; always at least one finding. */
  List<Found> find(String member, Bytes content) {
    return find(member, content, layers, false);
  }

  private List<Found> find(String member, Bytes content, int layer) {
    return find(member, content, layer, false);
  }

  /**
   * What some content is or holds.
   *
   * @param unpacked whether it comes out of a packed stream: a tar archive in one is no layer more
   */
  private List<Found> find(String member, Bytes content, int layer, boolean unpacked) {
    byte[] head;
    try (InputStream in = content.open()) {
      head = head(in);
    } catch (LimitExceededException e) {
      return List.of(new Refused(member, e.getMessage(), e.limit()));
    } catch (IOException e) {
      return List.of(new Refused(member, "It cannot be unpacked: " + Packing.said(e), null));
    }
    Content kind = Content.of(head);
    boolean tarOfStream = unpacked && kind == Content.TAR;
    boolean archive =
        kind.isPacked() || kind == Content.ZIP || (kind == Content.TAR && !tarOfStream);
    if (archive && layer >= limits.archiveLayers()) {
      return List.of(
          new Refused(
              member,
              "Archives are nested deeper than " + limits.archiveLayers() + ".",
              "archive-layers"));
    }
    return switch (kind) {
      case GZIP, BZIP2, XZ, LZMA, UNIX_COMPRESS, ZLIB, DEFLATE ->
          packed(member, content, kind, layer);
      case ZIP -> zip(member, content, layer);
      case TAR -> tar(member, content, tarOfStream ? layer : layer + 1);
      case AGGREGATE_XML -> List.of(new Report(member, Kind.AGGREGATE, content));
      case TLS_JSON -> List.of(new Report(member, Kind.TLS, content));
      case MESSAGE, CMS -> mail(member, content, kind, layer);
      case BINARY, TEXT -> behindOtherBytes(member, content, head, kind, layer);
      default ->
          List.of(
              kind.isRefused()
                  ? new Refused(member, kind.reason(), null)
                  : new NotAReport(member, kind.reason()));
    };
  }

  /** A mail within an archive. */
  private List<Found> mail(String member, Bytes content, Content kind, int layer) {
    byte[] bytes;
    try (InputStream in = content.open()) {
      bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, limits.messageBytes() + 1));
    } catch (LimitExceededException e) {
      return List.of(new Refused(member, e.getMessage(), e.limit()));
    } catch (IOException e) {
      return List.of(new Refused(member, "It cannot be unpacked: " + Packing.said(e), null));
    }
    if (bytes.length > limits.messageBytes()) {
      return List.of(
          new Refused(
              member, "It is larger than " + limits.messageBytes() + " bytes.", "message-bytes"));
    }
    List<Found> findings = mails.in(bytes, kind, layer);
    List<Found> named = new ArrayList<>();
    for (Found finding : findings) {
      named.add(finding.member().isEmpty() ? finding.named(member) : finding);
    }
    return named.isEmpty() ? List.of(new NotAReport(member, "It holds nothing.")) : named;
  }

  /** An archive that does not begin where the file does; anything else is what it seems. */
  private List<Found> behindOtherBytes(
      String member, Bytes content, byte[] head, Content kind, int layer) {
    int offset = Content.archiveOffset(head);
    if (offset > 0) {
      Bytes behind = () -> skipped(content.open(), offset);
      List<Found> findings =
          find(
              member,
              behind.with(note(content, RepairCode.BYTES_BEFORE_ARCHIVE, bytesBefore(offset))),
              layer);
      if (findings.stream().anyMatch(Report.class::isInstance)) {
        return findings;
      }
    }
    return List.of(new NotAReport(member, kind.reason()));
  }

  private static InputStream skipped(InputStream in, long count) throws IOException {
    in.skipNBytes(count);
    return in;
  }

  /** The tolerances so far, and one more. */
  private static List<Repair> note(Bytes content, RepairCode code, String detail) {
    List<Repair> repairs = new ArrayList<>(content.repairs());
    repairs.add(code.repair(detail));
    return repairs;
  }

  private List<Found> packed(String member, Bytes packed, Content kind, int layer) {
    UnpackBudget.Share share = budget.new Share(packedBytes);
    Bytes content = new Unpacked(packed, kind, share, new AtomicBoolean());
    return find(Packing.unpackedName(member), content, layer + 1, true);
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

  /**
   * A packed stream, unpacked.
   *
   * @param padded whether other bytes were met behind it, which shows when it has been read
   */
  private record Unpacked(
      Bytes packed, Content kind, UnpackBudget.Share share, AtomicBoolean padded) implements Bytes {

    @Override
    public InputStream open() throws IOException {
      return share.watch(Packing.open(kind, packed.open(), padded));
    }

    @Override
    public List<Repair> repairs() {
      return padded.get()
          ? note(packed, RepairCode.DAMAGED_ARCHIVE, "other bytes behind the packed data left out")
          : packed.repairs();
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
      return List.of(new Refused(member, "It cannot be unpacked: " + Packing.said(e), null));
    }
    if (bytes.length > limits.packedBytes()) {
      return List.of(tooLarge(member, limits));
    }
    List<ZipArchiveEntry> entries;
    try (ZipFile zip = ZipFiles.open(bytes)) {
      entries = Collections.list(zip.getEntriesInPhysicalOrder());
      if (entries.size() <= limits.archiveEntries()) {
        List<Repair> repairs =
            Packing.hasBytesBehindZip(bytes)
                ? note(
                    packed, RepairCode.DAMAGED_ARCHIVE, "other bytes behind the archive left out")
                : packed.repairs();
        int before = (int) Math.min(bytes.length, zip.getFirstLocalFileHeaderOffset());
        return before == 0
            ? entries(zip, bytes, entries, repairs, layer)
            : joined(
                archiveBefore(member, packed, Arrays.copyOf(bytes, before), layer),
                before,
                ours -> entries(zip, bytes, entries, ours, layer),
                repairs);
      }
    } catch (IOException | RuntimeException e) {
      return zipWithoutDirectory(member, packed, bytes, layer);
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

  /**
   * The reports of an archive that stands before another one: the directory, which is at the end of
   * a zip file, knows the last alone.
   */
  private List<Found> archiveBefore(String member, Bytes packed, byte[] before, int layer) {
    if (++archivesBefore > MOST_BEFORE) {
      return List.of();
    }
    Bytes first = () -> new ByteArrayInputStream(before);
    return find(member, first.with(packed.repairs()), layer).stream()
        .filter(one -> !(one instanceof NotAReport))
        .toList();
  }

  /** What two joined archives hold, or the last of them behind bytes that are none. */
  private static List<Found> joined(
      List<Found> before,
      int bytes,
      Function<List<Repair>, List<Found>> last,
      List<Repair> repairs) {
    if (before.stream().anyMatch(Report.class::isInstance)) {
      List<Found> both = new ArrayList<>(before);
      last.apply(repairs).stream().filter(one -> !(one instanceof NotAReport)).forEach(both::add);
      return both;
    }
    List<Repair> told = new ArrayList<>(repairs);
    told.add(RepairCode.BYTES_BEFORE_ARCHIVE.repair(bytesBefore(bytes)));
    return last.apply(told);
  }

  private static String bytesBefore(int bytes) {
    return bytes + " bytes before the archive left out";
  }

  private List<Found> entries(
      ZipFile zip, byte[] bytes, List<ZipArchiveEntry> entries, List<Repair> repairs, int layer) {
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
      Bytes content = () -> share.watch(ZipFiles.openEntry(bytes, index));
      findings.addAll(find(name, content.with(repairs), layer + 1));
    }
    return findings.isEmpty()
        ? List.of(new NotAReport("", "The archive holds no files."))
        : findings;
  }

  /** For people only: nothing is ever written under it. */
  private static String name(ZipArchiveEntry entry) {
    return cut(entry.getName());
  }

  private static String cut(String name) {
    return name.length() > MOST_NAME ? name.substring(0, MOST_NAME) : name;
  }

  private static boolean isClutter(ZipArchiveEntry entry) {
    return entry.isDirectory() || isClutter(entry.getName());
  }

  private static boolean isClutter(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    return name.startsWith("__MACOSX/") || last.startsWith("._") || last.equals(".DS_Store");
  }

  /** A zip that was cut short has no directory: its entries are read from the front. */
  private List<Found> zipWithoutDirectory(String member, Bytes packed, byte[] bytes, int layer) {
    List<Repair> repairs =
        note(
            packed,
            RepairCode.ARCHIVE_WITHOUT_DIRECTORY,
            "the zip archive has no directory; its entries were read from the front");
    List<Found> findings = new ArrayList<>();
    try (ZipArchiveInputStream zip = ZipFiles.stream(bytes)) {
      ZipArchiveEntry entry = zip.getNextEntry();
      for (int i = 0; entry != null && i < limits.archiveEntries(); i++) {
        if (!isClutter(entry)) {
          int index = i;
          UnpackBudget.Share share = budget.new Share(packedBytes);
          Bytes content = () -> share.watch(ZipFiles.streamEntry(bytes, index));
          findings.addAll(find(name(entry), content.with(repairs), layer + 1));
        }
        entry = zip.getNextEntry();
      }
    } catch (IOException | RuntimeException e) {
      if (findings.isEmpty()) {
        return List.of(new Refused(member, "The zip archive is damaged: " + Packing.said(e), null));
      }
    }
    return findings.isEmpty()
        ? List.of(new Refused(member, "The zip archive is damaged: it has no entry.", null))
        : findings;
  }

  private List<Found> tar(String member, Bytes packed, int inner) {
    byte[] bytes;
    TarFiles tar;
    try (InputStream in = packed.open()) {
      bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, limits.packedBytes() + 1));
      tar = TarFiles.of(bytes, limits.archiveEntries() + 1);
    } catch (LimitExceededException e) {
      return List.of(new Refused(member, e.getMessage(), e.limit()));
    } catch (IOException e) {
      return List.of(new Refused(member, "It cannot be unpacked: " + Packing.said(e), null));
    }
    if (bytes.length > limits.packedBytes()) {
      return List.of(tooLarge(member, limits));
    }
    if (tar.files().size() > limits.archiveEntries()) {
      return List.of(
          new Refused(
              member,
              "The archive has more than " + limits.archiveEntries() + " entries.",
              "archive-entries"));
    }
    List<Found> findings = new ArrayList<>();
    String damage = tar.damage();
    List<Repair> repairs =
        damage == null ? packed.repairs() : note(packed, RepairCode.DAMAGED_ARCHIVE, damage);
    for (TarFiles.Slice entry : tar.files()) {
      if (isClutter(entry.name())) {
        continue;
      }
      Bytes content = () -> entry.open(bytes);
      // One that is cut says so itself.
      List<Repair> ours = entry.whole() ? repairs : packed.repairs();
      findings.addAll(find(cut(entry.name()), content.with(ours), inner));
    }
    return findings.isEmpty()
        ? List.of(new NotAReport(member, "The archive holds no files."))
        : findings;
  }

  static Refused tooLarge(String member, Limits limits) {
    return new Refused(
        member, "It is larger than " + limits.packedBytes() + " bytes.", "packed-bytes");
  }
}
