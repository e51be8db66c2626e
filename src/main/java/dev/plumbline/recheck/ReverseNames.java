package dev.plumbline.recheck;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.store.checks.ReverseNameStore;
import dev.plumbline.store.checks.ReverseNameStore.CheckedName;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The names that sources have. They seldom change, and there is one for each source. */
final class ReverseNames {

  /** A reverse name that leads to this many others is not asked further. */
  private static final int MOST_NAMES = 5;

  /** Each name is asked for once in this time. */
  private static final Duration TURN = Duration.ofDays(1);

  /** Spreads neighbouring addresses over the day (2 to the 32 by the golden ratio). */
  private static final int SPREAD = 0x9E37_79B9;

  private final Visit visit;

  ReverseNames(Visit visit) {
    this.visit = visit;
  }

  /**
   * Looks names up that are not known, or whose turn it is.
   *
   * @param before when the round before was; null if there was none
   */
  void check(Collection<InetAddress> sources, @Nullable Instant before)
      throws InterruptedException {
    ReverseNameStore store = visit.store().names();
    long domainId = visit.domain().id();
    String origin = visit.direct().origin();
    Map<InetAddress, CheckedName> known = store.known(domainId, origin);
    List<InetAddress> missing = sources.stream().filter(ip -> !known.containsKey(ip)).toList();
    if (!origin.isEmpty() && !missing.isEmpty()) {
      store.borrow(domainId, missing, origin, visit.at());
      Map<InetAddress, CheckedName> borrowed = store.known(domainId, origin);
      missing.stream().filter(borrowed::containsKey).forEach(ip -> known.put(ip, borrowed.get(ip)));
      visit.changed(missing.stream().filter(borrowed::containsKey).toList());
    }
    List<InetAddress> asked =
        sources.stream()
            .filter(ip -> !known.containsKey(ip) || isTurn(ip, before, visit.at()))
            .toList();
    for (int start = 0; start < asked.size(); start += Visit.BATCH) {
      visit.next();
      List<CheckedName> names =
          visit
              .workers()
              .all(asked.subList(start, Math.min(start + Visit.BATCH, asked.size())), this::lookup)
              .stream()
              .flatMap(Optional::stream)
              .toList();
      visit.changed(store.save(domainId, names, known, origin, visit.at()));
    }
  }

  /**
   * Whether the turn of an address came since the round before. It comes once a day, at a time that
   * follows from the address, so nothing has to be kept of when it was asked for. What is known
   * before the first round was borrowed for it.
   */
  static boolean isTurn(InetAddress ip, @Nullable Instant before, Instant at) {
    if (before == null) {
      return false;
    }
    if (!before.plus(TURN).isAfter(at)) {
      return true;
    }
    long day = TURN.toSeconds();
    long turn = Math.floorMod((long) ip.hashCode() * SPREAD, day);
    long last = at.getEpochSecond() - Math.floorMod(at.getEpochSecond() - turn, day);
    return last > before.getEpochSecond();
  }

  /** Each address is asked about once in a round, so there is nothing to remember. */
  private Optional<CheckedName> lookup(InetAddress ip) {
    Dns dns = visit.direct();
    DnsAnswer<DomainName> answer = dns.ptr(ip);
    if (answer instanceof DnsAnswer.Failed) {
      return Optional.empty();
    }
    String first = null;
    for (DomainName host : answer.values().stream().limit(MOST_NAMES).toList()) {
      first = first == null ? host.toString() : first;
      if (dns.confirming(host, ip).values().contains(ip)) {
        return Optional.of(new CheckedName(ip, host.toString(), true));
      }
    }
    return Optional.of(new CheckedName(ip, first, false));
  }
}
