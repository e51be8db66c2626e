package dev.plumbline.dmarc;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the record that applies to an author domain (RFC 9989 section 4.10). */
public final class PolicyDiscovery {

  /** RFC 9989 section 4.10: names of eight or more labels are cut to seven after the first try. */
  private static final int LONG_NAME_LABELS = 8;

  private final Dns dns;

  /** A discovery that asks this DNS. */
  public PolicyDiscovery(Dns dns) {
    this.dns = dns;
  }

  /** What was found. */
  public sealed interface Discovery {}

  /**
   * A record applies.
   *
   * @param policyDomain whose record it is
   * @param organizationalDomain that of the author domain
   */
  public record Found(DmarcRecord record, DomainName policyDomain, DomainName organizationalDomain)
      implements Discovery {}

  /**
   * DMARC does not apply.
   *
   * @param organizationalDomain that of the author domain
   * @param reason one sentence for people
   */
  public record NoPolicy(DomainName organizationalDomain, String reason) implements Discovery {}

  /** DNS did not answer; a later try may find something. */
  public record TemporaryFailure(String reason) implements Discovery {}

  /** Finds the record for an author domain (section 4.10.1). */
  public Discovery discover(DomainName author) {
    Walk walk = walk(author);
    if (walk.failure.isPresent()) {
      return new TemporaryFailure(walk.failure.get());
    }
    DomainName organizational = organizationalDomain(author, walk.steps);
    Optional<Step> applied =
        recordOf(author, walk.steps)
            .or(() -> recordOf(organizational, walk.steps))
            .or(() -> walk.steps.stream().filter(Step::isPublicSuffix).findFirst());
    if (applied.isEmpty()) {
      return new NoPolicy(
          organizational, "Neither " + author + " nor a domain above it publishes a DMARC record.");
    }
    DmarcRecord record = applied.get().record();
    if (record.isUnusable()) {
      return new NoPolicy(
          organizational,
          "The record of "
              + applied.get().domain()
              + " has a wrong policy and no rua address (RFC 9989 section 4.10.1).");
    }
    return new Found(record, applied.get().domain(), organizational);
  }

  /** The organizational domain of any domain (section 4.10.2); empty if DNS did not answer. */
  public Optional<DomainName> organizationalDomain(DomainName domain) {
    Walk walk = walk(domain);
    return walk.failure.isPresent()
        ? Optional.empty()
        : Optional.of(organizationalDomain(domain, walk.steps));
  }

  /** A valid record met on the way up. */
  private record Step(DomainName domain, DmarcRecord record) {

    boolean isPublicSuffix() {
      return record.psd() == DmarcRecord.PublicSuffix.YES;
    }
  }

  /** The records met, from the longest name to the shortest, or why the walk ended early. */
  private record Walk(List<Step> steps, Optional<String> failure) {}

  private Walk walk(DomainName start) {
    List<Step> steps = new ArrayList<>();
    DomainName name = start;
    while (!name.equals(DomainName.ROOT)) {
      Optional<DomainName> asked = DomainName.parse("_dmarc." + name);
      DnsAnswer<String> answer =
          asked.isPresent() ? dns.txt(asked.get()) : new DnsAnswer.NoData<>(Duration.ZERO);
      if (answer instanceof DnsAnswer.Failed<String> failed) {
        return new Walk(
            steps,
            Optional.of("DNS failed for the DMARC record of " + name + ": " + failed.reason()));
      }
      List<DmarcRecord> records =
          answer.values().stream().flatMap(text -> DmarcRecord.parse(text).stream()).toList();
      // Section 4.10 steps 2 and 6: several records at one name are all discarded.
      if (records.size() == 1) {
        steps.add(new Step(name, records.get(0)));
        if (records.get(0).psd() != DmarcRecord.PublicSuffix.UNSPECIFIED) {
          break;
        }
      }
      // Steps 4 and 7
      name =
          name.labels().size() >= LONG_NAME_LABELS
              ? name.lastLabels(LONG_NAME_LABELS - 1)
              : name.parent().orElse(DomainName.ROOT);
    }
    return new Walk(steps, Optional.empty());
  }

  // Section 4.10.2: from the longest name to the shortest.
  private static DomainName organizationalDomain(DomainName start, List<Step> steps) {
    for (Step step : steps) {
      if (step.record().psd() == DmarcRecord.PublicSuffix.NO) {
        return step.domain();
      }
      if (step.isPublicSuffix() && !step.domain().equals(start)) {
        return start.lastLabels(step.domain().labels().size() + 1);
      }
    }
    return steps.isEmpty() ? start : steps.get(steps.size() - 1).domain();
  }

  private static Optional<Step> recordOf(DomainName domain, List<Step> steps) {
    return steps.stream().filter(step -> step.domain().equals(domain)).findFirst();
  }
}
