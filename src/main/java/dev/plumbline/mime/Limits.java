package dev.plumbline.mime;

/**
 * What we are willing to take in. Each limit's kebab-case name appears in the outcome when it is
 * hit.
 *
 * @param messageBytes {@code message-bytes}: a whole mail; above what mail servers accept
 * @param packedBytes {@code packed-bytes}: one attachment or archive, as it came
 * @param unpackedBytes {@code unpacked-bytes}: all that is unpacked from one received file; a
 *     report of a million rows has about 700 MB
 * @param unpackRatio {@code unpack-ratio}: unpacked size to packed size; reports reach 40
 * @param unpackRatioFromBytes size below which the ratio does not matter
 * @param archiveEntries {@code archive-entries}: entries of one archive
 * @param archiveLayers {@code archive-layers}: archives within archives, the outer one counted
 * @param mimeDepth {@code mime-depth}: multiparts and messages within each other
 * @param mimeParts {@code mime-parts}: parts of one mail
 */
public record Limits(
    long messageBytes,
    long packedBytes,
    long unpackedBytes,
    int unpackRatio,
    long unpackRatioFromBytes,
    int archiveEntries,
    int archiveLayers,
    int mimeDepth,
    int mimeParts) {

  private static final long MIB = 1024 * 1024;

  public static final Limits DEFAULT =
      new Limits(60 * MIB, 50 * MIB, 1024 * MIB, 200, 8 * MIB, 1_000, 2, 10, 1_000);
}
