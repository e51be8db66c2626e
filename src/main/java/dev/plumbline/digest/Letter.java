package dev.plumbline.digest;

import dev.plumbline.dns.DomainName;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A mail of two parts that say the same. */
public final class Letter extends MimeMessage {

  private final String id;
  private final String title;
  private @Nullable BooleanSupplier beforeTheEnd;

  private Letter(Session session, String id, String title) {
    super(session);
    this.id = id;
    this.title = title;
  }

  /** Its subject, as people read it. */
  public String title() {
    return title;
  }

  /**
   * Whom it is from and for.
   *
   * @param end where those of its kind are ended, null if it is sent once
   */
  public record Envelope(String from, String to, String id, Instant at, @Nullable String end) {}

  /**
   * What is in it.
   *
   * @param list what those of its kind are called, as {@code digest}
   */
  public record Content(String subject, String text, String html, String list) {
    public Content {
      subject = DomainName.inSentence(subject);
      text = DomainName.inSentence(text);
    }
  }

  /**
   * Writes a digest.
   *
   * @throws IllegalArgumentException if an address is none
   */
  public static Letter of(Digest digest, Envelope envelope) {
    return of(
        new Content(
            digest.subject(),
            DigestText.of(digest, envelope.end()),
            DigestHtml.of(digest, envelope.end()),
            "digest"),
        envelope);
  }

  /**
   * Writes it.
   *
   * @throws IllegalArgumentException if an address is none
   */
  public static Letter of(Content content, Envelope envelope) {
    InternetAddress from = MailAddress.of(envelope.from());
    InternetAddress to = MailAddress.of(envelope.to());
    String host = MailAddress.domain(from);
    try {
      Letter letter =
          new Letter(
              Session.getInstance(new Properties()),
              "<%s@%s>".formatted(envelope.id(), host),
              content.subject());
      letter.setFrom(from);
      letter.setRecipient(RecipientType.TO, to);
      letter.setSubject(content.subject(), "UTF-8");
      letter.setSentDate(Date.from(envelope.at()));
      letter.setHeader("Auto-Submitted", "auto-generated");
      if (envelope.end() != null) {
        letter.setHeader("List-Unsubscribe", "<" + envelope.end() + ">");
        // RFC 8058 section 3.1: by HTTPS, or the button is not offered.
        if (envelope.end().startsWith("https:")) {
          letter.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        letter.setHeader("List-Id", "Plumbline %1$s <%1$s.%2$s>".formatted(content.list(), host));
      }
      MimeMultipart both = new MimeMultipart("alternative");
      both.addBodyPart(part(content.text(), "plain"));
      both.addBodyPart(part(content.html(), "html"));
      letter.setContent(both);
      letter.saveChanges();
      return letter;
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MimeBodyPart part(String text, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(text, "UTF-8", subtype);
    part.setHeader("Content-Transfer-Encoding", "quoted-printable");
    return part;
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", id);
  }

  /** Asks just before the server is told that the mail ends, whether it may be told. */
  void beforeTheEnd(BooleanSupplier ask) {
    beforeTheEnd = ask;
  }

  @Override
  public void writeTo(OutputStream out, String @Nullable [] without)
      throws IOException, MessagingException {
    super.writeTo(out, without);
    BooleanSupplier ask = beforeTheEnd;
    if (ask != null && !ask.getAsBoolean()) {
      throw new IOException("another process sends it");
    }
  }

  /** As it goes over the wire. */
  public byte[] bytes() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      super.writeTo(bytes, null);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }
}
