package dev.plumbline.standing;

import dev.plumbline.dkim.DkimKey;
import dev.plumbline.dkim.KeyState;
import dev.plumbline.dkim.Selector;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.ProposedDns;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfTable;
import dev.plumbline.spf.SpfVerdict;
import dev.plumbline.spf.advice.SpfLinter;
import dev.plumbline.standing.SourceFacts.KeyNow;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceFacts.SpfNow;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says what would turn a sender's mail to passing. A record is shown only after it was evaluated:
 * the sources it is for pass, the limits hold, and nobody else is lost. Nothing is ever proposed
 * for forwarders, strangers, or sources that are known by a surviving signature only, since a
 * forwarder looks like that.
 */
public final class RemedyAdvice {

  /** Standings that something to publish or to set up would end. */
  public static final Set<Standing> UNSETTLED =
      Set.of(Standing.REGRESSED, Standing.NEEDS_AUTHORIZING, Standing.NEEDS_ALIGNMENT);

  /** DNS answers grow; a record that lists more addresses is better split by hand. */
  private static final int MOST_ADDRESSES = 20;

  private final Dns dns;
  private final DomainFacts domain;
  private final List<Judged> everybody;
  private final Map<String, List<String>> earlierRecords;
  private final Map<String, String> earlierKeys;
  private final Map<String, String> earlierAliases;

  /** A source and what was found of it. */
  public record Judged(SourceFacts facts, Standing standing) {}

  /**
   * Advice about one domain.
   *
   * @param dns what is published now
   * @param everybody all sources of the domain
   * @param earlierSpf SPF records that names had before, the newest first
   * @param earlierKeys the last usable key record that was seen at a name
   * @param earlierAliases where the last CNAME record that was seen at such a name led
   */
  public RemedyAdvice(
      Dns dns,
      DomainFacts domain,
      Collection<Judged> everybody,
      Map<String, List<String>> earlierSpf,
      Map<String, String> earlierKeys,
      Map<String, String> earlierAliases) {
    this.earlierAliases = Map.copyOf(earlierAliases);
    this.dns = dns;
    this.domain = domain;
    this.everybody = List.copyOf(everybody);
    this.earlierRecords = Map.copyOf(earlierSpf);
    this.earlierKeys = Map.copyOf(earlierKeys);
  }

  /**
   * What to do about a sender.
   *
   * @param name for people
   * @param own whether it is the domain's own servers
   * @param decision what was decided about it, null if nothing was
   * @param service the service it is, null if it is none that is known
   */
  public Remedy about(
      String name,
      boolean own,
      Standing standing,
      @Nullable Decision decision,
      @Nullable Service service,
      List<Judged> sources) {
    return withoutRecords(name, standing)
        .orElseGet(() -> unsettled(name, own, decision, service, sources));
  }

  /** What to do about senders for which nothing is ever published; empty for the others. */
  public static Optional<Remedy> withoutRecords(String name, Standing standing) {
    Remedy remedy =
        switch (standing) {
          case AUTHORIZED, FIXED -> new Remedy(List.of(), List.of(), null);
          case FORWARDER ->
              steps(
                  "Nothing to do: %s passes your mail on.".formatted(name),
                  "Do not list it in SPF; mail signed with DKIM survives forwarding best.");
          case UNAUTHORIZED_USE ->
              steps(
                  "Nothing to authorize: a stricter DMARC policy has receivers refuse this mail.");
          case UNRECOGNIZED ->
              steps(
                  "Find out whether %s sends for you: ask who uses such a service or server."
                      .formatted(name),
                  "Record the answer: ours or not ours. Do not authorize it before you know.");
          case REGRESSED, NEEDS_AUTHORIZING, NEEDS_ALIGNMENT -> null;
        };
    return Optional.ofNullable(remedy);
  }

  private static Remedy steps(String... steps) {
    return new Remedy(List.of(steps), List.of(), null);
  }

