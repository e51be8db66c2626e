package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

/** Keys with a certificate that nobody but themselves vouches for, made by the JDK's tool. */
public final class MadeKeys {

  public static final String ALIAS = "server";
  private static final String SECRET = "secret";

  private MadeKeys() {}

  /**
   * Makes a key store with one key.
   *
   * @param file where it is written, in the format PKCS #12
   * @param names of hosts that the certificate is for
   * @param more options of {@code keytool -genkeypair}
   */
  public static KeyStore make(Path file, List<String> names, String... more)
      throws IOException, InterruptedException, GeneralSecurityException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-dname",
                "CN=" + names.get(0),
                "-ext",
                "san=dns:" + String.join(",dns:", names),
                "-storetype",
                "PKCS12",
                "-storepass",
                SECRET,
                "-keystore",
                file.toString()));
    command.addAll(List.of(more));
    Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(made.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, secret());
    }
    return keys;
  }

  /** What opens a store and its key. */
  public static char[] secret() {
    return SECRET.toCharArray();
  }
}
