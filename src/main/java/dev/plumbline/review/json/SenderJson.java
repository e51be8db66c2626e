package dev.plumbline.review.json;

import dev.plumbline.review.KeptDomain.KeptSender;
import dev.plumbline.store.judgement.SenderStanding;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sender of a domain in a list of many: as {@link SendersJson} tells it, without its sources.
 *
 * @param steps what to do about it
 * @param verdict what was decided about it, null if nobody did
 * @param owner who answers for it, null if nobody said so
 */
public record SenderJson(
    String domain,
    String key,
    String name,
    String kind,
    String standing,
    List<String> reasons,
    Instant since,
    LocalDate firstDay,
    LocalDate lastDay,
    @Nullable LocalDate silentSince,
    long messages,
    long passMessages,
    long refusedMessages,
    int sourceCount,
    List<String> steps,
    @Nullable String verdict,
    @Nullable String owner) {

  public static SenderJson of(String domain, KeptSender kept) {
    SenderStanding sender = kept.standing();
    return new SenderJson(
        domain,
        sender.sender().key(),
        sender.sender().name(),
        sender.sender().kind(),
        sender.standing().wire(),
        sender.sentences(),
        sender.since(),
        sender.firstSeen(),
        sender.lastSeen(),
        sender.silentSince(),
        sender.figures().messages(),
        sender.figures().passed(),
        sender.figures().refused(),
        sender.sources(),
        kept.remedy() == null ? List.of() : kept.remedy().steps(),
        kept.decision() == null ? null : kept.decision().verdict().wire(),
        kept.decision() == null ? null : kept.decision().owner());
  }
}
