package dev.plumbline.store;

import dev.plumbline.report.ReportSource;
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
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Keeps received bytes once, however often they arrive, gzipped where that helps. */
final class RawPayloads {

  private RawPayloads() {}

  /** Stores the bytes of an item, or finds them stored. */
  static long keep(Connection connection, ReceivedItem item) throws SQLException, IOException {
    ReportSource raw = java.util.Objects.requireNonNull(item.raw());
    MessageDigest digest = SqlText.sha256();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    long size;
    try (InputStream in = new DigestInputStream(raw.open(), digest);
        GZIPOutputStream gzip = new GZIPOutputStream(packed, 8192)) {
      size = in.transferTo(gzip);
    }
    byte[] sha256 = digest.digest();
    Long known = find(connection, sha256);
    if (known != null) {
      return known;
    }
    boolean gzip = packed.size() < size;
    byte[] content;
    if (gzip) {
      content = packed.toByteArray();
    } else {
      try (InputStream in = raw.open()) {
        content = in.readAllBytes();
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into raw_payload (sha256, size_bytes, encoding, content, received_at)
            values (?, ?, ?, ?, ?) on conflict (sha256) do nothing""")) {
      insert.setBytes(1, sha256);
      insert.setLong(2, size);
      insert.setString(3, gzip ? "gzip" : "identity");
      insert.setBinaryStream(4, new ByteArrayInputStream(content), content.length);
      insert.setTimestamp(5, Timestamp.from(item.receivedAt()));
      insert.executeUpdate();
    }
    Long stored = find(connection, sha256);
    if (stored == null) {
      throw new SQLException("A raw payload vanished while it was stored", "40001");
    }
    return stored;
  }

  private static @org.jspecify.annotations.Nullable Long find(Connection connection, byte[] sha256)
      throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement("select id from raw_payload where sha256 = ?")) {
      find.setBytes(1, sha256);
      try (ResultSet row = find.executeQuery()) {
        return row.next() ? row.getLong(1) : null;
      }
    }
  }

  /** The bytes as received, from the columns encoding and content. */
  static ReportSource open(String encoding, byte[] content) {
    return encoding.equals("gzip")
        ? () -> new GZIPInputStream(new ByteArrayInputStream(content))
        : () -> new ByteArrayInputStream(content);
  }
}
