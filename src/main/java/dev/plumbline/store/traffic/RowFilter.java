package dev.plumbline.store.traffic;

import dev.plumbline.standing.Standing;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a report are wanted, and which come first.
 *
 * @param failingOnly only those that do not pass DMARC
 * @param ip only this source's, null for all
 * @param standing only those of sources with this standing, null for all
 * @param signature only those with such a signature, null for all
 * @param failingFirst those that fail come first, of them and of the others those with most
 *     messages; else in the order of the report
 */
public record RowFilter(
    boolean failingOnly,
    @Nullable InetAddress ip,
    @Nullable Standing standing,
    @Nullable Signature signature,
    boolean failingFirst) {

  /** By which domain and selector a message was signed, whether that verified or not. */
  public record Signature(String signer, String selector) {}

  /** Every row, in the order of the report. */
  public static final RowFilter ALL = new RowFilter(false, null);

  /** As above, in the order of the report. */
  public RowFilter(boolean failingOnly, @Nullable InetAddress ip) {
    this(failingOnly, ip, null, null, false);
  }
}
