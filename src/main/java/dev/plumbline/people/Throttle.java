package dev.plumbline.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plumbline.dns.IpAddresses;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * How often somebody may try to sign in: some tries at once, then one each half minute. Each
 * account is counted for each address by itself, so that nobody can lock out others by failing in
 * their name; an address is counted over all accounts, and an account over all addresses that never
 * signed in to it. Each process counts for itself, and begins anew when it starts.
 */
@ApplicationScoped
class Throttle {

  private static final Bandwidth PAIR = band(5, Duration.ofSeconds(30));
  private static final Bandwidth ADDRESS = band(30, Duration.ofSeconds(10));
  private static final Bandwidth STRANGERS = band(50, Duration.ofSeconds(30));

  /** More are only counted in the memory of who attacks from that many addresses. */
  private static final int MOST_COUNTED = 50_000;

  private static final Duration KEPT = Duration.ofHours(1);

  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MOST_COUNTED).expireAfterAccess(KEPT).build();

  /** Addresses that somebody signed in from, by account. */
  private final Cache<String, Boolean> known =
      Caffeine.newBuilder().maximumSize(MOST_COUNTED).expireAfterWrite(Duration.ofDays(30)).build();

  /** Addresses whose tries too many were told of just now. */
  private final Cache<String, Boolean> told =
      Caffeine.newBuilder()
          .maximumSize(MOST_COUNTED)
          .expireAfterWrite(Duration.ofMinutes(1))
          .build();

  private static Bandwidth band(int atOnce, Duration oneEach) {
    return Bandwidth.builder().capacity(atOnce).refillGreedy(1, oneEach).build();
  }

  /**
   * Counts a try.
   *
   * @return how long to wait if it is one too many
   */
  Optional<Duration> tooMany(String login, String address) {
    String account = login.strip().toLowerCase(Locale.ROOT);
    String place = place(address);
    String pair = account + " " + place;
    Optional<Duration> wait = take("a " + place, ADDRESS);
    if (wait.isEmpty()) {
      wait = take("p " + pair, PAIR);
    }
    if (wait.isEmpty() && known.getIfPresent(pair) == null) {
      wait = take("s " + account, STRANGERS);
    }
    return wait;
  }

  /** As {@link #tooMany}, of somebody who is signed in and is asked for their password again. */
  Optional<Duration> tooManyProofs(String login, String address) {
    return take("q " + pair(login, address), PAIR);
  }

  /** Notes that they gave it. */
  void proved(String login, String address) {
    buckets.invalidate("q " + pair(login, address));
  }

  private static String pair(String login, String address) {
    return login.strip().toLowerCase(Locale.ROOT) + " " + place(address);
  }

  /** Whether it is time to tell of tries from an address that were not looked at. */
  boolean isWorthTelling(String address) {
    return told.asMap().putIfAbsent(place(address), true) == null;
  }

  /** Notes that a try was no guess: it costs nobody at its address a try. */
  void succeeded(String login, String address) {
    String pair = pair(login, address);
    known.put(pair, true);
    buckets.invalidate("p " + pair);
    Bucket atAddress = buckets.getIfPresent("a " + place(address));
    if (atAddress != null) {
      atAddress.addTokens(1);
    }
  }

  private Optional<Duration> take(String key, Bandwidth band) {
    ConsumptionProbe probe =
        buckets
            .get(key, unused -> Bucket.builder().addLimit(band).build())
            .tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  /** A host has a whole /64 of IPv6 for itself. */
  private static String place(String address) {
    if (!address.contains(":")) {
      return address;
    }
    return IpAddresses.parse(address)
        .map(
            ip -> HexFormat.of().formatHex(ip.getAddress(), 0, Math.min(8, ip.getAddress().length)))
        .orElse(address);
  }
}
