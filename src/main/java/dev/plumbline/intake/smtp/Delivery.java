package dev.plumbline.intake.smtp;

import dev.plumbline.dns.InertText;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.intake.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.Session;

/** One mail on its way in. Used by the thread of its connection. */
final class Delivery implements MessageHandler {

  private static final DateTimeFormatter MAIL_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** Recipients named before a mail. */
  private static final int MOST_NAMED = 10;

  private final Session session;
  private final Rules rules;
  private final List<String> recipients = new ArrayList<>();
  private String mailFrom = "";

  /**
   * What a listener goes by.
   *
   * @param channel {@code smtp} or {@code lmtp}
   * @param most bytes of a mail
   */
  record Rules(
      String channel,
      String hostName,
      Recipients recipients,
      long most,
      Limiter limiter,
      Taking taking,
      Clock clock) {}

  /** Takes a mail in. */
  interface Taking {
    /**
     * Takes it in and commits.
     *
     * @return what the client is told
     * @throws RejectException if it has to come again, or must not
     */
    String take(ReceivedMail mail) throws RejectException;
  }

  Delivery(Session session, Rules rules) {
    this.session = session;
    this.rules = rules;
  }

  @Override
  public void from(String from) throws RejectException {
    if (session.getHelo().isEmpty()) {
      throw new RejectException(503, "5.5.1 Say who you are before");
    }
    if (!rules.limiter().mayMail(client())) {
      throw new DropConnectionException(421, "4.7.0 Too many mails in a minute, try again later");
    }
    mailFrom = from;
  }

  @Override
  public void recipient(String recipient) throws RejectException {
    if (!rules.recipients().include(recipient)) {
      throw new RejectException(550, "5.7.1 Mail is not taken for this address");
    }
    recipients.add(recipient);
  }

  @Override
  public String data(InputStream data) throws RejectException, IOException {
    try (Spool spool = new Spool()) {
      spool.write(trace().getBytes(StandardCharsets.ISO_8859_1));
      boolean clean = copy(data, spool);
      if (!clean) {
        // Other servers may have read what follows such a line end as another mail.
        throw new DropConnectionException(
            550, "5.6.0 The mail has line ends other than CRLF, and was not taken");
      }
      return rules.taking().take(new ReceivedMail(rules.channel(), recipients, spool.content()));
    }
  }

  /** Whether all lines end as they should. */
  private boolean copy(InputStream data, Spool spool) throws IOException, RejectException {
    byte[] buffer = new byte[8192];
    int before = 0;
    boolean clean = true;
    long size = 0;
    for (int count = data.read(buffer); count >= 0; count = data.read(buffer)) {
      size += count;
      if (size > rules.most()) {
        throw new DropConnectionException(
            552, "5.3.4 The mail is larger than " + rules.most() + " bytes");
      }
      for (int i = 0; i < count; i++) {
        boolean lone = (buffer[i] == '\n') != (before == '\r');
        clean &= !lone;
        before = buffer[i];
      }
      if (clean) {
        spool.write(buffer, 0, count);
      }
    }
    return clean && before != '\r';
  }

  @Override
  public void done() {}

  private InetAddress client() {
    return session.getRemoteAddress().getAddress();
  }

  // RFC 5321 section 4.4: what we know of the connection, for whoever verifies the mail later.
  private String trace() {
    String tls = tlsVersion();
    String with = (rules.channel().equals("lmtp") ? "LMTP" : "ESMTP") + (tls == null ? "" : "S");
    String ip = IpAddresses.toText(IpAddresses.unmapped(client()));
    StringBuilder trace = new StringBuilder();
    recipients.stream()
        .limit(MOST_NAMED)
        .forEach(one -> trace.append("Delivered-To: ").append(plain(one)).append("\r\n"));
    String form =
        "Return-Path: <%s>\r\nReceived: from %s ([%s])%s\r\n by %s with %s id %s;\r\n %s\r\n";
    trace.append(
        form.formatted(
            plain(mailFrom),
            plain(session.getHelo().orElse("unknown")),
            ip.indexOf(':') < 0 ? ip : "IPv6:" + ip,
            tls == null ? "" : " (using " + tls + ")",
            rules.hostName(),
            with,
            plain(session.getSessionId()),
            MAIL_DATE.format(rules.clock().instant())));
    return trace.toString();
  }

  private @Nullable String tlsVersion() {
    return session.getSocket() instanceof SSLSocket socket
        ? socket.getSession().getProtocol()
        : null;
  }

  /** What a client said, so that it can stand in a field and say nothing else. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .limit(255)
        .forEach(
            c ->
                plain.appendCodePoint(
                    InertText.isPlain(c) && c < 0x7F && "<>();\\\" ".indexOf(c) < 0 ? c : '_'));
    return plain.toString();
  }
}
