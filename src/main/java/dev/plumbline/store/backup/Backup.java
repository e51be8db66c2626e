package dev.plumbline.store.backup;

import dev.plumbline.store.Database;
import dev.plumbline.store.FileTrouble;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.backup.Manifest.DumpedTable;
import dev.plumbline.store.backup.Tables.Table;
import dev.plumbline.store.server.DirectDatabase;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;

/** Writes the whole database to a file, as it is at one moment, while others work on it. */
public final class Backup {

  private static final int BUFFER_BYTES = 256 * 1024;

  private final DirectDatabase database;
  private final Instant now;
  private final Consumer<String> tell;
  private final LongConsumer rows;

  /**
   * A backup of a database.
   *
   * @param tell hears of each table that is written
   * @param rows hears of as many more rows
   */
  public Backup(DirectDatabase database, Instant now, Consumer<String> tell, LongConsumer rows) {
    this.database = database;
    this.now = now;
    this.tell = tell;
    this.rows = rows;
  }

  /**
   * Writes a file that its owner alone can read. It is there as a whole or not at all.
   *
   * @throws BackupException if it cannot be made, or is there already
   * @throws dev.plumbline.store.StoreUnavailableException if the database goes away meanwhile
   */
  public Manifest write(Path file) {
    int schema = database.schemaVersion();
    if (schema == 0) {
      throw new BackupException("The database is empty; there is nothing to back up.");
    }
    Path target = file.toAbsolutePath().normalize();
    if (Files.exists(target)) {
      throw new BackupException(target + " is there already; nothing was written.");
    }
    Path draft = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.deleteIfExists(draft);
      try {
        Manifest manifest = writeTo(draft, schema);
        Files.move(draft, target);
        return manifest;
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new BackupException(
          "%s cannot be written: %s".formatted(target, FileTrouble.saidOfNew(e)), e);
    }
  }

  private Manifest writeTo(Path draft, int schema) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                draft,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")));
        ZipOutputStream zip =
            new ZipOutputStream(
                new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES))) {
      zip.setLevel(Deflater.BEST_SPEED);
      Manifest manifest =
          database.database().inTransaction(connection -> dump(connection, zip, schema));
      zip.putNextEntry(new ZipEntry(Manifest.ENTRY));
      zip.write(manifest.json());
      zip.closeEntry();
      zip.finish();
      zip.flush();
      channel.force(true);
      return manifest;
    }
  }

  /** One snapshot for all tables: what is committed later is not seen in any of them. */
  private Manifest dump(Connection connection, ZipOutputStream zip, int schema)
      throws SQLException {
    Database.run(connection, "set transaction isolation level repeatable read read only");
    Database.run(connection, "set local statement_timeout = 0");
    List<DumpedTable> tables = new ArrayList<>();
    for (Table table : Tables.kept(connection)) {
      tables.add(dump(connection, zip, table));
    }
    String server =
        Database.first(connection, "show server_version", row -> row.getString(1)).orElse("");
    // Sequences know no snapshot: read last, they are past every number in the tables.
    Map<String, Long> sequences = new TreeMap<>();
    Database.each(
        connection,
        """
        select sequencename, last_value from pg_sequences
        where schemaname = current_schema() and last_value is not null\
        """,
        row -> sequences.put(row.getString(1), row.getLong(2)) == null);
    return new Manifest(
        Manifest.FORMAT,
        schema,
        now.toString(),
        server,
        Tables.months(connection),
        tables,
        sequences);
  }

  private DumpedTable dump(Connection connection, ZipOutputStream zip, Table table)
      throws SQLException {
    Counted text = new Counted(zip, rows);
    try {
      zip.putNextEntry(new ZipEntry("tables/" + table.name() + ".copy"));
      long rows =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut(
                  "copy (select %s from %s) to stdout"
                      .formatted(table.columnList(), Tables.quoted(table.name())),
                  text);
      zip.closeEntry();
      tell.accept("%s: %d %s".formatted(table.name(), rows, rows == 1 ? "row" : "rows"));
      return new DumpedTable(table.name(), table.columns(), rows, text.bytes, text.sha256());
    } catch (IOException e) {
      throw new BackupException("The backup cannot be written: " + FileTrouble.said(e), e);
    }
  }

  /** Counts and digests what goes through. */
  private static final class Counted extends FilterOutputStream {

    private final MessageDigest digest = SqlText.sha256();
    private final LongConsumer rows;
    private long bytes;

    Counted(OutputStream out, LongConsumer rows) {
      super(out);
      this.rows = rows;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] some, int from, int length) throws IOException {
      out.write(some, from, length);
      digest.update(some, from, length);
      bytes += length;
      // What the server sends is a row each time.
      rows.accept(1);
    }

    String sha256() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
