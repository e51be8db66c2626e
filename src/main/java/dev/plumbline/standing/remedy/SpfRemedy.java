package dev.plumbline.standing.remedy;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.advice.RecordChange;
import dev.plumbline.spf.advice.RecordChange.Found;
import dev.plumbline.spf.advice.RecordChange.Granted;
import dev.plumbline.spf.advice.RecordChange.Refused;
import dev.plumbline.spf.advice.RecordChange.Way;
import dev.plumbline.spf.advice.RecordChange.Wish;
import dev.plumbline.standing.remedy.SenderNeeds.Subject;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The change of one SPF record for all senders that need it.
 *
 * @param name whose record it is
 * @param result what was found
 * @param names the senders for people, by their keys
 */
record SpfRemedy(DomainName name, RecordChange.Result result, Map<String, String> names) {

  /**
   * DNS answers grow; a record that lists more addresses for one sender is better split by hand.
   */
  static final int MOST_ADDRESSES = 20;

  SpfRemedy {
    names = Map.copyOf(names);
  }

  /**
   * What a sender needs of one record.
   *
   * @param listed sources that may be listed
   * @param hired sources that only a record of the service itself may list
   */
  record Request(
      Subject subject,
      DomainName name,
      List<Need.ListAddress> listed,
      List<Need.IncludeService> hired) {

    Request {
      listed = List.copyOf(listed);
      hired = List.copyOf(hired);
    }

    long messages() {
      return listed.stream().mapToLong(Need::messages).sum()
          + hired.stream().mapToLong(Need::messages).sum();
    }

    Set<InetAddress> listedIps() {
      Set<InetAddress> ips = new LinkedHashSet<>();
      listed.forEach(need -> ips.add(need.ip()));
      return ips;
    }

    Set<InetAddress> allIps() {
      Set<InetAddress> ips = listedIps();
      hired.forEach(need -> ips.add(need.ip()));
      return ips;
    }

    /** Terms that were taken away come first, for they say what was meant; addresses come last. */
    private Wish wish(Earlier earlier) {
      List<Way> ways = new ArrayList<>();
      String include = subject.include();
      if (!hired.isEmpty()) {
        // Only what the service publishes of itself says that the addresses are its own.
        ways.add(
            new Way(
                hired.stream().map(need -> "include:" + need.include()).distinct().toList(),
                allIps()));
      }
      if (!listed.isEmpty()) {
        Set<InetAddress> ips = listedIps();
        earlier.spf().getOrDefault(name.toString(), List.of()).stream()
            .flatMap(record -> RecordChange.senders(record).stream())
            .forEach(term -> ways.add(new Way(List.of(term), ips)));
        if (include != null) {
          ways.add(new Way(List.of("include:" + include), ips));
        }
        if (ips.size() <= MOST_ADDRESSES) {
          ways.add(new Way(terms(ips), ips));
        }
      }
      return new Wish(subject.key(), messages(), ways);
    }

    private static List<String> terms(Set<InetAddress> ips) {
      Set<String> terms = new TreeSet<>();
      for (InetAddress ip : ips) {
        terms.add((ip instanceof Inet4Address ? "ip4:" : "ip6:") + IpAddresses.toText(ip));
      }
      return List.copyOf(terms);
    }
  }

  /** Finds the changes for all requests, one for each name. */
  static Map<DomainName, SpfRemedy> find(
      Dns dns, List<Request> requests, Supplier<Neighbours> neighbours, Earlier earlier) {
    Map<DomainName, List<Request>> byName = new LinkedHashMap<>();
    requests.forEach(
        request ->
            byName.computeIfAbsent(request.name(), unused -> new ArrayList<>()).add(request));
    Map<DomainName, SpfRemedy> found = new LinkedHashMap<>();
    if (byName.isEmpty()) {
      return found;
    }
    Neighbours all = neighbours.get();
    byName.forEach(
        (name, together) -> {
          Map<String, String> names = new LinkedHashMap<>();
          together.forEach(one -> names.put(one.subject().key(), one.subject().name()));
          List<Wish> wishes = together.stream().map(request -> request.wish(earlier)).toList();
          found.put(
              name, new SpfRemedy(name, RecordChange.find(dns, name, wishes, all.of(name)), names));
        });
    return found;
  }

  Optional<Found> found() {
    return result instanceof Found found ? Optional.of(found) : Optional.empty();
  }

  /** What the record does for a sender; empty if it does nothing. */
  Optional<Granted> granted(String sender) {
    return found().stream()
        .flatMap(found -> found.granted().stream())
        .filter(granted -> granted.wish().whom().equals(sender))
        .findFirst();
  }

  /** Whether a record would do for a sender if it were not for the others. */
  boolean hasNoRoom(String sender) {
    return found().stream()
        .flatMap(found -> found.refused().stream())
        .filter(Refused::alone)
        .anyMatch(refused -> refused.wish().whom().equals(sender));
  }

  String nameOf(Granted granted) {
    return names.getOrDefault(granted.wish().whom(), granted.wish().whom());
  }
}
