package dev.plumbline.store.intake;

import dev.plumbline.report.Bytes;
import dev.plumbline.store.SqlText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Keeps received bytes once, however often they arrive, gzipped where that helps. */
public final class RawPayloads {

  private RawPayloads() {}

  /**
   * Bytes as they are kept.
   *
   * @param size and sha256 of them as received
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Packed(byte[] sha256, long size, String encoding, byte[] content) {}

  /** Packs the bytes of an item. */
  static Packed pack(Bytes raw) throws IOException {
    MessageDigest digest = SqlText.sha256();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    long size;
    try (InputStream in = new DigestInputStream(raw.open(), digest);
        GZIPOutputStream gzip = new FastGzip(packed)) {
      size = in.transferTo(gzip);
    }
    if (packed.size() < size) {
      return new Packed(digest.digest(), size, "gzip", packed.toByteArray());
    }
    try (InputStream in = raw.open()) {
      return new Packed(digest.digest(), size, "identity", in.readAllBytes());
    }
  }

  /** Reports are mostly packed already: more effort would gain a per cent or two. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /** Stores the bytes of an item, or finds them stored. */
  static long keep(Connection connection, ReceivedItem item) throws SQLException, IOException {
    Packed packed = pack(Objects.requireNonNull(item.raw()));
    return keep(connection, List.of(packed), item.receivedAt()).get(0);
  }

  /** Stores the bytes of several items, or finds them stored; gives their ids in the same order. */
  static List<Long> keep(Connection connection, List<Packed> all, Instant receivedAt)
      throws SQLException {
    // In one order, so that two writers of the same bytes do not wait for each other in a circle.
    List<Packed> sorted = new ArrayList<>(all);
    sorted.sort((a, b) -> Arrays.compare(a.sha256(), b.sha256()));
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into raw_payload (sha256, size_bytes, encoding, content, received_at)
            values (?, ?, ?, ?, ?) on conflict (sha256) do nothing""")) {
      for (Packed packed : sorted) {
        insert.setBytes(1, packed.sha256());
        insert.setLong(2, packed.size());
        insert.setString(3, packed.encoding());
        insert.setBinaryStream(
            4, new ByteArrayInputStream(packed.content()), packed.content().length);
        insert.setTimestamp(5, Timestamp.from(receivedAt));
        insert.addBatch();
      }
      insert.executeBatch();
    }
    List<Long> ids = new ArrayList<>();
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            select w.id from unnest(?) with ordinality as wanted (sha256, position)
            join raw_payload w on w.sha256 = wanted.sha256 order by wanted.position""")) {
      find.setArray(
          1,
          connection.createArrayOf(
              "bytea", all.stream().map(Packed::sha256).toArray(byte[][]::new)));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          ids.add(row.getLong(1));
        }
      }
    }
    if (ids.size() != all.size()) {
      throw new SQLException("A raw payload vanished while it was stored", "40001");
    }
    return ids;
  }

  /** The bytes as received, from the columns encoding and content. */
  public static Bytes open(String encoding, byte[] content) {
    return encoding.equals("gzip")
        ? () -> new GZIPInputStream(new ByteArrayInputStream(content))
        : () -> new ByteArrayInputStream(content);
  }
}
