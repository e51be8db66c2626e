package dev.plumbline.dkim;

import dev.plumbline.dns.DomainName;
import java.util.Locale;
import java.util.Optional;

/**
 * Which key a signature names: its {@code s=} and {@code d=} (RFC 6376 section 3.5).
 *
 * @param signer the signing domain
 * @param name the selector in lower case, as DNS compares it; empty where a report does not tell it
 */
public record Selector(DomainName signer, String name) {

  public Selector {
    name = name.toLowerCase(Locale.ROOT);
  }

  /** A selector as a report writes it; empty if the signing domain is no domain name. */
  public static Optional<Selector> parse(String signer, String name) {
    return DomainName.parse(signer).map(domain -> new Selector(domain, name));
  }

  /** Whether the report told it. */
  public boolean isTold() {
    return !name.isEmpty();
  }

  /**
   * Where the key is published (RFC 6376 section 3.6.2.1); empty if the selector is not told, or
   * makes no domain name.
   */
  public Optional<DomainName> recordName() {
    return isTold() ? DomainName.parse(toString()) : Optional.empty();
  }

  /** As {@code s1._domainkey.example.org}. */
  @Override
  public String toString() {
    return name + "._domainkey." + signer;
  }
}
