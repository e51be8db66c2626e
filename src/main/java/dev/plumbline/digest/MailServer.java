package dev.plumbline.digest;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/** The server that takes our mail, by SMTP (RFC 5321). */
public final class MailServer {

  private static final int FOR_GOOD = 500;

  private final MailSettings settings;

  public MailServer(MailSettings settings) {
    this.settings = settings;
  }

  /** What became of a mail. */
  public enum Fate {
    /** The server took it. */
    TAKEN,
    /** It did not this time. */
    LATER,
    /** It never will. */
    REFUSED,
    /** It was told that the mail ends, and never answered. */
    UNSURE
  }

  /**
   * The end of an attempt.
   *
   * @param problem what the server said, null if it took the mail
   */
  public record Answer(Fate fate, @Nullable String problem) {}

  public boolean isSet() {
    return settings.host().isPresent();
  }

  /** Whom our mail is from. */
  public String from() {
    return settings
        .from()
        .or(() -> settings.user().filter(user -> user.contains("@")))
        .orElse("plumbline@localhost");
  }

  /**
   * Gives a mail to the server.
   *
   * @param beforeTheEnd is asked just before the server could take the mail, and may forbid it
   */
  public Answer send(Letter letter, BooleanSupplier beforeTheEnd) {
    boolean[] ends = new boolean[1];
    letter.beforeTheEnd(
        () -> {
          if (!beforeTheEnd.getAsBoolean()) {
            return false;
          }
          ends[0] = true;
          return true;
        });
    String from = MailAddress.of(from()).getAddress();
    try {
      Address[] to = letter.getAllRecipients();
      boolean beyondAscii =
          !MailAddress.isAscii(from)
              || Arrays.stream(to)
                  .anyMatch(one -> !MailAddress.isAscii(((InternetAddress) one).getAddress()));
      return send(letter, to, properties(from, beyondAscii), beyondAscii);
    } catch (MessagingException e) {
      return answer(e, ends[0]);
    } catch (IOException e) {
      return new Answer(
          Fate.LATER, "The file of plumbline.mail.password-file cannot be read: " + e.getMessage());
    }
  }

  private Answer send(Letter letter, Address[] to, Properties properties, boolean beyondAscii)
      throws MessagingException, IOException {
    try (SMTPTransport server =
        (SMTPTransport) Session.getInstance(properties).getTransport("smtp")) {
      server.connect(
          settings.host().orElseThrow(), settings.port(), settings.user().orElse(null), password());
      if (beyondAscii && !server.supportsExtension("SMTPUTF8")) {
        // The library would send the address all the same, to whoever that then is.
        return new Answer(
            Fate.REFUSED,
            "The mail server takes no addresses with letters beyond ASCII before the @ (it does not"
                + " offer SMTPUTF8).");
      }
      server.sendMessage(letter, to);
      return new Answer(Fate.TAKEN, null);
    }
  }

  private static Answer answer(MessagingException failure, boolean ended) {
    for (Throwable cause = failure; cause != null; cause = next(cause)) {
      int code =
          cause instanceof SMTPSendFailedException one
              ? one.getReturnCode()
              : cause instanceof SMTPAddressFailedException one
                  ? one.getReturnCode()
                  : cause instanceof SMTPSenderFailedException one ? one.getReturnCode() : -1;
      if (code > 0) {
        return new Answer(code >= FOR_GOOD ? Fate.REFUSED : Fate.LATER, said(cause));
      }
    }
    if (failure instanceof AuthenticationFailedException) {
      return new Answer(Fate.LATER, "The mail server does not let us in: " + said(failure));
    }
    return new Answer(ended ? Fate.UNSURE : Fate.LATER, withCause(failure));
  }

  /** Of a connection that failed the library says what it did, and only its cause says why. */
  private static String withCause(MessagingException failure) {
    Throwable innermost = failure;
    for (Throwable cause = failure; cause != null; cause = next(cause)) {
      innermost = cause;
    }
    String said = said(failure);
    String why = innermost.getMessage() == null ? "" : said(innermost);
    return why.isEmpty() || said.contains(why) ? said : "%s (%s)".formatted(said, why);
  }

  private static @Nullable Throwable next(Throwable failure) {
    return failure instanceof MessagingException mail && mail.getNextException() != null
        ? mail.getNextException()
        : failure.getCause();
  }

  private static String said(Throwable failure) {
    String said = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").strip();
    // What the library says where the server said nothing.
    return said.equals("[EOF]") ? "The mail server hung up." : said;
  }

  private @Nullable String password() throws IOException {
    return settings.passwordFile().isPresent()
        ? Files.readString(settings.passwordFile().get()).strip()
        : settings.password().orElse(null);
  }

  private Properties properties(String from, boolean beyondAscii) {
    Properties properties = new Properties();
    String millis = Long.toString(settings.timeout().toMillis());
    properties.put("mail.smtp.connectiontimeout", millis);
    properties.put("mail.smtp.timeout", millis);
    properties.put("mail.smtp.writetimeout", millis);
    properties.put("mail.smtp.auth", Boolean.toString(settings.user().isPresent()));
    properties.put("mail.smtp.from", from);
    // Only where an address needs it: servers further on that do not know it send such mail back.
    properties.put("mail.mime.allowutf8", Boolean.toString(beyondAscii));
    properties.put("mail.smtp.quitwait", "false");
    switch (settings.security()) {
      case TLS -> properties.put("mail.smtp.ssl.enable", "true");
      case STARTTLS -> {
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", "true");
      }
      case NONE -> {
        // Nothing to be set.
      }
    }
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    return properties;
  }
}
