package dev.plumbline.cli.shell;

/** Trouble that its reader can mend; the message is one sentence, shown without a stack trace. */
public final class UserException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UserException(String message) {
    super(message);
  }
}
