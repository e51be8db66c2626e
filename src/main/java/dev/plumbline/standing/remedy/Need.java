package dev.plumbline.standing.remedy;

import dev.plumbline.dns.DomainName;
import java.net.InetAddress;
import java.util.Set;

/** What one source needs so that its mail passes. */
sealed interface Need {

  InetAddress ip();

  /** Reported of the source. */
  long messages();

  /**
   * A key that was published before, if one of these can come back.
   *
   * @param names where keys of its signatures were, as {@code selector._domainkey.domain}
   * @param otherwise what it needs if none can
   */
  record RestoreKey(InetAddress ip, long messages, Set<String> names, Need otherwise)
      implements Need {
    public RestoreKey {
      names = Set.copyOf(names);
    }
  }

  /** A key that was not published when the sender began to sign with it. */
  record PublishKey(InetAddress ip, long messages) implements Need {}

  /** A term of the SPF record of its envelope domain. */
  record ListAddress(InetAddress ip, long messages, DomainName envelope) implements Need {}

  /**
   * The same, where nothing but the record that the service publishes of itself can say that the
   * address is one of its own.
   *
   * @param include the name of that record
   */
  record IncludeService(InetAddress ip, long messages, DomainName envelope, String include)
      implements Need {}

  /** A signature or an envelope domain of ours; SPF is not the problem. */
  record Align(InetAddress ip, long messages) implements Need {}

  /** A signature, since nothing shows that it is not a forwarder, which may not be listed. */
  record Unproven(InetAddress ip, long messages) implements Need {}
}
