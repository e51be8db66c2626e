package dev.plumbline.dmarc;

import dev.plumbline.dns.DomainName;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which policy applies to an author domain, and why (RFC 9989 section 4.10).
 *
 * @param author the name asked about
 * @param questions the tree walk, in the order asked
 * @param existence whether the author domain exists; null if no policy depends on it
 * @param organization the domain it belongs to
 * @param applied the policy; null if DMARC does not apply or DNS failed
 * @param listView what receivers find that still use the public suffix list
 * @param reasons how it came about, one sentence each
 * @param failure one sentence if DNS did not answer, so that nothing is certain; else null
 */
public record PolicyLookup(
    DomainName author,
    List<Question> questions,
    @Nullable Existence existence,
    Organization organization,
    @Nullable Applied applied,
    ListView listView,
    List<String> reasons,
    @Nullable String failure) {

  public PolicyLookup {
    questions = List.copyOf(questions);
    reasons = List.copyOf(reasons);
  }

  /** What a question of the tree walk found. */
  public enum Outcome {
    /** One DMARC record. */
    RECORD,
    /** None. */
    NO_RECORD,
    /** More than one, so that all are discarded. */
    SEVERAL_RECORDS,
    /** DNS did not answer. */
    FAILED
  }

  /**
   * One question of the tree walk.
   *
   * @param name asked for TXT records, such as {@code _dmarc.example.org}
   * @param records the DMARC records found
   * @param doubts why receivers discard them, or strict ones may, one sentence each
   */
  public record Question(String name, Outcome outcome, List<String> records, List<String> doubts) {

    public Question {
      records = List.copyOf(records);
      doubts = List.copyOf(doubts);
    }
  }

  /** Whether a name exists in DNS (RFC 9989 section 3.2.13). */
  public enum Existence {
    EXISTS,
    /** NXDOMAIN. */
    DOES_NOT_EXIST,
    /** DNS did not answer. */
    UNKNOWN
  }

  /**
   * The organizational domain.
   *
   * @param domain by the tree walk
   * @param reason why, in one sentence
   */
  public record Organization(DomainName domain, String reason) {}

  /**
   * The policy that applies.
   *
   * @param domain whose record it is
   * @param tag where the policy is taken from; P also if the tag is absent or unusable
   * @param policy what receivers apply: in test mode less than asked for (RFC 9989 section 4.7)
   * @param asked what the tag says
   */
  public record Applied(
      DmarcRecord record, DomainName domain, PolicyTag tag, Policy policy, Policy asked) {}

  /**
   * What receivers of RFC 7489 find.
   *
   * @param organizationalDomain by the public suffix list
   * @param policyDomain whose record applies; null if there is none
   * @param policy null if there is no record, or DNS failed
   */
  public record ListView(
      DomainName organizationalDomain,
      @Nullable DomainName policyDomain,
      @Nullable Policy policy) {}

  /** Whether both kinds of receivers come to the same organizational domain and policy. */
  public boolean viewsAgree() {
    return organization.domain().equals(listView.organizationalDomain())
        && (applied == null
            ? listView.policyDomain() == null
            : Objects.equals(applied.domain(), listView.policyDomain())
                && applied.record().policyFor(isBelow(applied), true).orElse(null)
                    == listView.policy());
  }

  // RFC 7489 knows no np, so only what both know is compared.
  private boolean isBelow(Applied found) {
    return !found.domain().equals(author);
  }
}
