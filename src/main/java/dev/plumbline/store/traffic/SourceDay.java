package dev.plumbline.store.traffic;

import java.net.InetAddress;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A source's traffic on one UTC day.
 *
 * @param ip null for rows without a readable address
 */
public record SourceDay(
    LocalDate day, @Nullable InetAddress ip, long messages, long passMessages) {}
