package dev.plumbline.store.backup;

import dev.plumbline.dns.Counted;
import dev.plumbline.store.Database;
import dev.plumbline.store.FileTrouble;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.backup.Manifest.DumpedTable;
import dev.plumbline.store.backup.Tables.Table;
import dev.plumbline.store.server.DirectDatabase;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.postgresql.PGConnection;

/** Fills an empty database from a backup: its tables as they were, then brought up to date. */
public final class Restore {

  /** Nothing but people and intake bring these about. */
  private static final List<String> SIGNS_OF_LIFE =
      List.of("domain", "intake_log", "raw_payload", "person", "api_token", "audit");

  /** What others keep: places in the feed, and the numbers of reports. */
  private static final Set<String> KEPT_ELSEWHERE = Set.of("event_position", "report_id_seq");

  /**
   * More than were given between a backup and the loss of its database. They are not given again:
   * whoever follows the feed would skip what is new under them, or take it for what was lost.
   */
  private static final long LOST_AT_MOST = 1_000_000_000;

  private final DirectDatabase database;
  private final Consumer<String> tell;
  private final LongConsumer rows;

  /**
   * A database that is to be filled.
   *
   * @param tell hears of each table that is filled
   * @param rows hears of as many more rows
   */
  public Restore(DirectDatabase database, Consumer<String> tell, LongConsumer rows) {
    this.database = database;
    this.tell = tell;
    this.rows = rows;
  }

  /**
   * Fills it. Rows come in all at once or not at all; interrupted, it can be run again.
   *
   * @return what was in the file
   * @throws BackupException if the file is none, is damaged, comes from a newer program, or the
   *     database is not empty
   */
  public Manifest from(Path file) {
    Manifest manifest = asItWas(file);
    database.migrate();
    database.database().write("analyze");
    return manifest;
  }

  /**
   * What a file says that it holds, without a database.
   *
   * @throws BackupException as {@link #from} has it about the file
   */
  public static Manifest look(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return manifest(zip, file);
    } catch (ZipException e) {
      throw noBackup(file, e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static BackupException noBackup(Path file, ZipException failure) {
    return new BackupException(
        file + " is no backup, or is damaged: " + failure.getMessage(), failure);
  }

  private static BackupException unreadable(Path file, IOException failure) {
    return new BackupException(
        "%s cannot be read: %s".formatted(file, FileTrouble.said(failure)), failure);
  }

  /** As {@link #from}, but leaves the tables at the version they are of in the backup. */
  Manifest asItWas(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Manifest manifest = manifest(zip, file);
      requireNobodyElse();
      makeTables(manifest);
      database.database().doInTransaction(connection -> fill(connection, zip, manifest));
      return manifest;
    } catch (ZipException e) {
      throw noBackup(file, e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static Manifest manifest(ZipFile zip, Path file) throws IOException {
    ZipEntry entry = zip.getEntry(Manifest.ENTRY);
    if (entry == null) {
      throw new BackupException(file + " is no backup made by `plumbline backup`.");
    }
    Manifest manifest;
    try (InputStream json = zip.getInputStream(entry)) {
      manifest = Manifest.read(json);
    }
    if (manifest.format() > Manifest.FORMAT || manifest.schema() > DirectDatabase.newestSchema()) {
      throw new BackupException(
          "%s was made by a newer Plumbline (tables %d, this one knows %d); restore it with that version, or a later one."
              .formatted(file, manifest.schema(), DirectDatabase.newestSchema()));
    }
    return manifest;
  }

  private void requireNobodyElse() {
    long others =
        database
            .database()
            .number(
                """
                select count(*) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid()
                  and backend_type = 'client backend'\
                """);
    if (others > 0) {
      throw new BackupException(
          "Others are connected to the database; stop Plumbline everywhere before a backup is"
              + " restored.");
    }
  }

  private void makeTables(Manifest manifest) {
    int schema = database.schemaVersion();
    if (schema == 0) {
      database.migrateTo(manifest.schema());
    } else if (schema != manifest.schema() || !isEmpty()) {
      throw new BackupException(
          "The database holds data already, or tables of another version; a backup is restored into"
              + " an empty one: another plumbline.data-dir, or a database just made.");
    }
  }

  private boolean isEmpty() {
    return SIGNS_OF_LIFE.stream()
        .allMatch(
            table ->
                database
                            .database()
                            .number(
                                "select count(*) from to_regclass(?) t where t is not null", table)
                        == 0
                    || database
                            .database()
                            .number("select count(*) from (select from " + table + " limit 1) one")
                        == 0);
  }

  private void fill(Connection connection, ZipFile zip, Manifest manifest) throws SQLException {
    Database.run(connection, "set local statement_timeout = 0");
    List<String> all =
        Tables.all(connection).stream().map(Table::name).map(Tables::quoted).toList();
    // What triggers would write is in the backup; what they forbid is not done to anybody's data.
    for (String table : all) {
      Database.run(connection, "alter table " + table + " disable trigger user");
    }
    Database.run(connection, "truncate " + String.join(", ", all));
    for (String month : manifest.months()) {
      Database.list(
          connection, "select ensure_month_partitions(to_date(?, 'YYYY_MM'))", row -> true, month);
    }
    for (DumpedTable table : manifest.tables()) {
      fill(connection, zip, table);
    }
    Map<String, Long> sequences = new TreeMap<>(manifest.sequences());
    KEPT_ELSEWHERE.forEach(name -> sequences.merge(name, LOST_AT_MOST, Long::sum));
    for (Map.Entry<String, Long> sequence : sequences.entrySet()) {
      // Tables of an earlier version may lack one.
      Database.list(
          connection,
          "select setval(known, ?) from to_regclass(?) known where known is not null",
          row -> true,
          sequence.getValue(),
          Tables.quoted(sequence.getKey()));
    }
    // Keys are looked at before the tables are changed again.
    Database.run(connection, "set constraints all immediate");
    for (String table : all) {
      Database.run(connection, "alter table " + table + " enable trigger user");
    }
  }

  private void fill(Connection connection, ZipFile zip, DumpedTable table) throws SQLException {
    ZipEntry entry = zip.getEntry(table.entry());
    if (entry == null) {
      throw damaged(table);
    }
    MessageDigest digest = SqlText.sha256();
    String columns = table.columns().stream().map(Tables::quoted).collect(Collectors.joining(", "));
    long rows;
    try (InputStream text =
        new RowsRead(new DigestInputStream(zip.getInputStream(entry), digest), this.rows)) {
      rows =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn(
                  "copy %s (%s) from stdin".formatted(Tables.quoted(table.name()), columns), text);
    } catch (IOException e) {
      throw new BackupException("The backup is damaged: " + e.getMessage(), e);
    }
    if (rows != table.rows() || !HexFormat.of().formatHex(digest.digest()).equals(table.sha256())) {
      throw damaged(table);
    }
    tell.accept(table.name() + ": " + Counted.of(rows, "row"));
  }

  /** Counts the lines that go through, of which each is a row. */
  private static final class RowsRead extends FilterInputStream {

    private final LongConsumer rows;

    RowsRead(InputStream in, LongConsumer rows) {
      super(in);
      this.rows = rows;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = super.read(into, from, length);
      int lines = 0;
      for (int i = from; i < from + read; i++) {
        lines += into[i] == '\n' ? 1 : 0;
      }
      rows.accept(lines);
      return read;
    }
  }

  private static BackupException damaged(DumpedTable table) {
    return new BackupException(
        "The backup is damaged: table %s is not what was written; nothing was restored."
            .formatted(table.name()));
  }
}
