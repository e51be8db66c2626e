package dev.plumbline.store.judgement;

import dev.plumbline.standing.Reason;
import dev.plumbline.standing.SourceTraits;
import dev.plumbline.standing.Standing;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * A source as it was just judged.
 *
 * @param strangers messages that pass SPF or DKIM for domains of its own
 * @param others messages that other customers of a service sent from the address
 * @param othersProfiles the profiles of these
 * @param traits what it contributes to the judgement of others
 * @param signedOnly keys of senders that nothing but a signature speaks for
 * @param passingOn whether signatures of others arrive from it
 * @param checks stands for what re-checks had found of it
 */
public record JudgedSource(
    SourceTraits traits,
    SenderName sender,
    Standing standing,
    List<Reason> reasons,
    boolean fixed,
    Figures figures,
    long strangers,
    long others,
    Set<String> othersProfiles,
    LocalDate firstSeen,
    LocalDate lastSeen,
    Set<String> signedOnly,
    boolean passingOn,
    long checks) {

  public JudgedSource {
    reasons = List.copyOf(reasons);
    othersProfiles = Set.copyOf(othersProfiles);
    signedOnly = Set.copyOf(signedOnly);
  }
}
