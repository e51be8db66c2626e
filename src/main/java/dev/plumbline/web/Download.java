package dev.plumbline.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.util.Locale;

/** Bytes somebody mailed to us, on their way to a reader: kept from being run or rendered. */
final class Download {

  private static final int MAX_NAME_LENGTH = 120;

  private Download() {}

  /** Plain text, whatever it is; the name is made safe. */
  static Response text(InputStream content, String name) {
    return attachment(content, name, "text/plain");
  }

  /** Bytes of no type. */
  static Response bytes(InputStream content, String name) {
    return attachment(content, name, "application/octet-stream");
  }

  /** What is written while it is sent. */
  static Response stream(StreamingOutput content, String name, String type) {
    return attachment(content, name, type);
  }

  /** A file name of letters, digits and {@code . _ - ! @ +} that hides nothing. */
  static String safeName(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String safe = last.replaceAll("[^A-Za-z0-9._!@+-]", "_").replaceAll("^[._]+", "");
    if (safe.length() > MAX_NAME_LENGTH) {
      // The end tells what it is.
      safe = safe.substring(safe.length() - MAX_NAME_LENGTH);
    }
    return safe.isEmpty() ? "report" : safe;
  }

  /** {@link #safeName} that ends in the given suffix. */
  static String safeName(String name, String suffix) {
    String safe = safeName(name);
    return safe.toLowerCase(Locale.ROOT).endsWith(suffix) ? safe : safe + suffix;
  }

  private static Response attachment(Object content, String name, String type) {
    return Response.ok(content)
        .header(HttpHeaders.CONTENT_TYPE, type)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + safeName(name) + "\"")
        .build();
  }
}
