package dev.plumbline.standing;

import dev.plumbline.dns.DomainName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What DNS says of a domain itself, as far as it was asked: nothing is concluded from what is not
 * known.
 *
 * @param domain the monitored domain
 * @param organizationalDomain its organizational domain; the domain itself until known
 * @param checkedAt when DNS was last asked; null if never
 * @param spf its SPF record, null if there is none or it is not known
 * @param dmarc the DMARC record that applies to it, null if there is none or it is not known
 * @param mx its mail hosts as {@code 10 mx.example.}, empty if it has none, null if not known
 */
public record DomainRecords(
    DomainName domain,
    DomainName organizationalDomain,
    @Nullable Instant checkedAt,
    @Nullable String spf,
    @Nullable String dmarc,
    @Nullable List<String> mx) {

  public DomainRecords {
    mx = mx == null ? null : List.copyOf(mx);
  }

  /** A domain about which DNS was never asked. */
  public static DomainRecords unknown(DomainName domain) {
    return new DomainRecords(domain, domain, null, null, null, null);
  }

  /** A domain that publishes nothing but {@code -all} and takes no mail (RFC 7505) is parked. */
  public boolean sayParked() {
    return spf != null
        && spf.strip().equalsIgnoreCase("v=spf1 -all")
        && mx != null
        && mx.stream().allMatch(host -> host.endsWith(" ."));
  }

  /**
   * What is wrong with the domain itself, the worst first.
   *
   * @param brokenSpf why its SPF record is a permanent error, null if it is not
   */
  public List<Reason> findings(@Nullable String brokenSpf) {
    List<Reason> findings = new ArrayList<>();
    if (checkedAt == null) {
      return findings;
    }
    if (brokenSpf != null) {
      findings.add(new Reason.SpfBroken(brokenSpf));
    } else if (spf == null) {
      findings.add(new Reason.NoSpfRecord());
    }
    if (dmarc == null) {
      findings.add(new Reason.NoDmarcRecord());
    }
    return findings;
  }
}
