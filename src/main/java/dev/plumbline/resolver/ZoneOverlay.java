package dev.plumbline.resolver;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The zone file laid over DNS, read again when it changes. A file that has become unreadable or
 * broken leaves the last good content in force, with one warning.
 */
final class ZoneOverlay {

  private static final System.Logger LOG = System.getLogger(ZoneOverlay.class.getName());

  /** One evaluation asks dozens of questions; looking at the file costs more than the answer. */
  static final Duration LOOK_INTERVAL = Duration.ofMillis(50);

  private record Version(@Nullable FileTime modified, long bytes) {}

  /** What a file held, and a text that is the same for the same bytes. */
  private record Content(ZoneData zones, String digest) {}

  private final Path file;
  private final Ticker ticker;
  private Version version;
  private volatile long looked;
  private volatile Content content;

  /**
   * @throws IllegalArgumentException if the file cannot be read or is malformed
   */
  ZoneOverlay(Path file, Ticker ticker) {
    this.file = file;
    this.ticker = ticker;
    this.looked = ticker.read();
    this.version = versionNow();
    try {
      this.content = read();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "plumbline.dns.zone-file: " + file + " is not a zone file: " + e.getMessage() + ".", e);
    }
  }

  /** The content, at most {@link #LOOK_INTERVAL} old. */
  ZoneData data() {
    return contentNow().zones();
  }

  /** A text that changes with the content. */
  String digest() {
    return contentNow().digest();
  }

  private Content contentNow() {
    return ticker.read() - looked < LOOK_INTERVAL.toNanos() ? content : look();
  }

  private synchronized Content look() {
    looked = ticker.read();
    Version now = versionNow();
    if (!now.equals(version)) {
      version = now;
      try {
        content = read();
      } catch (IOException e) {
        LOG.log(
            Level.WARNING,
            "The zone file {0} changed and cannot be read; the content before stays in force: {1}",
            file,
            e.getMessage());
      }
    }
    return content;
  }

  private Version versionNow() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Version(attributes.lastModifiedTime(), attributes.size());
    } catch (IOException e) {
      return new Version(null, -1);
    }
  }

  private Content read() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new Content(
          ZoneData.read(new ByteArrayInputStream(bytes)), HexFormat.of().formatHex(digest, 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every Java has it
    }
  }
}
