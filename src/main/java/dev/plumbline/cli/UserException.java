package dev.plumbline.cli;

/** Trouble that its reader can mend; the message is one sentence, shown without a stack trace. */
final class UserException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UserException(String message) {
    super(message);
  }
}
