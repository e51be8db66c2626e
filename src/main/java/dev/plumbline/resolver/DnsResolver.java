package dev.plumbline.resolver;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * {@link Dns} by real servers, a cache and an optional zone file. Any number of threads may ask.
 * Needs no container, so that a command line can use it alone.
 */
public final class DnsResolver implements Dns {

  /** Longer than any chain of aliases that works elsewhere. */
  private static final int MAX_ALIASES = 12;

  /** For names we do not ask the network about. */
  private static final Duration OFFLINE_TTL = Duration.ofMinutes(5);

  private record Question(DomainName name, int type) {}

  /** A reply from the network and when it was got, by the ticker. */
  private record Cached(Reply reply, long since) {}

  private final @Nullable ServerPool servers;
  private final @Nullable ZoneOverlay overlay;
  private final AsyncCache<Question, Cached> cache;
  private final Ticker ticker;

  private DnsResolver(ResolverSettings settings, Ticker ticker) {
    this.ticker = ticker;
    this.servers =
        settings.servers().isEmpty()
            ? null
            : new ServerPool(settings.servers(), settings.timeout(), settings.retries());
    this.overlay = settings.zoneFile() == null ? null : new ZoneOverlay(settings.zoneFile());
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(settings.cacheSize())
            .expireAfter(Expiry.creating((Question q, Cached c) -> c.reply().ttl()))
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
    return new DnsResolver(settings, ticker);
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    return answer(name, Type.TXT, TXTRecord.class, txt -> Optional.of(joined(txt)));
  }

  @Override
  public DnsAnswer<InetAddress> a(DomainName name) {
    return answer(name, Type.A, ARecord.class, a -> Optional.of(a.getAddress()));
  }

  @Override
  public DnsAnswer<InetAddress> aaaa(DomainName name) {
    return answer(name, Type.AAAA, AAAARecord.class, a -> Optional.of(a.getAddress()));
  }

  @Override
  public DnsAnswer<MailExchange> mx(DomainName name) {
    DnsAnswer<MailExchange> answer =
        answer(
            name,
            Type.MX,
            MXRecord.class,
            mx -> Names.fromWire(mx.getTarget()).map(x -> new MailExchange(mx.getPriority(), x)));
    if (!(answer instanceof DnsAnswer.Found<MailExchange> found)) {
      return answer;
    }
    List<MailExchange> sorted = new ArrayList<>(found.values());
    sorted.sort(
        Comparator.comparingInt(MailExchange::preference).thenComparing(MailExchange::exchange));
    return new DnsAnswer.Found<>(sorted, found.ttl());
  }

  @Override
  public DnsAnswer<DomainName> cname(DomainName name) {
    return answer(name, Type.CNAME, CNAMERecord.class, cname -> Names.fromWire(cname.getTarget()));
  }

  @Override
  public DnsAnswer<DomainName> ptr(InetAddress address) {
    return answer(
        IpAddresses.reverseName(address),
        Type.PTR,
        PTRRecord.class,
        ptr -> Names.fromWire(ptr.getTarget()));
  }

  private <R extends Record, T> DnsAnswer<T> answer(
      DomainName name, int type, Class<R> recordClass, Function<R, Optional<T>> read) {
    Reply reply = followed(name, type);
    if (reply instanceof Reply.Records found) {
      List<T> values =
          found.records().stream()
              .filter(recordClass::isInstance)
              .flatMap(record -> read.apply(recordClass.cast(record)).stream())
              .toList();
      return values.isEmpty()
          ? new DnsAnswer.NoData<>(found.ttl())
          : new DnsAnswer.Found<>(values, found.ttl());
    }
    if (reply instanceof Reply.NoRecords) {
      return new DnsAnswer.NoData<>(reply.ttl());
    }
    if (reply instanceof Reply.NoName) {
      return new DnsAnswer.NoSuchDomain<>(reply.ttl());
    }
    if (reply instanceof Reply.Trouble trouble) {
      return new DnsAnswer.Failed<>(trouble.reason());
    }
    throw new AssertionError(reply);
  }

  // RFC 1034 section 3.6.2: chains are followed, loops are an error.
  private Reply followed(DomainName asked, int type) {
    Set<DomainName> seen = new HashSet<>();
    DomainName name = asked;
    Duration ttl = Duration.ofDays(1);
    while (seen.add(name)) {
      if (seen.size() > MAX_ALIASES) {
        return new Reply.Trouble("The CNAME chain from " + asked + " is too long.");
      }
      Reply reply = step(name, type);
      ttl = reply.ttl().compareTo(ttl) < 0 ? reply.ttl() : ttl;
      if (!(reply instanceof Reply.Alias alias)) {
        return within(ttl, reply);
      }
      name = alias.target();
    }
    return new Reply.Trouble("The CNAME chain from " + asked + " is a loop.");
  }

  /** One question, to the zone file if it covers the name, else to the servers. */
  private Reply step(DomainName name, int type) {
    ZoneData zones = overlay == null ? null : overlay.data();
    Optional<Reply> fromFile = zones == null ? Optional.empty() : zones.find(name, type);
    if (fromFile.isPresent()) {
      return fromFile.get();
    }
    if (servers == null) {
      return new Reply.NoName(OFFLINE_TTL);
    }
    return fromServers(servers, new Question(name, type), zones);
  }

  /** Asks the servers unless the answer is cached or the same question is under way. */
  private Reply fromServers(ServerPool pool, Question question, @Nullable ZoneData zones) {
    CompletableFuture<Cached> ours = new CompletableFuture<>();
    CompletableFuture<Cached> known = cache.asMap().putIfAbsent(question, ours);
    if (known != null) {
      return aged(known.join());
    }
    Reply reply = new Reply.Trouble("The question was given up.");
    try {
      reply =
          pool.ask(question.name(), question.type(), name -> zones != null && zones.covers(name));
    } finally {
      // Whatever happens, those who wait for our answer must not wait for ever.
      ours.complete(new Cached(reply, ticker.read()));
    }
    return reply;
  }

  /** The reply with the time left to it. */
  private Reply aged(Cached cached) {
    Duration age = Duration.ofNanos(ticker.read() - cached.since());
    Duration left = cached.reply().ttl().minus(age);
    return within(left.isNegative() ? Duration.ZERO : left, cached.reply());
  }

  private static Reply within(Duration ttl, Reply reply) {
    if (reply instanceof Reply.Records found) {
      return new Reply.Records(found.records(), ttl);
    }
    if (reply instanceof Reply.Alias alias) {
      return new Reply.Alias(alias.target(), ttl);
    }
    if (reply instanceof Reply.NoRecords) {
      return new Reply.NoRecords(ttl);
    }
    return reply instanceof Reply.NoName ? new Reply.NoName(ttl) : reply;
  }

  /** The strings of one record, which RFC 7208 section 3.3 joins without a space. */
  private static String joined(TXTRecord txt) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    for (Object string : txt.getStringsAsByteArrays()) {
      octets.writeBytes((byte[]) string);
    }
    return octets.toString(StandardCharsets.ISO_8859_1);
  }
}
