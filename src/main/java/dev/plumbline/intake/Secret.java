package dev.plumbline.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A secret from a setting, or from a file or another place that is read each time, so that it can
 * be changed.
 *
 * @param setting the setting's name
 * @param text exactly one of this, the file and the place
 */
public record Secret(
    String setting, Optional<String> text, Optional<Path> file, Optional<Place> place) {

  /** Where a secret is kept that is neither in a setting nor in a file. */
  public interface Place {

    /** As it is now; {@link MailboxException} if it cannot be had. */
    String read();

    /** Keeps another one. */
    void replace(String newText);
  }

  /** A secret that was typed, and is kept nowhere. */
  public static Secret typed(String setting, String text) {
    return new Secret(setting, Optional.of(text), Optional.empty(), Optional.empty());
  }

  /** A secret in a place of its own. */
  public static Secret in(String setting, Place place) {
    return new Secret(setting, Optional.empty(), Optional.empty(), Optional.of(place));
  }

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
        ? Optional.of(new Secret(setting, text, file, Optional.empty()))
        : Optional.empty();
  }

  /** As it is now. */
  public String read() {
    if (place.isPresent()) {
      return place.get().read();
    }
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
   * Replaces the file's content, or what is in the place, at once and for good.
   *
   * @return false if there is neither
   */
  public boolean replace(String newText) throws IOException {
    if (place.isPresent()) {
      place.get().replace(newText);
      return true;
    }
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
