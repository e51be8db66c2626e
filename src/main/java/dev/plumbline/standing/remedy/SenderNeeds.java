package dev.plumbline.standing.remedy;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.dkim.Selector;
import dev.plumbline.dns.DomainName;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.DomainFacts;
import dev.plumbline.standing.Service;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceFacts.KeyNow;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceJudge;
import dev.plumbline.standing.Standing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An unsettled sender and what its sources need. The sources are told one by one, and only their
 * needs are kept, so that a sender may have any number of them.
 */
public final class SenderNeeds {

  /** An envelope domain counts if this share of a source's messages used it. */
  private static final double MOSTLY = 0.5;

  private final Subject subject;
  private final DomainFacts domain;
  private final List<Need> needs = new ArrayList<>();
  private final Map<String, KeyNow> lostKeys = new LinkedHashMap<>();
  private final Map<String, KeyNow> missingKeys = new LinkedHashMap<>();
  private final Map<String, Integer> signed = new HashMap<>();
  private long messages;

  /**
   * Whose needs they are.
   *
   * @param key names the sender; stable
   * @param name for people
   * @param own whether it is the domain's own servers
   * @param decision what was decided about it, null if nothing was
   * @param service the service it is, null if it is none that is known
   */
  public record Subject(
      String key,
      String name,
      boolean own,
      @Nullable Decision decision,
      @Nullable Service service) {

    Service.@Nullable Guide guide() {
      return service == null ? null : service.guide();
    }

    /** What the service asks its customers to include, null if that is nothing. */
    @Nullable String include() {
      Service.Guide guide = guide();
      return guide == null ? null : guide.include();
    }

    boolean hired() {
      return service != null && service.role() == Service.Role.HIRED;
    }
  }

  /** A sender of which no source was told yet. */
  public SenderNeeds(Subject subject, DomainFacts domain) {
    this.subject = subject;
    this.domain = domain;
  }

  /** Tells one of its sources, the ones with most messages first. */
  public SenderNeeds add(SourceFacts source, Standing standing) {
    messages += source.messages();
    Set<String> signatures = verified(source, standing);
    signatures.forEach(name -> signed.merge(name, 1, Integer::sum));
    if (!standing.isOpen()) {
      return this;
    }
    List<KeyNow> missing =
        standing == Standing.REGRESSED ? SourceJudge.missingKeys(source) : List.of();
    if (!missing.isEmpty()) {
      missing.forEach(key -> missingKeys.put(nameOf(key), key));
      needs.add(new Need.PublishKey(source.ip(), source.messages()));
      return this;
    }
    boolean broke = standing == Standing.REGRESSED && !signatures.isEmpty();
    if (broke) {
      source.now().keys().stream()
          .filter(key -> signatures.contains(nameOf(key)))
          .filter(key -> !key.state().verifies() && key.state() != KeyState.UNKNOWN)
          .forEach(key -> lostKeys.put(nameOf(key), key));
    }
    Need need = withoutKeys(source);
    needs.add(broke ? new Need.RestoreKey(source.ip(), source.messages(), signatures, need) : need);
    return this;
  }

  /** Where the keys of its aligned signatures are that verified, be it before the period. */
  private static Set<String> verified(SourceFacts source, Standing standing) {
    Stream<String> before =
        standing == Standing.REGRESSED
            ? SourceJudge.lostKeys(source).stream().map(SenderNeeds::nameOf)
            : Stream.empty();
    return Stream.concat(
            source.dkim().stream()
                .filter(dkim -> dkim.aligned() && dkim.passed())
                .flatMap(dkim -> dkim.key().stream())
                .map(Selector::toString),
            before)
        .collect(Collectors.toSet());
  }

  private static String nameOf(KeyNow key) {
    return Selector.parse(key.domain(), key.selector()).map(Selector::toString).orElse("");
  }

  private Need withoutKeys(SourceFacts source) {
    Optional<DomainName> envelope = alignedEnvelope(source);
    if (envelope.isEmpty()) {
      return new Need.Align(source.ip(), source.messages());
    }
    if (SourceJudge.mayBeListed(source, domain, subject.decision())) {
      return new Need.ListAddress(source.ip(), source.messages(), envelope.get());
    }
    // Where the catalogue advises against its include, the service still says which hosts it has.
    String include = subject.include() == null ? source.now().serviceRecord() : subject.include();
    return subject.hired() && include != null
        ? new Need.IncludeService(source.ip(), source.messages(), envelope.get(), include)
        : new Need.Unproven(source.ip(), source.messages());
  }

  /** The aligned domain that at least half of its messages used as envelope. */
  private static Optional<DomainName> alignedEnvelope(SourceFacts source) {
    return source.spf().stream()
        .filter(ReportedSpf::aligned)
        .max(Comparator.comparingLong(ReportedSpf::messages))
        .filter(spf -> spf.messages() >= MOSTLY * source.messages())
        .flatMap(spf -> DomainName.parse(spf.identity()));
  }

  Subject subject() {
    return subject;
  }

  DomainName domain() {
    return domain.domain();
  }

  List<Need> needs() {
    return Collections.unmodifiableList(needs);
  }

  /** Keys that its mail was signed with and that are not published any more, by their names. */
  Map<String, KeyNow> lostKeys() {
    return Collections.unmodifiableMap(lostKeys);
  }

  /** Keys that it began to sign with and that were not published. */
  List<KeyNow> missingKeys() {
    return List.copyOf(missingKeys.values());
  }

  /** How many of its sources signed with the key at a name. */
  int signedWith(String name) {
    return signed.getOrDefault(name, 0);
  }

  /** Of all its sources. */
  long messages() {
    return messages;
  }
}
