package dev.plumbline.store.backup;

/** A backup that cannot be made or read; the message is one sentence for whoever wanted it. */
public final class BackupException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BackupException(String message) {
    super(message);
  }

  BackupException(String message, Throwable cause) {
    super(message, cause);
  }
}
