package dev.plumbline.spf;

import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.MailExchange;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a mechanism that may ask DNS matches the client (RFC 7208 section 5). */
final class Matcher {

  private final AddressRange client;
  private final Questions questions;
  private final Budget budget;
  private final ReverseNames reverseNames;
  private final MacroExpander expander;

  Matcher(
      AddressRange client,
      Questions questions,
      Budget budget,
      ReverseNames reverseNames,
      MacroExpander expander) {
    this.client = client;
    this.questions = questions;
    this.budget = budget;
    this.reverseNames = reverseNames;
    this.expander = expander;
  }

  /** What trying a mechanism came to. */
  sealed interface Match {

    /** In a few words, what was compared; may be null. */
    @Nullable String detail();

    /** The record of an include. */
    default @Nullable Decision included() {
      return null;
    }
  }

  record Yes(@Override @Nullable String detail, @Override @Nullable Decision included)
      implements Match {
    Yes(@Nullable String detail) {
      this(detail, null);
    }
  }

  record No(@Override @Nullable String detail, @Override @Nullable Decision included)
      implements Match {
    No(@Nullable String detail) {
      this(detail, null);
    }
  }

  /** The whole evaluation ends with an error. */
  record Stop(SpfResult error, @Override String detail, @Override @Nullable Decision included)
      implements Match {
    Stop(SpfResult error, String detail) {
      this(error, detail, null);
    }
  }

  Match match(Mechanism mechanism, DomainName domain) {
    if (mechanism instanceof Mechanism.All) {
      return new Yes(null);
    }
    if (mechanism instanceof Mechanism.A a) {
      return matchA(a, domain);
    }
    if (mechanism instanceof Mechanism.Mx mx) {
      return matchMx(mx, domain);
    }
    if (mechanism instanceof Mechanism.Ptr ptr) {
      return matchPtr(ptr, domain);
    }
    if (mechanism instanceof Mechanism.Exists exists) {
      return matchExists(exists, domain);
    }
    // Include is check_host again, and ip4 and ip6 are compared at once: Evaluation's part.
    throw new AssertionError(mechanism);
  }

  private Match matchA(Mechanism.A a, DomainName domain) {
    Optional<DomainName> target = target(a.domain(), domain);
    if (target.isEmpty()) {
      return unaskable();
    }
    DnsAnswer<InetAddress> answer = questions.addresses(target.get());
    Stop stop = trouble(answer, target.get());
    return stop == null ? compared(answer, target.get(), a.prefixes()) : stop;
  }

  private Match compared(
      DnsAnswer<InetAddress> answer, DomainName host, Mechanism.Prefixes prefixes) {
    for (InetAddress address : answer.values()) {
      // An AAAA record may hold a mapped address; it is no IPv4 address for that (section 5).
      if (prefixes.around(address).contains(client)) {
        return new Yes("address " + IpAddresses.toText(address) + " of " + host);
      }
    }
    return new No(null);
  }

  private Match matchMx(Mechanism.Mx mx, DomainName domain) {
    Optional<DomainName> target = target(mx.domain(), domain);
    if (target.isEmpty()) {
      return unaskable();
    }
    DnsAnswer<MailExchange> answer = questions.mx(target.get());
    Stop stop = trouble(answer, target.get());
    if (stop != null) {
      return stop;
    }
    List<MailExchange> exchanges = answer.values();
    if (exchanges.size() > Budget.MAX_EXCHANGES) {
      return new Stop(SpfResult.PERMERROR, tooManyExchanges(target.get()));
    }
    return matchHosts(exchanges, mx.prefixes());
  }

