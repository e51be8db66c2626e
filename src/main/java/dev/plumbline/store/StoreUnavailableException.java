package dev.plumbline.store;

/** The database cannot be reached or is shutting down; nothing was written, try again later. */
public final class StoreUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
