package dev.plumbline.review;

import dev.plumbline.sender.MailService;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.Reason;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.Wording;
import dev.plumbline.standing.remedy.Remedy;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One judged sender.
 *
 * @param key names it in addresses and exports; stable
 * @param name for people
 * @param kind {@code own}; the kind of a service in the catalogue, as {@code marketing}; {@code
 *     service} for another one; {@code asn} or {@code network} if nothing but that is known
 * @param service its catalogue entry, null if it has none
 * @param evidence what it is named by, as sentences
 * @param sources by messages
 * @param decision what somebody decided about it, null if nobody did
 * @param remedy what to do about it as the last re-check found, null if it was not checked since
 */
public record SenderReview(
    String key,
    String name,
    String kind,
    @Nullable MailService service,
    List<String> evidence,
    Standing standing,
    List<Reason> reasons,
    long messages,
    long passMessages,
    LocalDate firstDay,
    LocalDate lastDay,
    List<SourceReview> sources,
    @Nullable Decision decision,
    @Nullable Remedy remedy) {

  public SenderReview {
    evidence = List.copyOf(evidence);
    reasons = List.copyOf(reasons);
    sources = List.copyOf(sources);
  }

  /** The reasons in words. */
  public List<String> sentences() {
    return Wording.sentences(reasons);
  }
}
