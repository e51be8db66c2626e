package dev.plumbline.store.server;

/** The database cannot be used from the start; the message is one sentence for the user. */
public final class DatabaseStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DatabaseStartException(String message) {
    super(message);
  }

  DatabaseStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
