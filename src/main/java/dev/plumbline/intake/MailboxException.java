package dev.plumbline.intake;

/** A mailbox could not be used; the message is one sentence. The next poll tries again. */
public sealed class MailboxException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MailboxException(String message) {
    super(message);
  }

  public MailboxException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The connection is gone; a new one may do. */
  public static final class ConnectionLost extends MailboxException {

    private static final long serialVersionUID = 1L;

    public ConnectionLost(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
