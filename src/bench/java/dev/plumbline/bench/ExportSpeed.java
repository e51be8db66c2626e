package dev.plumbline.bench;

import dev.plumbline.export.Asked;
import dev.plumbline.export.Exports;
import dev.plumbline.export.Kind;
import dev.plumbline.export.Lines;
import dev.plumbline.store.export.Cursor;
import dev.plumbline.store.server.DatabaseAccess;
import dev.plumbline.store.server.DirectDatabase;
import dev.plumbline.store.traffic.Shown;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Locale;
import org.postgresql.PGConnection;

/**
 * All stored rows as lines, beside the least that PostgreSQL needs to hand them out: {@code COPY}
 * of the same table to the same program, unread. In turns, in one program.
 *
 * <p>Arguments: JDBC address, user, password, rounds. Run it with {@code -Xmx256m}.
 */
public final class ExportSpeed {

  private ExportSpeed() {}

  /** Counts what is written and keeps nothing. */
  private static final class Count extends OutputStream {
    private long bytes;

    @Override
    public void write(int octet) {
      bytes++;
    }

    @Override
    public void write(byte[] octets, int from, int length) {
      bytes += length;
    }
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[3]);
    DatabaseAccess access = new DatabaseAccess(arguments[0], arguments[1], arguments[2]);
    try (DirectDatabase database = DirectDatabase.connect(access, "10min", () -> {})) {
      Exports exports = new Exports(database.database(), Clock.systemUTC());
      for (int round = 0; round < rounds; round++) {
        copy(arguments);
        for (Lines.Format format : Lines.Format.values()) {
          lines(exports, format);
        }
      }
    }
    System.out.printf(
        "heap used at the end %,d MB, most %,d MB%n",
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20,
        Runtime.getRuntime().maxMemory() >> 20);
  }

  private static void lines(Exports exports, Lines.Format format) {
    Count out = new Count();
    long[] rows = new long[1];
    long start = System.nanoTime();
    try (Lines lines = Lines.to(out, format, Kind.ROWS.line())) {
      exports.give(
          Kind.ROWS,
          new Asked(null, Cursor.START, null, null, Shown.ALL, null),
          line -> {
            lines.write(line);
            rows[0]++;
            return true;
          });
    }
    print(format.name(), rows[0], out.bytes, start);
  }

  private static void copy(String[] arguments) throws SQLException, IOException {
    try (Connection connection =
        DriverManager.getConnection(arguments[0], arguments[1], arguments[2])) {
      Count out = new Count();
      long start = System.nanoTime();
      long rows =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut("copy (select * from report_row) to stdout", out);
      print("COPY", rows, out.bytes, start);
    }
  }

  private static void print(String what, long rows, long bytes, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-7s %,10d rows %,8.1f MB %,10.0f rows/s%n",
        what,
        rows,
        bytes / 1e6,
        rows / seconds);
  }
}
