package dev.plumbline.spf;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The names of the client that its reverse zone claims and forward DNS confirms (RFC 7208 section
 * 5.5). Each question is asked at most once in an evaluation.
 */
final class ReverseNames {

  private final Questions questions;
  private final InetAddress client;
  private final Map<DomainName, Boolean> confirmed = new HashMap<>();
  private @Nullable List<DomainName> claimed;

  ReverseNames(Questions questions, InetAddress client) {
    this.questions = questions;
    this.client = client;
  }

  /** Whether the PTR question has not been asked yet. */
  boolean unasked() {
    return claimed == null;
  }

  /** The names claimed; empty if there are none or DNS failed, which section 5.5 treats alike. */
  List<DomainName> claimed() {
    if (claimed == null) {
      // RFC 7208 section 4.6.4: all records other than the first 10 are ignored.
      claimed = questions.ptr(client).values().stream().limit(Budget.MAX_REVERSE_NAMES).toList();
    }
    return claimed;
  }

  /** The first claimed name that fits and is confirmed. */
  Optional<DomainName> firstConfirmed(Predicate<DomainName> fits) {
    return claimed().stream().filter(fits).filter(this::isConfirmed).findFirst();
  }

  /** The value of {@code %{p}}: the domain itself, else a name below it, else any, else unknown. */
  String macroValue(DomainName domain) {
    return firstConfirmed(domain::equals)
        .or(() -> firstConfirmed(name -> name.isWithin(domain)))
        .or(() -> firstConfirmed(name -> true))
        .map(DomainName::toString)
        .orElse("unknown");
  }

  private boolean isConfirmed(DomainName name) {
    Boolean known = confirmed.get(name);
    if (known == null) {
      known =
          questions.addresses(name).values().stream()
              .anyMatch(address -> IpAddresses.unmapped(address).equals(client));
      confirmed.put(name, known);
    }
    return known;
  }
}
