package dev.plumbline.standing;

import dev.plumbline.dns.DomainName;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceTraits.Signature;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the traits of a source from its facts. */
public final class Traits {

  private Traits() {}

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
        !atHome && Forwarding.isCalled(source),
        signatures(source),
        Kin.of(source),
        Set.of(),
        brokenSpf(source, domain.domain()));
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
}
