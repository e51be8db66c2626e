package dev.plumbline.dmarc;

import dev.plumbline.dmarc.PolicyLookup.Applied;
import dev.plumbline.dmarc.PolicyLookup.Existence;
import dev.plumbline.dmarc.PolicyLookup.ListView;
import dev.plumbline.dmarc.PolicyLookup.Organization;
import dev.plumbline.dmarc.PolicyLookup.Outcome;
import dev.plumbline.dmarc.PolicyLookup.Question;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    if (walk.failure != null) {
      return new TemporaryFailure(walk.failure);
    }
    DomainName organizational = organization(author, walk.steps).domain();
    Optional<Step> applied = applied(author, organizational, walk);
    if (applied.isEmpty()) {
      return new NoPolicy(organizational, noRecord(author, walk));
    }
    DmarcRecord record = applied.get().record();
    if (record.isUnusable()) {
      return new NoPolicy(organizational, unusable(applied.get().domain()));
    }
    return new Found(record, applied.get().domain(), organizational);
  }

  /** Finds the policy for an author domain, with everything that led to it. */
  public PolicyLookup lookup(DomainName author) {
    Walk walk = walk(author);
    Organization organization =
        walk.failure == null
            ? organization(author, walk.steps)
            : new Organization(author, "DNS did not answer, so it is not known.");
    ListView listView = listView(author);
    if (walk.failure != null) {
      return new PolicyLookup(
          author, walk.questions, null, organization, null, listView, List.of(), walk.failure);
    }
    List<String> reasons = new ArrayList<>();
    walk.questions.forEach(question -> reasons.addAll(question.doubts()));
    Optional<Step> step = applied(author, organization.domain(), walk);
    if (step.isEmpty() || step.get().record().isUnusable()) {
      reasons.add(step.isEmpty() ? noRecord(author, walk) : unusable(step.get().domain()));
      return new PolicyLookup(
          author, walk.questions, null, organization, null, listView, reasons, null);
    }
    DomainName domain = step.get().domain();
    reasons.add(whichRecord(author, domain, organization.domain()));
    Existence existence = domain.equals(author) ? null : existence(author);
    Applied applied = applied(step.get(), existence, reasons);
    return new PolicyLookup(
        author, walk.questions, existence, organization, applied, listView, reasons, null);
  }

  /** The organizational domain of any domain (section 4.10.2); empty if DNS did not answer. */
  public Optional<DomainName> organizationalDomain(DomainName domain) {
    Walk walk = walk(domain);
    return walk.failure != null
        ? Optional.empty()
        : Optional.of(organization(domain, walk.steps).domain());
  }

  /**
   * Whether the author domain and a domain that SPF or DKIM vouched for belong together, by a walk
   * for each (section 4.10.2).
   */
  public AlignmentCheck alignment(DomainName author, DomainName identifier) {
    if (author.equals(identifier)) {
      return new AlignmentCheck(author, identifier, author, author, true, true, null);
    }
    Walk ours = walk(author);
    Walk theirs = walk(identifier);
    DomainName organization = organization(author, ours.steps).domain();
    DomainName other = organization(identifier, theirs.steps).domain();
    boolean byList =
        PublicSuffixes.organizationalDomain(author)
            .equals(PublicSuffixes.organizationalDomain(identifier));
    return new AlignmentCheck(
        author,
        identifier,
        organization,
        other,
        organization.equals(other),
        byList,
        ours.failure == null ? theirs.failure : ours.failure);
  }

  /** A valid record met on the way up. */
  private record Step(DomainName domain, DmarcRecord record) {

    boolean isPublicSuffix() {
      return record.psd() == DmarcRecord.PublicSuffix.YES;
    }
  }

  /** The records met, from the longest name to the shortest, or why the walk ended early. */
  private record Walk(List<Step> steps, List<Question> questions, @Nullable String failure) {}

  private Walk walk(DomainName start) {
    List<Step> steps = new ArrayList<>();
    List<Question> questions = new ArrayList<>();
    DomainName name = start;
    while (!name.equals(DomainName.ROOT)) {
      DnsAnswer<String> answer = records(name);
      if (answer instanceof DnsAnswer.Failed<String> failed) {
        questions.add(new Question("_dmarc." + name, Outcome.FAILED, List.of(), List.of()));
        return new Walk(
            steps,
            questions,
            "DNS failed for the DMARC record of " + name + ": " + failed.reason());
      }
      List<DmarcRecord> records = DmarcRecord.among(answer.values());
      questions.add(question(name, records, answer.values()));
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
    return new Walk(steps, questions, null);
  }

  private static Question question(
      DomainName name, List<DmarcRecord> records, List<String> published) {
    Outcome outcome =
        switch (records.size()) {
          case 0 -> Outcome.NO_RECORD;
          case 1 -> Outcome.RECORD;
          default -> Outcome.SEVERAL_RECORDS;
        };
    return new Question(
        "_dmarc." + name,
        outcome,
        records.stream().map(DmarcRecord::text).toList(),
        RecordText.doubts("_dmarc." + name, published));
  }

  private DnsAnswer<String> records(DomainName domain) {
    Optional<DomainName> name = domain.prefixedBy("_dmarc");
    return name.isPresent() ? dns.txt(name.get()) : new DnsAnswer.NoData<>(Duration.ZERO);
  }

  // Section 4.10.2: from the longest name to the shortest.
  private static Organization organization(DomainName start, List<Step> steps) {
    for (Step step : steps) {
      if (step.record().psd() == DmarcRecord.PublicSuffix.NO) {
        return new Organization(
            step.domain(), "The record of " + step.domain() + " says so, by psd=n.");
      }
      if (step.isPublicSuffix() && !step.domain().equals(start)) {
        DomainName below = start.lastLabels(step.domain().labels().size() + 1);
        return new Organization(
            below,
            "It is one label below " + step.domain() + ", a public suffix by its tag psd=y.");
      }
    }
    if (steps.isEmpty()) {
      return new Organization(start, "The walk found no record, so the name stands for itself.");
    }
    DomainName shortest = steps.get(steps.size() - 1).domain();
    return new Organization(shortest, "It has the fewest labels of the names with a record.");
  }

  // Section 4.10.1: the author domain, its organizational domain, its public suffix.
  private static Optional<Step> applied(DomainName author, DomainName organizational, Walk walk) {
    return recordOf(author, walk.steps)
        .or(() -> recordOf(organizational, walk.steps))
        .or(() -> walk.steps.stream().filter(Step::isPublicSuffix).findFirst());
  }

  private static Optional<Step> recordOf(DomainName domain, List<Step> steps) {
    return steps.stream().filter(step -> step.domain().equals(domain)).findFirst();
  }

  private static String noRecord(DomainName author, Walk walk) {
    boolean discarded = walk.questions.stream().anyMatch(question -> !question.doubts().isEmpty());
    return "Neither "
        + author
        + " nor a domain above it publishes a DMARC record"
        + (discarded ? " that counts." : ".");
  }

  private static String unusable(DomainName domain) {
    return "The record of "
        + domain
        + " has a wrong policy and no rua address (RFC 9989 section 4.10.1).";
  }

  private static String whichRecord(DomainName author, DomainName domain, DomainName organization) {
    if (domain.equals(author)) {
      return "The record of the author domain itself applies.";
    }
    return author
        + " has no record of its own, so that of "
        + (domain.equals(organization) ? "its organizational domain " : "the public suffix ")
        + domain
        + " applies.";
  }

  // RFC 9989 section 3.2.13: a name for which DNS answers NXDOMAIN does not exist.
  private Existence existence(DomainName name) {
    DnsAnswer<?> answer = dns.a(name);
    if (answer instanceof DnsAnswer.Failed) {
      return Existence.UNKNOWN;
    }
    return answer instanceof DnsAnswer.NoSuchDomain ? Existence.DOES_NOT_EXIST : Existence.EXISTS;
  }

  private static Applied applied(Step step, @Nullable Existence existence, List<String> reasons) {
    DmarcRecord record = step.record();
    boolean below = existence != null;
    boolean exists = existence != Existence.DOES_NOT_EXIST;
    Policy asked = record.policyFor(below, exists).orElseThrow();
    PolicyTag tag = record.tagFor(below, exists);
    if (existence == Existence.DOES_NOT_EXIST) {
      reasons.add("The name does not exist in DNS, so np counts before sp, and sp before p.");
    } else if (existence == Existence.EXISTS) {
      reasons.add("The name exists in DNS, so sp counts before p.");
    } else if (existence == Existence.UNKNOWN) {
      reasons.add("DNS did not say whether the name exists; it is taken to exist.");
    }
    reasons.add(whichTag(record, tag, asked));
    // RFC 9989 section 4.7: in test mode, receivers apply one level less.
    Policy policy = record.testing() ? asked.weaker() : asked;
    if (asked != policy) {
      reasons.add("In test mode (t=y) receivers apply one level less: " + policy.wire() + ".");
    }
    return new Applied(record, step.domain(), tag, policy, asked);
  }

  private static String whichTag(DmarcRecord record, PolicyTag tag, Policy policy) {
    if (record.hasWrongPolicy()) {
      return "A policy tag has a wrong value, so the record counts as p=none, for its reports.";
    }
    return tag == PolicyTag.P && record.p() == null
        ? "The record has no tag p, which means none."
        : "The tag " + tag.wire() + " says " + policy.wire() + ".";
  }

  // RFC 7489 section 6.6.3: the author domain, then its organizational domain by the list.
  private ListView listView(DomainName author) {
    DomainName organization = PublicSuffixes.organizationalDomain(author);
    for (DomainName domain : List.of(author, organization)) {
      DnsAnswer<String> answer = records(domain);
      List<DmarcRecord> records = DmarcRecord.among(answer.values());
      if (answer instanceof DnsAnswer.Failed || records.size() > 1) {
        return new ListView(organization, null, null);
      }
      if (records.size() == 1) {
        // RFC 7489 knows no np: a subdomain gets sp whether it exists or not.
        Policy policy = records.get(0).policyFor(!domain.equals(author), true).orElse(null);
        return new ListView(organization, policy == null ? null : domain, policy);
      }
    }
    return new ListView(organization, null, null);
  }
}
