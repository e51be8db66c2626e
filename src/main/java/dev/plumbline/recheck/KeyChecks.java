package dev.plumbline.recheck;

import dev.plumbline.dkim.DkimKeys;
import dev.plumbline.dkim.KeyState;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.RecordKind;
import dev.plumbline.store.checks.CheckTargets.Selector;
import dev.plumbline.store.checks.Keys.CheckedKey;
import java.util.List;
import java.util.Optional;

/** What is published for selectors. */
final class KeyChecks {

  private final Visit visit;

  KeyChecks(Visit visit) {
    this.visit = visit;
  }

  void check(List<Selector> selectors) throws InterruptedException {
    for (int start = 0; start < selectors.size(); start += Visit.BATCH) {
      visit.next();
      List<Selector> some =
          selectors.subList(start, Math.min(start + Visit.BATCH, selectors.size()));
      List<CheckedKey> keys = visit.workers().all(some, this::key);
      visit.changedKeys(visit.store().keys().save(visit.domain().id(), keys, visit.at()));
      some.forEach(this::noteRecords);
      visit.saveRecords();
    }
  }

  private CheckedKey key(Selector selector) {
    Optional<DomainName> signer = DomainName.parse(selector.domain());
    if (signer.isEmpty()) {
      return new CheckedKey(
          selector.domain(), selector.selector(), KeyState.INVALID, "Not a domain name.");
    }
    DkimKeys.Published published = DkimKeys.lookup(visit.dns(), signer.get(), selector.selector());
    DomainName.parse(published.name()).ifPresent(visit.dns()::cname);
    return new CheckedKey(
        selector.domain(), selector.selector(), published.state(), published.reason());
  }

  /** So that a key that is gone can be restored, and a rotation seen. */
  private void noteRecords(Selector selector) {
    Optional<DomainName> owner =
        DomainName.parse(selector.selector() + "._domainkey." + selector.domain());
    if (owner.isEmpty()) {
      return;
    }
    visit.noteTexts(owner.get(), RecordKind.DKIM, text -> true);
    DnsAnswer<DomainName> alias = visit.dns().cname(owner.get());
    if (!(alias instanceof DnsAnswer.Failed)) {
      List<String> targets = alias.values().stream().map(DomainName::toString).toList();
      visit.notes().found(owner.get().toString(), RecordKind.CNAME, targets);
    }
  }
}
