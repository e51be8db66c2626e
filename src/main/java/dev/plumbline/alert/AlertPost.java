package dev.plumbline.alert;

import dev.plumbline.digest.DigestPost;
import dev.plumbline.digest.Letter;
import dev.plumbline.digest.MailServer;
import dev.plumbline.digest.MailServer.Answer;
import dev.plumbline.digest.MailServer.Fate;
import dev.plumbline.digest.MailSettings;
import dev.plumbline.digest.Postage;
import dev.plumbline.resolver.WebPosts;
import dev.plumbline.store.Outbox;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.alert.Alert;
import dev.plumbline.store.alert.AlertPosts;
import dev.plumbline.store.alert.AlertPosts.Claimed;
import dev.plumbline.store.alert.Alerts;
import dev.plumbline.store.alert.Alerts.Mute;
import dev.plumbline.store.alert.Channel;
import dev.plumbline.store.alert.Channel.Quiet;
import dev.plumbline.store.alert.Channel.Shape;
import dev.plumbline.store.alert.Channels;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Tells what was found. A mail is sent at most once after the server could have taken it, and never
 * lost before; a post is sent until the other side took it, with the same number each time.
 */
@ApplicationScoped
public class AlertPost {

  private static final Logger LOG = Logger.getLogger(AlertPost.class);

  /** Longer than any mail or post takes. */
  private static final Duration HELD = Duration.ofMinutes(5);

  private final Channels channels;
  private final Alerts alerts;
  private final AlertPosts posts;
  private final MailServer server;
  private final WebPosts web;
  private final Duration gather;
  private final String base;
  private final Clock clock;
  private final boolean background;

  AlertPost(
      Channels channels,
      Alerts alerts,
      AlertPosts posts,
      MailSettings mail,
      AlertSettings settings,
      DigestPost digests,
      Clock clock,
      @ConfigProperty(name = "plumbline.background", defaultValue = "true") boolean background) {
    this.channels = channels;
    this.alerts = alerts;
    this.posts = posts;
    this.server = new MailServer(mail);
    this.web = WebPosts.create(settings.insideHosts().orElse(List.of()), settings.timeout());
    this.gather = settings.gather();
    this.base = digests.base();
    this.clock = clock;
    this.background = background;
  }

  @Scheduled(every = "15s", delayed = "25s", concurrentExecution = ConcurrentExecution.SKIP)
  void due() {
    if (!background) {
      return;
    }
    try {
      round();
    } catch (StoreUnavailableException e) {
      LOG.debug("Alerts wait for the database", e);
    }
  }

  /** Gathers what was found, and sends what is due. */
  void round() {
    Instant now = clock.instant();
    for (long id : posts.waiting(now.minus(gather))) {
      Optional<Channel> channel = channels.active(id);
      Quiet quiet = channel.map(Channel::quiet).orElse(null);
      if (channel.isEmpty() || quiet == null || !quiet.covers(now)) {
        posts.gather(id, now);
      }
    }
    for (Optional<Claimed> post = posts.claim(HELD); post.isPresent(); post = posts.claim(HELD)) {
      send(post.get());
    }
  }

  private void send(Claimed post) {
    Outbox outbox = posts.outbox();
    Optional<Channel> found = channels.active(post.channelId());
    if (found.isEmpty()) {
      outbox.ended(post.claim());
      return;
    }
    Channel channel = found.get();
    List<Alert> told = told(posts.alerts(post.claim().id()), channel);
    if (told.isEmpty() && !post.test()) {
      outbox.ended(post.claim());
      return;
    }
    Message message = new Message(post.claim().id(), post.test(), told, base, clock.instant());
    Answer answer =
        channel.shape() == Shape.MAIL
            ? mail(channel, message, post, outbox)
            : post(channel, message, post, outbox);
    Postage.settle(outbox, post.claim(), post.tries(), answer);
    if (answer.problem() != null) {
      LOG.warnf(
          "Alerts were not told to %s: %s", Channels.host(channel.address()), answer.problem());
    }
  }

  /**
   * What is still to be told: who may not see a domain any more is not told of it either, and
   * somebody may have taken care of it or muted it since, in quiet hours or while nothing was
   * taken.
   */
  private List<Alert> told(List<Alert> gathered, Channel channel) {
    List<Mute> mutes = alerts.mutes(clock.instant());
    return gathered.stream()
        .filter(one -> channel.wants(one.kind(), one.domain()))
        .filter(one -> one.acknowledgedAt() == null)
        .filter(one -> mutes.stream().noneMatch(mute -> mute.covers(one.kind(), one.domain())))
        .toList();
  }

  private Answer mail(Channel channel, Message message, Claimed post, Outbox outbox) {
    if (!server.isSet()) {
      return new Answer(Fate.LATER, "Nothing is sent before plumbline.mail.host names a server.");
    }
    String end = base + "/alerts/stop/" + channel.key();
    Letter letter;
    try {
      letter =
          Letter.of(
              new Letter.Content(
                  message.title(),
                  AlertText.of(message, end),
                  AlertHtml.of(message, end),
                  "alerts"),
              new Letter.Envelope(
                  server.from(),
                  channel.address(),
                  outbox.mailName(post.claim()),
                  message.at(),
                  end));
    } catch (IllegalArgumentException e) {
      return new Answer(Fate.REFUSED, e.getMessage());
    }
    return server.send(letter, () -> outbox.handing(post.claim(), message.title(), HELD));
  }

  private Answer post(Channel channel, Message message, Claimed post, Outbox outbox) {
    WebPosts.Post made;
    try {
      made = Shapes.post(channel, message, web.address(channel.address()));
    } catch (IllegalArgumentException e) {
      return new Answer(Fate.REFUSED, e.getMessage());
    }
    outbox.about(post.claim(), message.title());
    WebPosts.Answer answer = web.send(made);
    if (answer.taken()) {
      return new Answer(Fate.TAKEN, null);
    }
    return new Answer(answer.maybeLater() ? Fate.LATER : Fate.REFUSED, answer.problem());
  }
}
