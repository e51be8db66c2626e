package dev.plumbline.intake;

import dev.plumbline.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The system's Dovecot with a configuration, ports and mail of its own. */
final class Dovecot implements AutoCloseable {

  static final Path PROGRAM = Path.of("/usr/sbin/dovecot");

  /** The user whose mail it is; Dovecot never serves root's. */
  private static final int NOBODY = 65_534;

  private final Path dir;
  private final Process process;
  private final int port;
  private final int tlsPort;

  /**
   * Starts a server and waits for it.
   *
   * @param prefix of the user's folders, which ends with the separator or is empty
   * @param capability what it says it can do; empty for what it really can
   */
  Dovecot(String prefix, char separator, String capability) throws Exception {
    this(prefix, separator, capability, 0, "");
  }

  /**
   * A server that keeps to rights and quotas.
   *
   * @param capability what it says it can do; empty for what it really can
   * @param quota a rule of Dovecot's
   */
  static Dovecot strict(String capability, String quota) throws Exception {
    return new Dovecot(
        "",
        '/',
        capability,
        0,
        """
        mail_plugins = acl quota
        protocol imap {
          mail_plugins = acl quota imap_acl imap_quota
        }
        plugin {
          acl = vfile
          quota = maildir:User quota
          quota_rule = %s
        }
        """
            .formatted(quota));
  }

  /** A server that also accepts access tokens a web server on a local port vouches for. */
  static Dovecot withTokens(int tokenInfoPort) throws Exception {
    return new Dovecot("", '/', "", tokenInfoPort, "");
  }

  private Dovecot(String prefix, char separator, String capability, int tokenInfoPort, String more)
      throws Exception {
    dir = Files.createTempDirectory("dovecot");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    port = FreePort.find();
    tlsPort = FreePort.find();
    boolean root = System.getProperty("user.name").equals("root");
    Path mail = Files.createDirectory(dir.resolve("mail"));
    if (root) {
      Files.setAttribute(mail, "unix:uid", NOBODY);
      Files.setAttribute(mail, "unix:gid", NOBODY);
    }
    certificate();
    Files.writeString(
        dir.resolve("passwd"), MailClient.USER + ":{PLAIN}" + MailClient.PASSWORD + "\n");
    Path configuration = dir.resolve("dovecot.conf");
    Files.writeString(
        configuration,
        configuration(prefix, separator, capability, root)
            + (tokenInfoPort == 0 ? "" : tokens(tokenInfoPort))
            + more);
    process =
        new ProcessBuilder(PROGRAM.toString(), "-F", "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("out").toFile())
            .start();
    waitFor();
  }

  int port() {
    return port;
  }

  int tlsPort() {
    return tlsPort;
  }

  Path certificateFile() {
    return dir.resolve("cert.pem");
  }

  private String configuration(String prefix, char separator, String capability, boolean root) {
    String owner =
        root ? "uid=%d gid=%1$d".formatted(NOBODY) : "uid=%s gid=%s".formatted(id("-u"), id("-g"));
    String unprivileged =
        root
            ? ""
            : """
            default_internal_user = %1$s
            default_internal_group = %2$s
            default_login_user = %1$s
            service anvil {
              chroot =
            }
            """
                .formatted(System.getProperty("user.name"), id("-gn"));
    return """
    base_dir = %1$s/run
    state_dir = %1$s/state
    log_path = %1$s/log
    listen = 127.0.0.1
    protocols = imap
    first_valid_uid = 1
    disable_plaintext_auth = no
    ssl = yes
    ssl_cert = <%1$s/cert.pem
    ssl_key = <%1$s/key.pem
    mail_location = maildir:%1$s/mail/%%u
    namespace inbox {
      inbox = yes
      prefix = %2$s
      separator = %3$s
    }
    passdb {
      driver = passwd-file
      args = %1$s/passwd
    }
    userdb {
      driver = static
      args = %4$s home=%1$s/mail/home
    }
    # Tests connect thousands of times: no process for each, and no waiting for a disk.
    mail_fsync = never
    service imap {
      service_count = 256
    }
    service imap-login {
      chroot =
      service_count = 0
      process_min_avail = 1
      inet_listener imap {
        port = %5$d
      }
      inet_listener imaps {
        port = %6$d
        ssl = yes
      }
    }
    %7$s
    %8$s
    """
        .formatted(
            dir,
            prefix,
            separator,
            owner,
            port,
            tlsPort,
            unprivileged,
            capability.isEmpty() ? "" : "imap_capability = " + capability);
  }

  private String tokens(int tokenInfoPort) throws IOException {
    Path oauth2 = dir.resolve("oauth2.conf");
    Files.writeString(
        oauth2,
        """
        tokeninfo_url = http://127.0.0.1:%d/tokeninfo?access_token=
        username_attribute = email
        """
            .formatted(tokenInfoPort));
    return """
    auth_mechanisms = plain login xoauth2
    passdb {
      driver = oauth2
      mechanisms = xoauth2
      args = %s
    }
    """
        .formatted(oauth2);
  }

  private static String id(String option) {
    try {
      Process id = new ProcessBuilder("id", option).start();
      return new String(id.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .strip();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void certificate() throws Exception {
    Process openssl =
        new ProcessBuilder(
                List.of(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-days",
                    "2",
                    "-subj",
                    "/CN=localhost",
                    "-addext",
                    "subjectAltName=DNS:localhost",
                    "-keyout",
                    dir.resolve("key.pem").toString(),
                    "-out",
                    dir.resolve("cert.pem").toString()))
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("openssl").toFile())
            .start();
    if (openssl.waitFor() != 0) {
      throw new IOException(Files.readString(dir.resolve("openssl")));
    }
  }

  /** Loses the numbers of all messages in the inbox, so that it has another UIDVALIDITY. */
  void renumber() throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve("mail").resolve(MailClient.USER))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Leaves the user some rights to a folder that is there (RFC 4314), {@code INBOX} as well. */
  void leaveRights(String folder, String rights) throws IOException {
    Path user = dir.resolve("mail").resolve(MailClient.USER);
    Path where = folder.equals("INBOX") ? user : user.resolve("." + folder.replace('/', '.'));
    Files.writeString(where.resolve("dovecot-acl"), "owner " + rights + "\n");
  }

  /** Makes a message of the inbox one that the server cannot read, by something it holds. */
  void spoil(String content) throws IOException {
    Path user = dir.resolve("mail").resolve(MailClient.USER);
    try (Stream<Path> files = Files.walk(user)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean mail = String.valueOf(file.getParent().getFileName()).matches("new|cur");
        if (mail && Files.readString(file).contains(content)) {
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        }
      }
    }
  }

  private void waitFor() throws Exception {
    for (int attempt = 0; attempt < 100 && process.isAlive(); attempt++) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (probe.getInputStream().read() == '*') {
          return;
        }
      } catch (IOException e) {
        // Not yet.
      }
      Thread.sleep(100);
    }
    String said = text("out") + text("log");
    close();
    throw new IOException("Dovecot did not start: " + said);
  }

  private String text(String file) throws IOException {
    Path path = dir.resolve(file);
    return Files.exists(path) ? Files.readString(path) : "";
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(dir)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
