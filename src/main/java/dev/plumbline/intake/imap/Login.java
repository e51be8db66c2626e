package dev.plumbline.intake.imap;

import dev.plumbline.intake.MailboxException;
import dev.plumbline.intake.Secret;
import java.util.Optional;

/** How a mailbox's user proves who he is. */
public interface Login {

  /**
   * The password or token as it is now.
   *
   * @throws MailboxException if it cannot be had
   */
  String secret();

  /** What it is called in a message to people. */
  String word();

  /** The SASL mechanism to use, empty if the library is to choose one. */
  Optional<String> mechanism();

  /** The mail server did not accept the secret. */
  void refused();

  /** A password; its file is read each time, so that it can be changed. */
  record Password(Secret password) implements Login {
    @Override
    public String secret() {
      return password.read();
    }

    @Override
    public String word() {
      return "password";
    }

    @Override
    public Optional<String> mechanism() {
      return Optional.empty();
    }

    @Override
    public void refused() {
      // The next one may be in the file by then.
    }

    @Override
    public String toString() {
      return "a password";
    }
  }
}
