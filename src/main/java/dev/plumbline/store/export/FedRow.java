package dev.plumbline.store.export;

import org.jspecify.annotations.Nullable;

/**
 * A row of a stored report, as the feed tells it: its lists are JSON as the store keeps them.
 *
 * @param number its place in the report, from 1
 * @param sourceIp null if it could not be read
 */
public record FedRow(
    FedReport report,
    int number,
    @Nullable String sourceIp,
    long messages,
    @Nullable String disposition,
    boolean dkimPass,
    boolean spfPass,
    String headerFrom,
    @Nullable String envelopeFrom,
    @Nullable String envelopeTo,
    String overrides,
    String authDkim,
    String authSpf) {

  /** How far somebody has read who has read this row. */
  public Cursor cursor() {
    return new Cursor(report.position(), number);
  }
}
