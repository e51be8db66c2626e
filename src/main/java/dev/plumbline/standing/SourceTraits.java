package dev.plumbline.standing;

import dev.plumbline.dkim.Selector;
import dev.plumbline.dmarc.PublicSuffixes;
import dev.plumbline.dns.DomainName;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceFacts.ReverseName;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one source contributes to {@linkplain DomainFacts what all sources of its domain share}:
 * small enough to be kept for every source, so that a domain is judged source by source.
 *
 * @param sender the key of the sender it is named by; empty until it is named
 * @param messages all of them
 * @param signedToday messages that passed by a key that is published today
 * @param atHome whether it is of the domain's own infrastructure
 * @param direct whether its mail arrives as that of a signer does: intact, from a host of the
 *     envelope
 * @param partlyFailing whether some of its mail failed, and SPF never passed aligned; not known of
 *     a source that nobody looked at
 * @param signatures the aligned ones it was seen with
 * @param kin what it shares with other hosts of the same signer: host and envelope domains
 * @param shown the keys of senders that the connection itself shows, which no forwarder passes on
 * @param brokenSpf why the domain's record is a permanent error for it, null if it is not
 */
public record SourceTraits(
    InetAddress ip,
    String sender,
    long messages,
    long signedToday,
    boolean atHome,
    boolean direct,
    boolean partlyFailing,
    List<Signature> signatures,
    Set<String> kin,
    Set<String> shown,
    @Nullable String brokenSpf) {

  public SourceTraits {
    signatures = List.copyOf(signatures);
    // Sorted, so that equal traits are kept as equal texts.
    kin = Collections.unmodifiableSet(new TreeSet<>(kin));
    shown = Collections.unmodifiableSet(new TreeSet<>(shown));
  }

  /**
   * An aligned signature.
   *
   * @param verified whether it verified
   */
  public record Signature(Selector selector, long messages, boolean verified) {}

  /** Of a source that is not named yet. */
  public static SourceTraits of(SourceFacts source, DomainRecords domain) {
    boolean atHome = Recognition.isAtHome(source, domain.organizationalDomain());
    return new SourceTraits(
        source.ip(),
        "",
        source.messages(),
        signedToday(source),
        atHome,
        PassedOn.isDirect(source),
        Forwarding.isLookedAt(source)
            && source.passMessages() < source.messages()
            && source.spfPassMessages() == 0,
        signatures(source),
        kin(source),
        Set.of(),
        brokenSpf(source, domain.domain()));
  }

  /**
   * The same of a source that was named.
   *
   * @param sender the key of its sender
   * @param shown the keys of senders that its connection shows
   */
  public SourceTraits named(String sender, Set<String> shown) {
    return new SourceTraits(
        ip,
        sender,
        messages,
        signedToday,
        atHome,
        direct,
        partlyFailing,
        signatures,
        kin,
        shown,
        brokenSpf);
  }

  private static List<Signature> signatures(SourceFacts source) {
    return source.dkim().stream()
        .filter(ReportedDkim::aligned)
        .flatMap(
            dkim ->
                dkim.key().stream().map(key -> new Signature(key, dkim.messages(), dkim.passed())))
        .toList();
  }

  /** Some domains send by DKIM alone: what passes by keys of today. */
  private static long signedToday(SourceFacts source) {
    boolean signs =
        source.now().keys().stream()
            .filter(key -> key.state().verifies())
            .anyMatch(
                key ->
                    source.dkim().stream()
                        .anyMatch(dkim -> dkim.aligned() && dkim.passed() && key.isOf(dkim)));
    return signs ? source.dkimPassMessages() : 0;
  }

  private static @Nullable String brokenSpf(SourceFacts source, DomainName domain) {
    return source.now().spf().stream()
        .filter(spf -> spf.identity().equals(domain.toString()))
        .filter(spf -> spf.result() == SpfResult.PERMERROR)
        .map(spf -> String.valueOf(spf.problem()))
        .findFirst()
        .orElse(null);
  }

  /** What two sources of the same signer share: a host or an envelope of one domain. */
  private static Set<String> kin(SourceFacts source) {
    Set<String> kin = new TreeSet<>();
    ReverseName reverse = source.now().reverse();
    if (reverse != null && reverse.confirmed()) {
      kin.add("host:" + organizational(reverse.name()));
    }
    source.spf().stream()
        .filter(ReportedSpf::passed)
        .filter(spf -> !spf.aligned() && !spf.identity().isEmpty())
        .forEach(spf -> kin.add("envelope:" + organizational(spf.identity())));
    return kin;
  }

  private static String organizational(String name) {
    return DomainName.parse(name)
        .map(PublicSuffixes::organizationalDomain)
        .map(DomainName::toString)
        .orElse(name);
  }
}
