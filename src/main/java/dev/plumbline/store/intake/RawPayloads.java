package dev.plumbline.store.intake;

import dev.plumbline.report.Bytes;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;

/**
 * Keeps received bytes once, however often they arrive, gzipped where that helps. What they are is
 * apart from them: they are found by their hash alone, and so can be on any machine.
 */
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
    if (!isPacked(raw)) {
      try (InputStream in = new DigestInputStream(raw.open(), digest)) {
        Gzip gzip = new Gzip();
        long size = in.transferTo(gzip);
        byte[] packed = gzip.finish();
        if (packed.length < size) {
          return new Packed(digest.digest(), size, "gzip", packed);
        }
      }
      digest.reset();
    }
    try (InputStream in = raw.open()) {
      byte[] bytes = in.readAllBytes();
      return new Packed(digest.digest(bytes), bytes.length, "identity", bytes);
    }
  }

  /** Whether it is a gzip or zip file, which would gain nothing. */
  private static boolean isPacked(Bytes raw) throws IOException {
    try (InputStream in = raw.open()) {
      byte[] head = in.readNBytes(2);
      return head.length == 2
          && ((head[0] == 0x1f && head[1] == (byte) 0x8b) || (head[0] == 'P' && head[1] == 'K'));
    }
  }

  /**
   * Packs with little effort: what is in a mail is mostly packed already, and more would gain a per
   * cent or two. To make a deflater costs more than to pack a small mail, so each thread keeps one.
   */
  private static final class Gzip extends OutputStream {

    private static final ThreadLocal<Deflater> DEFLATER =
        ThreadLocal.withInitial(() -> new Deflater(Deflater.BEST_SPEED, true));

    /** RFC 1952 section 2.3: deflate, no name, no time. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final CRC32 sum = new CRC32();
    private final DeflaterOutputStream deflated;
    private long size;

    Gzip() {
      Deflater deflater = DEFLATER.get();
      deflater.reset();
      out.writeBytes(HEADER);
      deflated = new DeflaterOutputStream(out, deflater, 8192);
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      deflated.write(bytes, from, length);
      sum.update(bytes, from, length);
      size += length;
    }

    byte[] finish() throws IOException {
      deflated.finish();
      ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      out.writeBytes(trailer.putInt((int) sum.getValue()).putInt((int) size).array());
      return out.toByteArray();
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
    if (sorted.size() == 1) {
      insert(connection, sorted.get(0), receivedAt);
    } else {
      insert(connection, sorted, receivedAt);
    }
    List<Long> ids = new ArrayList<>();
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            select w.id from unnest(?) with ordinality as wanted (sha256, position)
            join raw_payload w on w.sha256 = wanted.sha256 order by wanted.position\
            """)) {
      find.setArray(1, bytes(connection, all.stream().map(Packed::sha256)));
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

  /** One may be large: it is sent as it is, not as part of an array. */
  private static void insert(Connection connection, Packed packed, Instant receivedAt)
      throws SQLException {
    try (PreparedStatement insert =
            connection.prepareStatement(
                """
                insert into raw_payload (sha256, size_bytes, received_at) values (?, ?, ?)
                on conflict (sha256) do nothing\
                """);
        PreparedStatement content =
            connection.prepareStatement(
                """
                insert into raw_content (sha256, encoding, content) values (?, ?, ?)
                on conflict (sha256) do nothing\
                """)) {
      insert.setBytes(1, packed.sha256());
      insert.setLong(2, packed.size());
      insert.setTimestamp(3, Timestamp.from(receivedAt));
      insert.executeUpdate();
      content.setBytes(1, packed.sha256());
      content.setString(2, packed.encoding());
      content.setBinaryStream(
          3, new ByteArrayInputStream(packed.content()), packed.content().length);
      content.executeUpdate();
    }
  }

  private static void insert(Connection connection, List<Packed> sorted, Instant receivedAt)
      throws SQLException {
    java.sql.Array hashes = bytes(connection, sorted.stream().map(Packed::sha256));
    try (PreparedStatement insert =
            connection.prepareStatement(
                """
                insert into raw_payload (sha256, size_bytes, received_at)
                select w.*, ? from unnest(?, ?) as w on conflict (sha256) do nothing\
                """);
        PreparedStatement content =
            connection.prepareStatement(
                """
                insert into raw_content (sha256, encoding, content)
                select w.* from unnest(?, ?, ?) as w on conflict (sha256) do nothing\
                """)) {
      insert.setTimestamp(1, Timestamp.from(receivedAt));
      insert.setArray(2, hashes);
      insert.setArray(
          3, connection.createArrayOf("bigint", sorted.stream().map(Packed::size).toArray()));
      insert.executeUpdate();
      content.setArray(1, hashes);
      content.setArray(
          2, connection.createArrayOf("text", sorted.stream().map(Packed::encoding).toArray()));
      content.setArray(3, bytes(connection, sorted.stream().map(Packed::content)));
      content.executeUpdate();
    }
  }

  /** Removes those of some bytes that nothing points at any more. */
  static void removeUnused(Connection connection, List<Long> ids) throws SQLException {
    // In the order in which they are kept, so that who keeps the same bytes at that moment waits.
    List<byte[]> removed =
        Database.list(
            connection,
            """
            delete from raw_payload w where id = any (?)
              and not exists (select from intake_log i where i.raw_id = w.id)
            returning sha256\
            """,
            row -> row.getBytes("sha256"),
            connection.createArrayOf("bigint", withoutReports(connection, ids).toArray()));
    if (!removed.isEmpty()) {
      Database.write(
          connection,
          "delete from raw_content where sha256 = any (?)",
          bytes(connection, removed.stream()));
    }
  }

  /** Those of some bytes that no report was read from; asked of the reports alone. */
  static List<Long> withoutReports(Connection connection, List<Long> ids) throws SQLException {
    Object wanted = connection.createArrayOf("bigint", ids.toArray());
    Set<Long> unused = new TreeSet<>(ids);
    for (String table : new String[] {"report", "report_conflict"}) {
      unused.removeAll(
          Database.list(
              connection,
              "select distinct raw_id from " + table + " where raw_id = any (?)",
              row -> row.getLong(1),
              wanted));
    }
    return List.copyOf(unused);
  }

  private static java.sql.Array bytes(Connection connection, Stream<byte[]> all)
      throws SQLException {
    return connection.createArrayOf("bytea", all.toArray(byte[][]::new));
  }

  /** The bytes as received; empty if they are kept no more. */
  public static Optional<Bytes> open(Database sql, byte[] sha256) {
    return sql.first(
        "select encoding, content from raw_content where sha256 = ?",
        row -> open(row.getString("encoding"), row.getBytes("content")),
        (Object) sha256);
  }

  private static Bytes open(String encoding, byte[] content) {
    return encoding.equals("gzip")
        ? () -> new GZIPInputStream(new ByteArrayInputStream(content))
        : () -> new ByteArrayInputStream(content);
  }
}
