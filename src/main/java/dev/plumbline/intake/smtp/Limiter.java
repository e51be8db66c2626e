package dev.plumbline.intake.smtp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/** Bounds what one address can take, and for how long. */
final class Limiter implements SessionHandler {

  private static final Logger LOG = Logger.getLogger(Limiter.class);

  /** Addresses counted at a time; with more the first are forgotten. */
  private static final int MOST_ADDRESSES = 20_000;

  private final int sessionsOfAddress;
  private final int mailsPerMinute;
  private final Duration longest;
  private final LongSupplier nanos;
  private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();
  private final Map<Session, Long> begun = new ConcurrentHashMap<>();
  private final Cache<InetAddress, AtomicInteger> mails =
      Caffeine.newBuilder()
          .expireAfterWrite(Duration.ofMinutes(1))
          .maximumSize(MOST_ADDRESSES)
          .build();

  Limiter(int sessionsOfAddress, int mailsPerMinute, Duration longest, LongSupplier nanos) {
    this.sessionsOfAddress = sessionsOfAddress;
    this.mailsPerMinute = mailsPerMinute;
    this.longest = longest;
    this.nanos = nanos;
  }

  @Override
  public SessionAcceptance accept(Session session) {
    InetAddress address = session.getRemoteAddress().getAddress();
    if (open.merge(address, 1, Integer::sum) > sessionsOfAddress) {
      leave(address);
      return SessionAcceptance.failure(
          421, "4.7.0 Too many connections from your address, try again later");
    }
    begun.put(session, nanos.getAsLong());
    return SessionAcceptance.success();
  }

  @Override
  public void onSessionEnd(Session session) {
    begun.remove(session);
    leave(session.getRemoteAddress().getAddress());
  }

  private void leave(InetAddress address) {
    open.computeIfPresent(address, (unused, count) -> count > 1 ? count - 1 : null);
  }

  /** Whether another mail of an address is taken within this minute. */
  boolean mayMail(InetAddress address) {
    return mails.get(address, unused -> new AtomicInteger()).incrementAndGet() <= mailsPerMinute;
  }

  /** Closes the sessions that last too long, as those that send a byte now and then. */
  void closeLong() {
    long now = nanos.getAsLong();
    begun.forEach(
        (session, since) -> {
          if (now - since > longest.toNanos()) {
            close(session);
          }
        });
  }

  private static void close(Session session) {
    try {
      LOG.infof("A mail session lasted too long: %s", session.getRemoteAddress().getAddress());
      session.closeSocket();
    } catch (IOException e) {
      LOG.debugf("It is closed already: %s", e.getMessage());
    }
  }

  /** Sessions that are open. */
  int sessions() {
    return begun.size();
  }
}
