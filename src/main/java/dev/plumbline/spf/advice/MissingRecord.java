package dev.plumbline.spf.advice;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.MailExchange;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.advice.Findings.Place;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A domain without an SPF record: is it elsewhere, and what should it be? */
final class MissingRecord {

  private final Dns dns;
  private final DomainName domain;
  private final Findings findings;

  MissingRecord(Dns dns, DomainName domain, Findings findings) {
    this.dns = dns;
    this.domain = domain;
    this.findings = findings;
  }

  /**
   * @param nowhere whether the name itself does not exist
   */
  void report(boolean nowhere) {
    Place none = Place.whole(List.of(domain), "");
    if (!dns.retiredSpf(domain).values().isEmpty()) {
      return; // told already
    }
    for (DomainName name : elsewhere()) {
      Optional<String> text = dns.txt(name).values().stream().filter(SpfRecord::isSpf).findFirst();
      if (text.isPresent()) {
        findings.error(
            SpfRule.WRONG_NAME,
            none,
            domain
                + " has no SPF record; there is one at "
                + name
                + ", where no receiver looks for mail of "
                + domain
                + ".",
            text.get());
        return;
      }
    }
    String suggestion = nowhere ? null : suggestion();
    String missing =
        nowhere
            ? domain + " does not exist, so it has no SPF record."
            : domain + " has no SPF record, so receivers cannot tell who may send for it";
    String better =
        nowhere
            ? ""
            : suggestion == null
                ? "."
                : "; it receives no mail, so it probably sends none: let the record say so.";
    findings.error(SpfRule.NO_RECORD, none, missing + better, suggestion);
  }

  /** Where zone editors put a record whose name was typed wrong. */
  private List<DomainName> elsewhere() {
    return List.of("_spf", "spf", "@", "www", "_dmarc", domain.toString()).stream()
        .flatMap(label -> DomainName.parse(label + "." + domain).stream())
        .toList();
  }

  /** Only of a domain that can have no mail do we know who sends for it. */
  private @Nullable String suggestion() {
    DnsAnswer<MailExchange> mx = dns.mx(domain);
    boolean nullMx =
        mx.values().stream().anyMatch(exchange -> exchange.exchange().equals(DomainName.ROOT));
    boolean unreachable =
        mx instanceof DnsAnswer.NoData
            && dns.a(domain).values().isEmpty()
            && dns.aaaa(domain).values().isEmpty();
    return nullMx || unreachable ? "v=spf1 -all" : null;
  }
}