  private Remedy unsettled(
      String name,
      boolean own,
      @Nullable Decision decision,
      @Nullable Service service,
      List<Judged> sources) {
    Service.Guide guide = service == null ? null : service.guide();
    boolean hired = service != null && service.role() == Service.Role.HIRED;
    List<String> steps = new ArrayList<>();
    List<Remedy.Change> changes = new ArrayList<>();
    Remedy.Tested tested = null;
    Set<InetAddress> open = new HashSet<>();
    Map<String, List<Judged>> hiredOnly = new LinkedHashMap<>();
    Set<String> restoredKeys = new HashSet<>();
    for (Map.Entry<String, KeyNow> lost : lostKeys(sources).entrySet()) {
      steps.add(lostKey(lost.getValue()));
      Optional<Remedy.Change> restored = restored(lost.getKey());
      if (restored.isPresent()) {
        changes.add(restored.get());
        restoredKeys.add(lost.getKey());
        tested = keyTested(lost.getValue(), sources);
        steps.add(
            "If it was withdrawn on purpose, do not publish it again; a new key is better then.");
      }
    }
    Map<String, List<Judged>> byEnvelope = new LinkedHashMap<>();
    boolean unaligned = false;
    boolean uncertain = false;
    for (Judged source : sources) {
      if (!UNSETTLED.contains(source.standing())) {
        continue;
      }
      if (isSignedWith(source, restoredKeys)) {
        continue;
      }
      Optional<String> envelope = alignedEnvelope(source.facts());
      if (envelope.isEmpty()) {
        unaligned = true;
        open.add(source.facts().ip());
      } else if (!mayBeListed(source.facts(), decision)) {
        if (hired && guide != null && guide.include() != null) {
          hiredOnly.computeIfAbsent(envelope.get(), unused -> new ArrayList<>()).add(source);
        } else {
          uncertain = true;
          open.add(source.facts().ip());
        }
      } else {
        byEnvelope.computeIfAbsent(envelope.get(), unused -> new ArrayList<>()).add(source);
      }
    }
    for (Map.Entry<String, List<Judged>> each : hiredOnly.entrySet()) {
      // Only what the service publishes of itself says that the addresses are its own.
      List<Judged> whole =
          Stream.concat(
                  byEnvelope.getOrDefault(each.getKey(), List.of()).stream(),
                  each.getValue().stream())
              .toList();
      if (spf(each.getKey(), whole, List.of(List.of("include:" + include(guide)))).isPresent()) {
        byEnvelope.put(each.getKey(), whole);
      } else {
        uncertain = true;
        each.getValue().forEach(source -> open.add(source.facts().ip()));
      }
    }
    for (Map.Entry<String, List<Judged>> each : byEnvelope.entrySet()) {
      String envelope = each.getKey();
      List<InetAddress> addresses =
          each.getValue().stream().map(source -> source.facts().ip()).toList();
      Optional<Tried> tried =
          spf(
              envelope,
              each.getValue(),
              hiredOnly.containsKey(envelope)
                  ? List.of(List.of("include:" + include(guide)))
                  : candidates(envelope, addresses, guide));
      if (tried.isPresent()) {
        changes.add(tried.get().change());
        tested = tested == null ? tried.get().tested() : sum(tested, tried.get().tested());
        steps.add(published(envelope, tried.get(), addresses));
      } else {
        open.addAll(addresses);
        steps.add(notPublished(envelope));
      }
    }
    if (unaligned) {
      steps.addAll(aligning(name, guide));
    } else if (uncertain) {
      steps.add(
          "Have %s sign its mail with DKIM as %s. %s"
              .formatted(
                  name,
                  domain.domain(),
                  hired
                      ? "Its addresses are not proposed for SPF, since its other customers send"
                          + " from them too."
                      : "Its address is not proposed for SPF, since a forwarder of signed mail"
                          + " would look the same."));
      where(guide).ifPresent(steps::add);
    } else if (own && !changes.isEmpty()) {
      steps.add(
          "Better still, sign with DKIM on these hosts: a signature survives forwarding, SPF does"
              + " not.");
    } else if (guide != null && !changes.isEmpty() && !guide.dkim().isEmpty()) {
      steps.add(
          "Better still, have %s sign with DKIM as %s: a signature survives forwarding, SPF does not."
              .formatted(name, domain.domain()));
      where(guide).ifPresent(steps::add);
    }
    if (!changes.isEmpty() && isMuch(open, sources)) {
      // Records stand for a remedy that settles the sender; in part, they are steps among others.
      changes.forEach(change -> steps.add(asStep(change)));
      return new Remedy(steps, List.of(), null);
    }
    return new Remedy(steps, changes, tested);
  }

