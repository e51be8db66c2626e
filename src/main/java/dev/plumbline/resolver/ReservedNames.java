package dev.plumbline.resolver;

import dev.plumbline.dns.DomainName;
import java.util.List;

/** Names that no server on the Internet answers for: made up for tests, examples and documents. */
final class ReservedNames {

  private static final List<DomainName> APEXES =
      List.of(
              // RFC 6761 section 6, RFC 2606 sections 2 and 3
              "example",
              "test",
              "invalid",
              "localhost",
              "example.com",
              "example.net",
              "example.org",
              // RFC 5737
              "2.0.192.in-addr.arpa",
              "100.51.198.in-addr.arpa",
              "113.0.203.in-addr.arpa",
              // RFC 3849
              "8.b.d.0.1.0.0.2.ip6.arpa")
          .stream()
          .map(name -> DomainName.parse(name).orElseThrow())
          .toList();

  private ReservedNames() {}

  /** Whether a name is one of them, or below one. */
  static boolean contains(DomainName name) {
    return APEXES.stream().anyMatch(name::isWithin);
  }
}
