package dev.plumbline.resolver;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.Question;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@link Dns} by real servers, a cache and an optional zone file. Any number of threads may ask.
 * Needs no container, so that a command line can use it alone.
 */
public final class DnsResolver implements Dns {

  /** Longer than any chain of aliases that works elsewhere. */
  private static final int MAX_ALIASES = 12;

  /** For names we do not ask the network about. */
  private static final Duration OFFLINE_TTL = Duration.ofMinutes(5);

  /** A reply from the network and when it was got, by the ticker. */
  private record Cached(Reply reply, long since) {}

  /** A reply, how long it may still be used, and how long ago it was got. */
  private record Aged(Reply reply, Duration ttl, Duration age) {

    static Aged now(Reply reply) {
      return new Aged(reply, reply.ttl(), Duration.ZERO);
    }

    /** This reply at the end of an alias: as short-lived and as old as either. */
    Aged behind(Aged alias) {
      return new Aged(
          reply,
          ttl.compareTo(alias.ttl) < 0 ? ttl : alias.ttl,
          age.compareTo(alias.age) > 0 ? age : alias.age);
    }
  }

  private final String serverNames;
  private final @Nullable ServerPool servers;
  private final @Nullable ZoneOverlay overlay;
  private final AsyncCache<Question<?>, Cached> cache;

  /** Apart, since a source has one of them and would drive out the records that all share. */
  private final AsyncCache<Question<?>, Cached> reverseNames;

  private final Ticker ticker;

  private final DnsFigures figures;

  private DnsResolver(ResolverSettings settings, Ticker ticker, DnsFigures figures) {
    this.ticker = ticker;
    this.figures = figures;
    this.serverNames = settings.servers().toString();
    this.servers =
        settings.servers().isEmpty()
            ? null
            : new ServerPool(settings.servers(), settings.timeout(), settings.retries());
    this.overlay =
        settings.zoneFile() == null ? null : new ZoneOverlay(settings.zoneFile(), ticker);
    this.cache = cache(settings.cacheSize(), ticker);
    this.reverseNames = cache(settings.cacheSize() / 2, ticker);
  }

  private static AsyncCache<Question<?>, Cached> cache(long size, Ticker ticker) {
    return Caffeine.newBuilder()
        .maximumSize(size)
        .expireAfter(Expiry.creating((Question<?> q, Cached c) -> c.reply().ttl()))
        .ticker(ticker)
        .buildAsync();
  }

  /**
   * A resolver of its own, with its own cache.
   *
   * @throws IllegalArgumentException with one sentence if the zone file is malformed
   */
  public static DnsResolver create(ResolverSettings settings) {
    return create(settings, Ticker.systemTicker());
  }

  static DnsResolver create(ResolverSettings settings, Ticker ticker) {
    return new DnsResolver(settings, ticker, new DnsFigures());
  }

  /** One whose questions are counted. */
  static DnsResolver create(ResolverSettings settings, DnsFigures figures) {
    return new DnsResolver(settings, Ticker.systemTicker(), figures);
  }

  @Override
  public String origin() {
    return overlay == null ? serverNames : serverNames + " under " + overlay.digest();
  }

  @Override
  @SuppressWarnings("unchecked") // RecordValues pairs each type with its class
  public <T> DnsAnswer<T> ask(Question<T> question) {
    Aged aged = followed(question);
    Reply reply = aged.reply();
    if (reply instanceof Reply.Found found) {
      return new DnsAnswer.Found<>((List<T>) found.values(), aged.ttl(), aged.age());
    }
    if (reply instanceof Reply.NoRecords) {
      return new DnsAnswer.NoData<>(aged.ttl(), aged.age());
    }
    if (reply instanceof Reply.NoName) {
      return new DnsAnswer.NoSuchDomain<>(aged.ttl(), aged.age());
    }
    if (reply instanceof Reply.Trouble trouble) {
      return new DnsAnswer.Failed<>(trouble.reason(), aged.age());
    }
    throw new AssertionError(reply);
  }

  private Aged followed(Question<?> question) {
    Aged first = step(question);
    return first.reply() instanceof Reply.Alias ? chain(question, first) : first;
  }

  // RFC 1034 section 3.6.2: chains are followed, loops are an error.
  private Aged chain(Question<?> question, Aged first) {
    DomainName asked = question.name();
    Set<DomainName> seen = new HashSet<>(Set.of(asked));
    Aged last = first;
    while (last.reply() instanceof Reply.Alias alias) {
      if (!seen.add(alias.target())) {
        return Aged.now(new Reply.Trouble("The CNAME chain from " + asked + " is a loop."));
      }
      if (seen.size() > MAX_ALIASES) {
        return Aged.now(new Reply.Trouble("The CNAME chain from " + asked + " is too long."));
      }
      last = step(question.at(alias.target())).behind(last);
    }
    return last;
  }

  /** One question, to the zone file if it covers the name, else to the servers. */
  private Aged step(Question<?> question) {
    ZoneData zones = overlay == null ? null : overlay.data();
    Optional<Reply> fromFile = zones == null ? Optional.empty() : zones.find(question);
    if (fromFile.isPresent()) {
      return Aged.now(fromFile.get());
    }
    if (servers == null) {
      return Aged.now(offline(question.name(), zones));
    }
    return fromServers(servers, question, zones);
  }

  /**
   * Nobody was asked, so nothing is known. Beside a zone file, that makes up some of them, names
   * that exist nowhere else are known not to exist.
   */
  private static Reply offline(DomainName name, @Nullable ZoneData zones) {
    Optional<DomainName> stranger = zones == null ? Optional.empty() : zones.stranger(name);
    if (stranger.isPresent()) {
      return new Reply.Trouble(
          "The zone file has records of "
              + stranger.get()
              + " and no SOA record at or above it, so it does not answer for "
              + name
              + ".");
    }
    return zones != null && (ReservedNames.contains(name) || zones.isAbove(name))
        ? new Reply.NoName(OFFLINE_TTL)
        : new Reply.Trouble("DNS is switched off (plumbline.dns.servers=none).");
  }

  /** Asks the servers unless the answer is cached or the same question is under way. */
  private Aged fromServers(ServerPool pool, Question<?> question, @Nullable ZoneData zones) {
    CompletableFuture<Cached> known = cache.getIfPresent(question);
    if (known == null) {
      known = reverseNames.getIfPresent(question);
    }
    if (known != null) {
      return aged(known.join());
    }
    CompletableFuture<Cached> ours = new CompletableFuture<>();
    AsyncCache<Question<?>, Cached> answers = question.ofOneSource() ? reverseNames : cache;
    known = answers.asMap().putIfAbsent(question, ours);
    if (known != null) {
      return aged(known.join());
    }
    Reply reply = new Reply.Trouble("The question was given up.");
    try {
      long begin = ticker.read();
      reply = pool.ask(question, name -> zones != null && zones.covers(name));
      figures.took(reply, ticker.read() - begin);
    } finally {
      // Whatever happens, those who wait for our answer must not wait for ever.
      ours.complete(new Cached(reply, ticker.read()));
    }
    return Aged.now(reply);
  }

  private Aged aged(Cached cached) {
    Duration age = Duration.ofNanos(ticker.read() - cached.since());
    Duration left = cached.reply().ttl().minus(age);
    return new Aged(cached.reply(), left.isNegative() ? Duration.ZERO : left, age);
  }
}
