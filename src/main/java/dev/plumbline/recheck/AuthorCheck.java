package dev.plumbline.recheck;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.store.checks.AuthorDomains;
import dev.plumbline.store.checks.AuthorDomains.AuthorDomain;
import dev.plumbline.store.checks.AuthorDomains.CheckedAuthor;
import dev.plumbline.store.traffic.DomainInfo;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks of the names in From: fields whether they exist, since {@code np} is for those that do not,
 * and whether a wildcard record (RFC 4592) makes all of them exist.
 */
final class AuthorCheck {

  /** Whoever forges mail invents names without end; the most used ones tell enough. */
  static final int MOST_NAMES = 500;

  private final Dns dns;
  private final AuthorDomains authors;

  AuthorCheck(Dns dns, AuthorDomains authors) {
    this.dns = dns;
    this.authors = authors;
  }

  /**
   * Asks of the names used in a time.
   *
   * @param all whether of all; else of those that were never asked of
   */
  void check(DomainInfo domain, LocalDate since, LocalDate until, Instant at, boolean all) {
    List<CheckedAuthor> checked = new ArrayList<>();
    for (AuthorDomain used : authors.used(domain.id(), since, until, MOST_NAMES)) {
      if (all || used.exists() == null) {
        DomainName.parse(used.name()).flatMap(this::check).ifPresent(checked::add);
      }
    }
    DomainName.parse(AuthorDomains.wildcard(domain.name()))
        .flatMap(this::check)
        .ifPresent(checked::add);
    authors.save(domain.id(), checked, at);
  }

  /** Empty if DNS does not answer: what was known before stands. */
  private Optional<CheckedAuthor> check(DomainName name) {
    // RFC 9989 section 3.2.13: a name for which DNS answers NXDOMAIN does not exist.
    DnsAnswer<?> address = dns.a(name);
    if (address instanceof DnsAnswer.Failed) {
      return Optional.empty();
    }
    boolean exists = !(address instanceof DnsAnswer.NoSuchDomain);
    String record = null;
    Optional<DomainName> owner = name.prefixedBy("_dmarc");
    if (exists && owner.isPresent()) {
      List<String> records =
          dns.txt(owner.get()).values().stream()
              .filter(text -> text.startsWith("v=DMARC1"))
              .toList();
      record = records.size() == 1 ? records.get(0) : null;
    }
    return Optional.of(new CheckedAuthor(name.toString(), exists, record));
  }
}
