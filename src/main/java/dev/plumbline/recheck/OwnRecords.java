package dev.plumbline.recheck;

import dev.plumbline.dmarc.Alignment;
import dev.plumbline.dmarc.PolicyDiscovery;
import dev.plumbline.dmarc.PolicyDiscovery.Discovery;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.MailExchange;
import dev.plumbline.dns.RecordKind;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.store.checks.CheckedDomains.CheckedDomain;
import dev.plumbline.store.traffic.DomainInfo;
import java.util.List;
import java.util.Optional;

/**
 * What a domain's own records say of it.
 *
 * @param answered whether DNS answered for those that matter
 * @param organizational the organizational domain
 * @param aspf how SPF has to be aligned
 */
record OwnRecords(boolean answered, DomainName organizational, Alignment.Mode aspf) {

  /** As they are known. */
  static OwnRecords known(DomainInfo domain) {
    return new OwnRecords(true, domain.organizational(), domain.aspf());
  }

  /** Asks for them and keeps them. */
  static OwnRecords ask(Visit visit) {
    Optional<List<String>> spf = visit.noteTexts(visit.name(), RecordKind.SPF, SpfRecord::isSpf);
    for (RecordKind kind : RecordKind.values()) {
      kind.owner(visit.name()).ifPresent(owner -> visit.noteTexts(owner, kind, kind::begins));
    }
    DnsAnswer<MailExchange> mx = visit.dns().mx(visit.name());
    if (!(mx instanceof DnsAnswer.Failed)) {
      List<String> hosts = mx.values().stream().map(MailExchange::toString).toList();
      visit.notes().found(visit.domain().name(), RecordKind.MX, hosts);
    }
    visit.saveRecords();
    Discovery discovery = new PolicyDiscovery(visit.dns()).discover(visit.name());
    if (spf.isEmpty() || discovery instanceof PolicyDiscovery.TemporaryFailure) {
      OwnRecords known = known(visit.domain());
      return new OwnRecords(false, known.organizational(), known.aspf());
    }
    String spfText = spf.get().stream().findFirst().orElse(null);
    if (discovery instanceof PolicyDiscovery.Found found) {
      return keep(
          visit,
          found.organizationalDomain(),
          found.record().aspf(),
          new CheckedDomain(
              found.organizationalDomain().toString(),
              found.record().text(),
              found.record().adkim().wire(),
              found.record().aspf().wire(),
              spfText));
    }
    DomainName organizational = ((PolicyDiscovery.NoPolicy) discovery).organizationalDomain();
    return keep(
        visit,
        organizational,
        Alignment.Mode.RELAXED,
        new CheckedDomain(organizational.toString(), null, "r", "r", spfText));
  }

  private static OwnRecords keep(
      Visit visit, DomainName organizational, Alignment.Mode aspf, CheckedDomain checked) {
    visit.changedDomain(visit.store().domains().save(visit.domain().id(), checked));
    return new OwnRecords(true, organizational, aspf);
  }

  /** Whether mail authenticated as a domain counts for ours. */
  boolean areAligned(DomainName ours, String identity) {
    return DomainName.parse(identity)
        .map(other -> Alignment.aligned(ours, other, aspf, organizational))
        .orElse(false);
  }
}
