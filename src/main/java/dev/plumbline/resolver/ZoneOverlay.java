package dev.plumbline.resolver;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
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

  private final Path file;
  private final Ticker ticker;
  private Version version;
  private volatile long looked;
  private volatile ZoneData data;

  /**
   * @throws IllegalArgumentException if the file cannot be read or is malformed
   */
  ZoneOverlay(Path file, Ticker ticker) {
    this.file = file;
    this.ticker = ticker;
    this.looked = ticker.read();
    this.version = versionNow();
    try {
      this.data = read();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "plumbline.dns.zone-file: " + file + " is not a zone file: " + e.getMessage() + ".", e);
    }
  }

  /** The content, at most {@link #LOOK_INTERVAL} old. */
  ZoneData data() {
    return ticker.read() - looked < LOOK_INTERVAL.toNanos() ? data : dataNow();
  }

  private synchronized ZoneData dataNow() {
    looked = ticker.read();
    Version now = versionNow();
    if (!now.equals(version)) {
      version = now;
      try {
        data = read();
      } catch (IOException e) {
        LOG.log(
            Level.WARNING,
            "The zone file {0} changed and cannot be read; the content before stays in force: {1}",
            file,
            e.getMessage());
      }
    }
    return data;
  }

  private Version versionNow() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Version(attributes.lastModifiedTime(), attributes.size());
    } catch (IOException e) {
      return new Version(null, -1);
    }
  }

  private ZoneData read() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return ZoneData.read(in);
    }
  }
}
