package dev.plumbline.store.intake;

import dev.plumbline.store.SqlText;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Lines in COPY's text format, built field by field. */
final class CopyText {

  private final StringBuilder text = new StringBuilder(4096);
  private boolean inLine;

  /** Sends lines by one COPY; nothing if there are none. */
  static void send(Connection connection, String copy, CharSequence lines) throws SQLException {
    if (lines.isEmpty()) {
      return;
    }
    CopyIn in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    try {
      in.writeToCopy(bytes, 0, bytes.length);
      in.endCopy();
    } catch (SQLException e) {
      leave(in, e);
      throw e;
    }
  }

  /**
   * Ends a COPY that failed. Where its connection broke, whoever rolls back would wait for its end
   * for ever.
   */
  private static void leave(CopyIn copy, SQLException failure) {
    try {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  /** Sends what was built. */
  void send(Connection connection, String copy) throws SQLException {
    send(connection, copy, text);
  }

  private StringBuilder next() {
    if (inLine) {
      text.append('\t');
    }
    inLine = true;
    return text;
  }

  void endLine() {
    text.append('\n');
    inLine = false;
  }

  CopyText add(@Nullable String value) {
    SqlText.copyField(next(), SqlText.cleanOrNull(value));
    return this;
  }

  CopyText add(long value) {
    next().append(value);
    return this;
  }

  CopyText add(boolean value) {
    next().append(value ? 't' : 'f');
    return this;
  }

  CopyText add(@Nullable Number value) {
    next().append(value == null ? "\\N" : value.toString());
    return this;
  }

  CopyText add(@Nullable Boolean value) {
    next().append(value == null ? "\\N" : value ? "t" : "f");
    return this;
  }

  CopyText add(LocalDate day) {
    next().append(day);
    return this;
  }

  /** PostgreSQL writes years that Java signs without a sign, or with an era. */
  CopyText add(Instant at) {
    OffsetDateTime time = at.atOffset(ZoneOffset.UTC);
    int year = time.getYear();
    if (year >= 1 && year <= 9999) {
      next().append(at);
    } else {
      String rest = time.withYear(2000).toString().substring(4);
      next().append("%04d".formatted(year < 1 ? 1 - year : year)).append(rest);
      text.append(year < 1 ? " BC" : "");
    }
    return this;
  }

  CopyText add(byte[] bytes) {
    next().append("\\\\x").append(HexFormat.of().formatHex(bytes));
    return this;
  }

  /** An array of texts. */
  CopyText add(List<String> texts) {
    StringBuilder array = new StringBuilder("{");
    for (String one : texts) {
      array.append(array.length() == 1 ? "\"" : ",\"");
      array.append(SqlText.clean(one).replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
    SqlText.copyField(next(), array.append('}').toString());
    return this;
  }
}
