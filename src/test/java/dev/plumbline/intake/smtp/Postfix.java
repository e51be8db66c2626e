package dev.plumbline.intake.smtp;

import dev.plumbline.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The system's Postfix with a configuration, port and queue of its own, which hands over by LMTP.
 */
final class Postfix implements AutoCloseable {

  static final Path PROGRAM = Path.of("/usr/sbin/postfix");

  private static final List<Path> DAEMONS =
      List.of(Path.of("/usr/lib/postfix/sbin"), Path.of("/usr/libexec/postfix"));

  private final Path dir;
  private final Process process;
  private final int port;

  /** Starts one that takes mail for a domain, and waits for it. */
  Postfix(String domain, int lmtpPort) throws Exception {
    dir = Files.createTempDirectory("postfix");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    port = FreePort.find();
    Path data = Files.createDirectory(dir.resolve("data"));
    Files.createDirectory(dir.resolve("queue"));
    Files.setOwner(
        data, dir.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
    Files.writeString(dir.resolve("main.cf"), settings(domain, lmtpPort));
    Files.writeString(dir.resolve("master.cf"), services());
    process =
        new ProcessBuilder(PROGRAM.toString(), "-c", dir.toString(), "start-fg")
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("out").toFile())
            .start();
    waitFor();
  }

  /** Whether it can be started here: it is there, and somebody may who wants to. */
  static boolean isThere() {
    return Files.isExecutable(PROGRAM) && System.getProperty("user.name").equals("root");
  }

  int port() {
    return port;
  }

  private String settings(String domain, int lmtpPort) {
    return """
    compatibility_level = 3.6
    queue_directory = %1$s/queue
    data_directory = %1$s/data
    daemon_directory = %2$s
    command_directory = /usr/sbin
    mail_owner = postfix
    setgid_group = postdrop
    maillog_file = %1$s/log
    maillog_file_prefixes = %1$s
    inet_interfaces = 127.0.0.1
    inet_protocols = ipv4
    myhostname = mx.%3$s
    mydestination =
    local_recipient_maps =
    alias_maps =
    relay_domains = %3$s
    relay_transport = lmtp:inet:127.0.0.1:%4$d
    smtpd_relay_restrictions = reject_unauth_destination
    smtpd_peername_lookup = no
    disable_dns_lookups = yes
    queue_run_delay = 1s
    minimal_backoff_time = 1s
    maximal_backoff_time = 2s
    """
        .formatted(
            dir,
            DAEMONS.stream().filter(Files::isDirectory).findFirst().orElseThrow(),
            domain,
            lmtpPort);
  }

  private String services() {
    return """
    127.0.0.1:%d inet n - n - - smtpd
    pickup unix n - n 60 1 pickup
    cleanup unix n - n - 0 cleanup
    qmgr unix n - n 300 1 qmgr
    rewrite unix - - n - - trivial-rewrite
    bounce unix - - n - 0 bounce
    defer unix - - n - 0 bounce
    trace unix - - n - 0 bounce
    flush unix n - n 1000? 0 flush
    proxymap unix - - n - - proxymap
    showq unix n - n - - showq
    error unix - - n - - error
    retry unix - - n - - error
    lmtp unix - - n - - lmtp
    anvil unix - - n - 1 anvil
    scache unix - - n - 1 scache
    postlog unix-dgram n - n - 1 postlogd
    """
        .formatted(port);
  }

  private void waitFor() throws Exception {
    for (int attempt = 0; attempt < 300 && process.isAlive(); attempt++) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (probe.getInputStream().read() == '2') {
          return;
        }
      } catch (IOException e) {
        // Not yet.
      }
      Thread.sleep(100);
    }
    String said = text("out") + text("log");
    close();
    throw new IOException("Postfix did not start: " + said);
  }

  /** What it wrote down. */
  String log() throws IOException {
    return text("log");
  }

  /** What waits in its queue, a line of JSON each. */
  String queue() throws Exception {
    return asked("-j");
  }

  /** Has it try again what waits. */
  void flush() throws Exception {
    asked("-f");
  }

  private String asked(String option) throws Exception {
    Path out = dir.resolve("asked");
    new ProcessBuilder("/usr/sbin/postqueue", "-c", dir.toString(), option)
        .redirectErrorStream(true)
        .redirectOutput(out.toFile())
        .start()
        .waitFor();
    return Files.readString(out);
  }

  private String text(String file) throws IOException {
    Path path = dir.resolve(file);
    return Files.exists(path) ? new String(Files.readAllBytes(path), StandardCharsets.UTF_8) : "";
  }

  @Override
  public void close() throws IOException {
    // To the master, which ends the others.
    process.toHandle().descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