  private static String include(Service.@Nullable Guide guide) {
    return String.valueOf(guide == null ? null : guide.include());
  }

  private static String published(String envelope, Tried tried, List<InetAddress> addresses) {
    String whose =
        addresses.size() == 1
            ? IpAddresses.toText(addresses.get(0))
            : addresses.size() + " addresses";
    if (tried.mends() != null) {
      return "Publish the mended SPF record of %s. %s%s"
          .formatted(
              envelope,
              tried.mends(),
              tried.added().isEmpty()
                  ? ""
                  : " It adds %s, which the mail of %s needs.".formatted(tried.added(), whose));
    }
    return "Publish the new SPF record of %s: it adds %s, which the mail of %s needs."
        .formatted(envelope, tried.added(), whose);
  }

  private String notPublished(String envelope) {
    Optional<DomainName> name = DomainName.parse(envelope);
    DnsAnswer<String> answer =
        name.isEmpty() ? new DnsAnswer.NoSuchDomain<>(Duration.ZERO) : dns.txt(name.get());
    if (answer instanceof DnsAnswer.Failed) {
      return "DNS does not answer for %s now; which record would help is found when it does."
          .formatted(envelope);
    }
    long records = answer.values().stream().filter(SpfRecord::isSpf).count();
    if (records > 1) {
      String joined = new SpfLinter(dns).lint(envelope, SpfLinter.Known.NOTHING).lint().mended();
      return "%s publishes %d SPF records, which makes SPF fail for everyone: leave one%s"
          .formatted(
              envelope,
              records,
              joined == null ? "." : " that joins them, for example \"" + joined + "\".");
    }
    return "No change of the SPF record of %s was found that passes the addresses, keeps the limits and"
            .formatted(envelope)
        + " costs nobody else; sign the mail with DKIM instead.";
  }

  private static boolean isMuch(Set<InetAddress> open, List<Judged> sources) {
    long all = sources.stream().mapToLong(source -> source.facts().messages()).sum();
    long part =
        sources.stream()
            .filter(source -> open.contains(source.facts().ip()))
            .mapToLong(source -> source.facts().messages())
            .sum();
    return part > 0 && part >= SenderJudge.WEIGHT * all;
  }

  private static String asStep(Remedy.Change change) {
    return "Publish at %s (%s)%s: %s"
        .formatted(
            change.name(),
            change.type(),
            change.before() == null ? "" : ", in place of what is there now",
            change.after());
  }

  private static boolean isSignedWith(Judged source, Set<String> names) {
    return source.standing() == Standing.REGRESSED
        && source.facts().dkim().stream()
            .filter(dkim -> dkim.aligned() && dkim.passed())
            .anyMatch(
                dkim -> dkim.key().map(Selector::toString).filter(names::contains).isPresent());
  }

  private List<String> aligning(String name, Service.@Nullable Guide guide) {
    List<String> steps = new ArrayList<>();
    if (guide == null) {
      steps.add(
          "Have %s sign with DKIM as %s: its settings call this domain authentication, and show the"
                  .formatted(name, domain.domain())
              + " records to publish. SPF is not the problem: its envelope domain is its own.");
      steps.add("If it cannot sign, let it use a return path below %s.".formatted(domain.domain()));
      return steps;
    }
    if (guide.dkim().isEmpty() && !guide.shown()) {
      steps.add("%s cannot sign with DKIM as %s.".formatted(name, domain.domain()));
    } else {
      steps.add(
          "Have %s sign with DKIM as %s. SPF is not the problem: its envelope domain is its own."
              .formatted(name, domain.domain()));
      where(guide).ifPresent(steps::add);
      guide.dkim().forEach(record -> steps.add("Publish " + record + "."));
      if (guide.shown()) {
        steps.add("Publish the records for DKIM that it shows there.");
      }
    }
    if (guide.returnPath()) {
      steps.add(
          "It can use a return path below %s too; then SPF is aligned as well."
              .formatted(domain.domain()));
    } else if (guide.dkim().isEmpty() && !guide.shown()) {
      steps.add("Send this mail in another way, or with another author domain.");
    }
    return steps;
  }

