package dev.plumbline.intake.imap;

import dev.plumbline.intake.Mailbox.Letter;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.util.Optional;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Messages as a folder describes them. */
final class Letters {

  private static final Logger LOG = Logger.getLogger(Letters.class);

  private Letters() {}

  /** Empty if the server did not say enough of it. */
  static Optional<Letter> of(FetchResponse fetched) {
    UID uid = fetched.getItem(UID.class);
    RFC822SIZE size = fetched.getItem(RFC822SIZE.class);
    if (uid == null || size == null) {
      return Optional.empty();
    }
    BODY header = fetched.getItem(BODY.class);
    String messageId = null;
    String subject = null;
    if (header != null && header.getByteArray() != null) {
      try (InputStream in = header.getByteArrayInputStream()) {
        InternetHeaders headers = new InternetHeaders(in);
        messageId = headers.getHeader("Message-ID", null);
        subject = headers.getHeader("Subject", null);
      } catch (MessagingException | IOException e) {
        LOG.debug("A header could not be read", e);
      }
    }
    return Optional.of(new Letter(uid.uid, size.size, messageId, decoded(subject)));
  }

  private static String decoded(@Nullable String subject) {
    if (subject == null) {
      return "";
    }
    String unfolded = MimeUtility.unfold(subject);
    try {
      return MimeUtility.decodeText(unfolded);
    } catch (UnsupportedEncodingException e) {
      return unfolded;
    }
  }
}
