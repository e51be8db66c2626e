package dev.plumbline.store.traffic;

import java.net.InetAddress;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A source's traffic on one UTC day.
 *
 * @param ip null for rows without a readable address
 * @param rows of reports that tell of it
 */
public record SourceDay(
    LocalDate day, @Nullable InetAddress ip, long rows, long messages, long passMessages) {}
