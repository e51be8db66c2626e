package dev.plumbline.store.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/** A PostgreSQL 16 of Plumbline's own, as a program would have left it that brought that one. */
public final class OlderServer implements AutoCloseable {

  public static final int VERSION = 16;

  private static final Path PROGRAMS = Path.of("target/older-postgresql/postgres-16.jar");

  private final EmbeddedPostgres server;
  private final DatabaseAccess access;

  private OlderServer(EmbeddedPostgres server, DatabaseAccess access) {
    this.server = server;
    this.access = access;
  }

  /** Whether its programs run on this machine. */
  public static boolean isToBeHad() {
    return System.getProperty("os.arch").equals("amd64") && Files.exists(PROGRAMS);
  }

  /** Starts it in a data directory, with an empty database. */
  public static OlderServer in(Path dataDir) throws IOException {
    ClusterFolder folder = ClusterFolder.of(dataDir, VERSION);
    Files.createDirectories(folder.home());
    String password = folder.password();
    int port = folder.choosePort(what -> {});
    Files.write(folder.log(), new byte[0]);
    EmbeddedPostgres server =
        ServerStart.builder(folder, port, password).setPgBinaryResolver(new Programs()).start();
    ServerStart.createDatabase(EmbeddedDatabase.accessTo(port, "postgres", password));
    return new OlderServer(server, EmbeddedDatabase.accessTo(port, ServerStart.DATABASE, password));
  }

  /** One for each server: the library unpacks only once what it was given by the same. */
  private static final class Programs implements PgBinaryResolver {

    @Override
    public InputStream getPgBinary(String system, String machine) throws IOException {
      try (ZipFile jar = new ZipFile(PROGRAMS.toFile());
          InputStream packed = jar.getInputStream(jar.getEntry("postgres-linux-x86_64.txz"))) {
        return new ByteArrayInputStream(packed.readAllBytes());
      }
    }
  }

  public DatabaseAccess access() {
    return access;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
