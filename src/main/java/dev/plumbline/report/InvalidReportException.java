package dev.plumbline.report;

/** The document cannot be read as a report at all; the message says what and where. */
public final class InvalidReportException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean followed;

  public InvalidReportException(String message) {
    this(message, false);
  }

  /**
   * A report that cannot be used.
   *
   * @param followed whether another one follows in the document
   */
  public InvalidReportException(String message, boolean followed) {
    super(message);
    this.followed = followed;
  }

  public InvalidReportException(String message, Throwable cause) {
    super(message, cause);
    this.followed = false;
  }

  /** Whether another report follows in the document. */
  public boolean isFollowed() {
    return followed;
  }
}