  private static Optional<String> where(Service.@Nullable Guide guide) {
    return guide == null
        ? Optional.empty()
        : Optional.of(
            "In its settings: %s. Its own page: %s".formatted(guide.where(), guide.link()));
  }

  private static Remedy.Tested sum(Remedy.Tested a, Remedy.Tested b) {
    return new Remedy.Tested(
        a.result(),
        a.sources() + b.sources(),
        Math.max(a.lookups(), b.lookups()),
        Math.max(a.voidLookups(), b.voidLookups()),
        a.lost() + b.lost());
  }

  // --- DKIM ---

  /** The record that was there before, if it is a usable key and nothing else took its place. */
  private Optional<Remedy.Change> restored(String name) {
    String earlier = earlierKeys.get(name);
    Optional<DomainName> owner = DomainName.parse(name);
    Optional<DomainName> target =
        Optional.ofNullable(earlierAliases.get(name)).flatMap(DomainName::parse);
    if (owner.isPresent() && target.isPresent()) {
      boolean free = dns.txt(owner.get()).values().isEmpty();
      boolean usable = dns.txt(target.get()).values().stream().anyMatch(RemedyAdvice::isUsable);
      return free && usable && dns.cname(owner.get()).values().isEmpty()
          ? Optional.of(new Remedy.Change(name, "CNAME", null, target.get().toString()))
          : Optional.empty();
    }
    if (earlier == null || owner.isEmpty() || !isUsable(earlier)) {
      return Optional.empty();
    }
    DnsAnswer<String> answer = dns.txt(owner.get());
    boolean alias = !dns.cname(owner.get()).values().isEmpty();
    if (answer instanceof DnsAnswer.Failed || alias || answer.values().size() > 1) {
      return Optional.empty();
    }
    String before = answer.values().isEmpty() ? null : answer.values().get(0);
    return Optional.of(new Remedy.Change(name, "TXT", before, earlier));
  }

  private static boolean isUsable(String record) {
    return DkimKey.parse(record).state().verifies();
  }

  private static Remedy.Tested keyTested(KeyNow key, List<Judged> sources) {
    long signed =
        sources.stream()
            .filter(
                source ->
                    source.facts().dkim().stream()
                        .anyMatch(
                            dkim ->
                                dkim.passed()
                                    && dkim.domain().equals(key.domain())
                                    && dkim.selector().equals(key.selector())))
            .count();
    return new Remedy.Tested(SpfResult.PASS.wire(), (int) signed, 0, 0, 0);
  }

  private static Map<String, KeyNow> lostKeys(List<Judged> sources) {
    Map<String, KeyNow> lost = new LinkedHashMap<>();
    for (Judged source : sources) {
      if (source.standing() != Standing.REGRESSED) {
        continue;
      }
      for (SourceFacts.ReportedDkim signature : source.facts().dkim()) {
        if (signature.aligned() && signature.passed()) {
          source.facts().now().keys().stream()
              .filter(
                  key ->
                      key.domain().equals(signature.domain())
                          && key.selector().equals(signature.selector()))
              .filter(key -> !key.state().verifies() && key.state() != KeyState.UNKNOWN)
              .forEach(key -> lost.put(key.selector() + "._domainkey." + key.domain(), key));
        }
      }
    }
    return lost;
  }

  private static String lostKey(KeyNow key) {
    return "Publish the key of selector %s again at %s._domainkey.%s, or have the sender sign with a key"
            .formatted(key.selector(), key.selector(), key.domain())
        + " that is published. ("
        + key.detail()
        + ")";
  }

