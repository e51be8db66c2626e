package dev.plumbline.intake;

import dev.plumbline.store.SqlText;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts secrets for the database (AES-256-GCM) with a key that is kept outside of it: a file,
 * which is made when it is needed first and is its owner's alone.
 */
@ApplicationScoped
public class SealedSecrets {

  private static final int KEY_BYTES = 32;

  /** NIST SP 800-38D section 8.2.2: random ones of this length, far fewer than 2^32 per key. */
  private static final int NONCE_BYTES = 12;

  private static final int TAG_BITS = 128;
  private static final int ID_DIGITS = 8;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;

  public SealedSecrets(@ConfigProperty(name = "plumbline.secrets.key-file") Path file) {
    this.file = file.toAbsolutePath();
  }

  /** A key, and what sealed texts call it. */
  private record Key(SecretKeySpec key, String id) {}

  /**
   * A text that tells nothing without the key.
   *
   * @param of what the secret is of; it is opened for the same alone
   * @throws MailboxException if there is no key, and none can be made
   */
  public String seal(String of, String secret) {
    Key key = read().orElseGet(this::make);
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] text = secret.getBytes(StandardCharsets.UTF_8);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, of, text);
    if (sealed == null) {
      throw new AssertionError("Whatever the text is, it can be encrypted");
    }
    byte[] both = ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
    return "1:" + key.id() + ":" + Base64.getEncoder().encodeToString(both);
  }

  /**
   * The secret in a sealed text.
   *
   * @throws MailboxException with a sentence if the key is not the one it was sealed with
   */
  public String open(String of, String sealed) {
    String[] parts = sealed.split(":", 3);
    Key key =
        read()
            .orElseThrow(
                () ->
                    new MailboxException(
                        "The secret cannot be read, since its key %s is missing; bring the file"
                                .formatted(file)
                            + " back, or give the secret again under Settings."));
    if (parts.length < 3 || !parts[1].equals(key.id())) {
      throw otherKey();
    }
    byte[] both = Base64.getDecoder().decode(parts[2]);
    byte[] secret =
        cipher(
            Cipher.DECRYPT_MODE,
            key,
            Arrays.copyOf(both, NONCE_BYTES),
            of,
            Arrays.copyOfRange(both, NONCE_BYTES, both.length));
    if (secret == null) {
      throw otherKey();
    }
    return new String(secret, StandardCharsets.UTF_8);
  }

  private MailboxException otherKey() {
    return new MailboxException(
        ("The secret was sealed with another key than the one in %s; bring that file back, or give"
                + " the secret again under Settings.")
            .formatted(file));
  }

  /** Null if the key, the place or the text is not the right one. */
  private static byte @Nullable [] cipher(int mode, Key key, byte[] nonce, String of, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(of.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  private Optional<Key> read() {
    String text;
    try {
      text = Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new MailboxException(
          "The key %s (plumbline.secrets.key-file) cannot be read.".formatted(file), e);
    }
    try {
      byte[] key = Base64.getDecoder().decode(text);
      if (key.length == KEY_BYTES) {
        String id = HexFormat.of().formatHex(SqlText.sha256().digest(key)).substring(0, ID_DIGITS);
        return Optional.of(new Key(new SecretKeySpec(key, "AES"), id));
      }
    } catch (IllegalArgumentException e) {
      // Said below, as for keys of another length.
    }
    throw new MailboxException(
        "%s (plumbline.secrets.key-file) holds no key: it has to be 32 bytes in Base64."
            .formatted(file));
  }

  /** Of two that make one at the same time, both use the one that was there first. */
  private Key make() {
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    Path draft = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(draft);
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(draft, Base64.getEncoder().encodeToString(key) + "\n");
      try {
        Files.createLink(file, draft);
      } catch (FileAlreadyExistsException e) {
        // Somebody was faster.
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new MailboxException(
          "The key %s (plumbline.secrets.key-file) cannot be made: %s"
              .formatted(file, e.getMessage()),
          e);
    }
    return read().orElseThrow(() -> new MailboxException("The key " + file + " is gone."));
  }
}
