package dev.plumbline.report;

/** The document cannot be read as a report at all; the message says what and where. */
public final class InvalidReportException extends Exception {

  private static final long serialVersionUID = 1L;

  public InvalidReportException(String message) {
    super(message);
  }

  public InvalidReportException(String message, Throwable cause) {
    super(message, cause);
  }
}