  // --- SPF ---

  /** The aligned domain that at least half of its messages used as envelope. */
  private static Optional<String> alignedEnvelope(SourceFacts source) {
    return source.spf().stream()
        .filter(ReportedSpf::aligned)
        .max(Comparator.comparingLong(ReportedSpf::messages))
        .filter(spf -> spf.messages() >= SourceJudge.MOSTLY_PASSED * source.messages())
        .map(ReportedSpf::identity);
  }

  /** Evidence that a forwarder or spoofer cannot have. */
  private boolean mayBeListed(SourceFacts source, @Nullable Decision decision) {
    Recognition recognition = new Recognition(source, domain, decision, null);
    return recognition.isOwnHost()
        || recognition.meant().isPresent()
        || source.now().listedEarlier()
        || source.spfPassMessages() > 0
        || (decision != null && decision.verdict() == Decision.Verdict.OURS);
  }

  /**
   * A record that was found to do.
   *
   * @param added the terms added
   * @param mends what was wrong with the record published now, null if nothing
   */
  private record Tried(
      Remedy.Change change, Remedy.Tested tested, String added, @Nullable String mends) {}

  /** A record to start from. */
  private record Base(String record, @Nullable String mends) {}

  private Optional<Tried> spf(
      String envelope, List<Judged> sources, List<List<String>> candidates) {
    Optional<DomainName> name = DomainName.parse(envelope);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    DnsAnswer<String> answer = dns.txt(name.get());
    if (answer instanceof DnsAnswer.Failed) {
      return Optional.empty();
    }
    List<String> published = answer.values().stream().filter(SpfRecord::isSpf).toList();
    if (published.size() > 1) {
      return Optional.empty(); // Which of them is meant is not ours to guess.
    }
    String before = published.isEmpty() ? null : published.get(0);
    List<InetAddress> addresses = sources.stream().map(source -> source.facts().ip()).toList();
    for (Base base : bases(name.get(), before)) {
      Set<String> present = new LinkedHashSet<>(terms(base.record()));
      for (List<String> terms : startingWithNone(candidates, base)) {
        List<String> missing = terms.stream().filter(term -> !present.contains(term)).toList();
        if (missing.isEmpty() && base.mends() == null) {
          continue;
        }
        String after = with(base.record(), missing);
        Optional<Remedy.Tested> tested =
            test(name.get(), answer.values(), before, after, addresses);
        if (tested.isPresent()) {
          return Optional.of(
              new Tried(
                  new Remedy.Change(envelope, "TXT", before, after),
                  tested.get(),
                  String.join(" ", missing),
                  base.mends()));
        }
      }
    }
    return Optional.empty();
  }

  /** A record that was broken may list the addresses already, once it is mended. */
  private static List<List<String>> startingWithNone(List<List<String>> candidates, Base base) {
    List<List<String>> all = new ArrayList<>();
    if (base.mends() != null) {
      all.add(List.of());
    }
    all.addAll(candidates);
    return all;
  }

  /** The record published now; if that is broken, the ways to mend it. */
  private List<Base> bases(DomainName name, @Nullable String before) {
    if (before == null) {
      return List.of(new Base("v=spf1 ~all", null));
    }
    Lint lint = new SpfLinter(dns).lint(name.toString(), SpfLinter.Known.NOTHING).lint();
    Optional<Finding> error =
        lint.findings().stream()
            .filter(finding -> finding.severity() == Severity.ERROR)
            .findFirst();
    if (error.isEmpty() || !isBroken(name, before)) {
      return List.of(new Base(before, null));
    }
    String mends = error.get().sentence();
    List<Base> bases = new ArrayList<>();
    if (lint.mended() != null) {
      bases.add(new Base(lint.mended(), mends));
    }
    String lean = withoutUnused(before);
    if (!lean.equals(before)) {
      bases.add(new Base(lean, mends + " Includes that no source seen here uses are left out."));
    }
    return bases;
  }

