package dev.plumbline.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A secret from a setting, or from a file that is read each time, so that it can be changed.
 *
 * @param setting the setting's name
 * @param text exactly one of this and the file
 */
public record Secret(String setting, Optional<String> text, Optional<Path> file) {

  /**
   * The secret of a setting, or of the setting of that name with {@code -file}.
   *
   * @throws IllegalArgumentException if both are set
   */
  public static Optional<Secret> of(String setting, Optional<String> text, Optional<Path> file) {
    if (text.isPresent() && file.isPresent()) {
      throw new IllegalArgumentException("Set only one of %1$s and %1$s-file.".formatted(setting));
    }
    return text.isPresent() || file.isPresent()
        ? Optional.of(new Secret(setting, text, file))
        : Optional.empty();
  }

  /** As it is now. */
  public String read() {
    if (file.isEmpty()) {
      return text.orElseThrow();
    }
    try {
      return Files.readString(file.get()).strip();
    } catch (IOException e) {
      throw new MailboxException(
          "The file %s (%s-file) cannot be read.".formatted(file.get(), setting), e);
    }
  }

  /**
   * Replaces the file's content at once and for good.
   *
   * @return false if there is no file
   */
  public boolean replace(String newText) throws IOException {
    if (file.isEmpty()) {
      return false;
    }
    Path target = file.get().toAbsolutePath();
    Path fresh =
        Files.createTempFile(
            target.getParent(),
            ".plumbline-",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(fresh, newText + "\n");
      Files.move(
          fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    return true;
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return setting;
  }
}
