package dev.plumbline.store.traffic;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a report are wanted.
 *
 * @param failingOnly only those that do not pass DMARC
 * @param ip only this source's, null for all
 */
public record RowFilter(boolean failingOnly, @Nullable InetAddress ip) {

  /** Every row. */
  public static final RowFilter ALL = new RowFilter(false, null);
}