  /** Whether an address that nothing lists gets an error. */
  private boolean isBroken(DomainName name, String record) {
    SpfTable table = SpfTable.compile(new ProposedDns(dns, name, List.of(record)), name.toString());
    return everybody.stream()
        .anyMatch(one -> table.find(one.facts().ip()).result() == SpfResult.PERMERROR);
  }

  private String withoutUnused(String record) {
    List<String> kept = new ArrayList<>();
    for (String term : terms(record)) {
      Optional<DomainName> included =
          term.startsWith("include:") ? DomainName.parse(term.substring(8)) : Optional.empty();
      if (included.isEmpty() || isUsed(included.get())) {
        kept.add(term);
      }
    }
    return "v=spf1 " + String.join(" ", kept);
  }

  private boolean isUsed(DomainName included) {
    SpfTable table = SpfTable.compile(dns, included.toString());
    return everybody.stream()
        .anyMatch(one -> table.find(one.facts().ip()).result() == SpfResult.PASS);
  }

  /** Terms that were taken away come first: they say what was meant; then what the service asks. */
  private List<List<String>> candidates(
      String envelope, List<InetAddress> addresses, Service.@Nullable Guide guide) {
    List<List<String>> candidates = new ArrayList<>();
    for (String earlier : earlierRecords.getOrDefault(envelope, List.of())) {
      for (String term : terms(earlier)) {
        boolean lists = !term.matches("(?i)[-~?]?all|redirect=.*|exp=.*|[-~?].*");
        if (lists) {
          candidates.add(List.of(term));
        }
      }
    }
    if (guide != null && guide.include() != null) {
      candidates.add(List.of("include:" + guide.include()));
    }
    if (addresses.size() <= MOST_ADDRESSES) {
      candidates.add(
          new TreeSet<>(
                  addresses.stream()
                      .map(
                          ip ->
                              (ip instanceof Inet4Address ? "ip4:" : "ip6:")
                                  + IpAddresses.toText(ip))
                      .toList())
              .stream().toList());
    }
    return candidates;
  }

  private static List<String> terms(String record) {
    return Stream.of(record.strip().split(" +")).skip(1).toList();
  }

  /** The record with terms before the one that settles the rest; a new one if there is none. */
  private static String with(String before, List<String> added) {
    List<String> terms = new ArrayList<>(terms(before));
    int at = terms.size();
    for (int i = 0; i < terms.size(); i++) {
      if (terms.get(i).matches("(?i)[-+~?]?all|redirect=.*")) {
        at = i;
        break;
      }
    }
    terms.addAll(at, added);
    return "v=spf1 " + String.join(" ", terms);
  }

  private Optional<Remedy.Tested> test(
      DomainName name,
      List<String> texts,
      @Nullable String before,
      String after,
      List<InetAddress> addresses) {
    List<String> changed = new ArrayList<>(texts);
    changed.remove(before);
    changed.add(after);
    SpfEvaluator evaluator = new SpfEvaluator(new ProposedDns(dns, name, changed));
    int lookups = 0;
    int voids = 0;
    for (InetAddress ip : addresses) {
      SpfVerdict verdict = evaluate(evaluator, ip, name);
      if (verdict.result() != SpfResult.PASS) {
        return Optional.empty();
      }
      lookups = Math.max(lookups, verdict.lookups());
      voids = Math.max(voids, verdict.voidLookups());
    }
    for (Judged other : everybody) {
      boolean passes =
          other.facts().now().spf().stream()
              .filter(spf -> spf.identity().equals(name.toString()))
              .anyMatch(SpfNow::passes);
      if (passes && evaluate(evaluator, other.facts().ip(), name).result() != SpfResult.PASS) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Remedy.Tested(SpfResult.PASS.wire(), addresses.size(), lookups, voids, 0));
  }

  private static SpfVerdict evaluate(SpfEvaluator evaluator, InetAddress ip, DomainName name) {
    return evaluator.evaluate(SpfQuery.of(ip, "postmaster@" + name, name.toString()));
  }
}
