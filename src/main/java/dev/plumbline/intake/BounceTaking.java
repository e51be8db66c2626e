package dev.plumbline.intake;

import dev.plumbline.dns.InertText;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.report.mail.DeliveryStatus;
import dev.plumbline.store.Outbox.Bounce;
import dev.plumbline.store.alert.AlertPosts;
import dev.plumbline.store.digest.DigestMails;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Takes the words of mail servers that a digest or a mail of alerts came back (RFC 3464). Anybody
 * can write such words: they are believed of mails that we sent, whose names nobody can guess, and
 * all that comes of them is that they are shown.
 */
@ApplicationScoped
class BounceTaking {

  private static final Logger LOG = Logger.getLogger(BounceTaking.class);

  private static final Pattern MENTIONED =
      Pattern.compile("delivery-status", Pattern.CASE_INSENSITIVE);

  /** Larger than any mail of ours, which may come back whole. */
  private static final int MOST_BYTES = 10 * 1024 * 1024;

  private static final int MOST_SAID = 500;

  private final DigestMails digests;
  private final AlertPosts alerts;
  private final Clock clock;

  BounceTaking(DigestMails digests, AlertPosts alerts, Clock clock) {
    this.digests = digests;
    this.alerts = alerts;
    this.clock = clock;
  }

  /**
   * Writes down that a mail of ours came back.
   *
   * @param head its first bytes, one to a character
   * @return what came back; empty if it is not about one of ours, or not of one that came back
   */
  Optional<String> take(String head, ReceivedBytes content) {
    // Nearly no mail is one, so this is looked at before its parts are read.
    if (content.size() > MOST_BYTES || !MENTIONED.matcher(head).find()) {
      return Optional.empty();
    }
    return DeliveryStatus.of(content.beginning(MOST_BYTES)).flatMap(this::take);
  }

  private Optional<String> take(DeliveryStatus status) {
    if (!status.failed()) {
      return Optional.empty();
    }
    String about = status.messageId().replaceFirst("@.*$", "");
    Bounce bounce = new Bounce(clock.instant(), status.status(), said(status));
    String what;
    if (digests.outbox().bounced(about, bounce)) {
      what = "a digest";
    } else if (alerts.outbox().bounced(about, bounce)) {
      what = "a mail of alerts";
    } else {
      return Optional.empty();
    }
    LOG.warnf("A mail server says that %s came back: %s", what, LogText.safe(bounce.said()));
    return Optional.of(
        "It tells that %s came back; the account page says for whom and why.".formatted(what));
  }

  private static String said(DeliveryStatus status) {
    String why = status.diagnostic().isEmpty() ? "no reason was given" : status.diagnostic();
    String said = status.recipient().isEmpty() ? why : status.recipient() + ": " + why;
    String safe = said.length() > MOST_SAID ? said.substring(0, MOST_SAID) + "..." : said;
    return InertText.visible(safe);
  }
}