  // RFC 7208 section 4.6.4 limits the terms that find nothing: hosts without an address count once.
  private Match matchHosts(List<MailExchange> exchanges, Mechanism.Prefixes prefixes) {
    boolean foundNothing = false;
    boolean foundSomething = false;
    String remark = null;
    for (MailExchange exchange : exchanges) {
      DomainName host = exchange.exchange();
      // RFC 7505: the root as exchange says that there is no mail host.
      if (host.equals(DomainName.ROOT)) {
        continue;
      }
      DnsAnswer<InetAddress> answer = questions.addresses(host);
      if (answer instanceof DnsAnswer.Failed<?> failed) {
        return new Stop(SpfResult.TEMPERROR, dnsFailed(host, failed));
      }
      if (answer instanceof DnsAnswer.Found) {
        foundSomething = true;
        remark = remark == null ? manyAddresses(answer, host) : remark;
        Match match = compared(answer, host, prefixes);
        if (match instanceof Yes yes) {
          return remark == null ? yes : new Yes(yes.detail() + "; " + remark);
        }
      } else {
        foundNothing = true;
        budget.takeVoidQuestion();
      }
    }
    if (foundNothing && !foundSomething && !budget.takeVoidLookup()) {
      return new Stop(SpfResult.PERMERROR, Budget.VOID_LOOKUPS_SPENT);
    }
    return new No(remark);
  }

  // RFC 7208 section 4.6.4 bounds the address records of each mail host too. Few receivers heed it.
  private static @Nullable String manyAddresses(DnsAnswer<InetAddress> answer, DomainName host) {
    int addresses = answer.values().size();
    return addresses <= Budget.MAX_HOST_ADDRESSES
        ? null
        : host
            + " has "
            + addresses
            + " addresses, and receivers that take no more than 10 of a mail host end with"
            + " permerror (RFC 7208 section 4.6.4)";
  }

  private Match matchPtr(Mechanism.Ptr ptr, DomainName domain) {
    Optional<DomainName> target = target(ptr.domain(), domain);
    if (target.isEmpty()) {
      return unaskable();
    }
    boolean asks = reverseNames.unasked();
    if (reverseNames.claimed().isEmpty() && asks) {
      budget.takeVoidQuestion();
      if (!budget.takeVoidLookup()) {
        return new Stop(SpfResult.PERMERROR, Budget.VOID_LOOKUPS_SPENT);
      }
    }
    return reverseNames
        .firstConfirmed(name -> name.isWithin(target.get()))
        .<Match>map(name -> new Yes("confirmed reverse name " + name))
        .orElseGet(() -> new No("no confirmed reverse name within " + target.get()));
  }

  private Match matchExists(Mechanism.Exists exists, DomainName domain) {
    Optional<DomainName> target = target(exists.domain(), domain);
    if (target.isEmpty()) {
      return unaskable();
    }
    // RFC 7208 section 5.7: the question is A even for an IPv6 client.
    DnsAnswer<InetAddress> answer = questions.a(target.get());
    Stop stop = trouble(answer, target.get());
    if (stop != null) {
      return stop;
    }
    return answer instanceof DnsAnswer.Found ? new Yes(target.get() + " exists") : new No(null);
  }

  private Optional<DomainName> target(@Nullable MacroString spec, DomainName domain) {
    return spec == null ? Optional.of(domain) : expander.name(spec, domain);
  }

  static String dnsFailed(DomainName name, DnsAnswer.Failed<?> failed) {
    return "DNS failed for " + name + " (RFC 7208 section 5): " + failed.reason();
  }

  static String tooManyExchanges(DomainName name) {
    return name + " has more than 10 MX records (RFC 7208 section 4.6.4).";
  }

  private static Match unaskable() {
    return new No("not a name DNS can be asked for (RFC 7208 section 4.8)");
  }

  /** Why an answer ends the evaluation; null if it does not. */
  private @Nullable Stop trouble(DnsAnswer<?> answer, DomainName name) {
    if (answer instanceof DnsAnswer.Failed<?> failed) {
      return new Stop(SpfResult.TEMPERROR, dnsFailed(name, failed));
    }
    if (answer instanceof DnsAnswer.Found) {
      return null;
    }
    budget.takeVoidQuestion();
    return budget.takeVoidLookup()
        ? null
        : new Stop(SpfResult.PERMERROR, Budget.VOID_LOOKUPS_SPENT);
  }
}
