package dev.plumbline.web;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.remedy.Remedy;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.traffic.Traffic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sender in a list.
 *
 * @param detail where it sends from, as "4 sources"
 * @param reason the reason that weighs most for its standing
 * @param todo what to do first, null if nothing has to be done
 * @param failing messages in the period shown that fail DMARC
 * @param of how many messages there are in that period
 * @param shares how many of them SPF and DKIM let pass; null if there are none
 */
public record SenderLine(
    String key,
    String name,
    String href,
    StandingBadge badge,
    String detail,
    String reason,
    @Nullable String todo,
    String failing,
    String of,
    @Nullable String shares) {

  /**
   * The line of a sender.
   *
   * @param remedy what would help, null if nothing is known or needed
   */
  static SenderLine of(
      String domain,
      SenderStanding sender,
      Period period,
      Traffic traffic,
      @Nullable Remedy remedy) {
    List<String> reasons = sender.sentences();
    return new SenderLine(
        sender.sender().key(),
        DomainName.inSentence(sender.sender().name()),
        Links.sender(domain, sender.sender().key(), period),
        StandingBadge.of(sender.standing()),
        detail(sender),
        reasons.isEmpty() ? "" : DomainName.inSentence(reasons.get(0)),
        sender.standing().isOpen() && remedy != null && !remedy.steps().isEmpty()
            ? DomainName.inSentence(remedy.steps().get(0))
            : null,
        Format.count(traffic.messages() - traffic.pass()),
        of(traffic),
        traffic.messages() == 0
            ? null
            : "SPF %s, DKIM %s"
                .formatted(
                    Format.share(traffic.spf(), traffic.messages()),
                    Format.share(traffic.dkim(), traffic.messages())));
  }

  /** As "of 1,234 fail". */
  static String of(Traffic traffic) {
    return traffic.messages() == 0
        ? "none in this period"
        : "of " + Format.count(traffic.messages()) + " fail";
  }

  private static String detail(SenderStanding sender) {
    String sources =
        sender.sources() == 1
            ? IpAddresses.toText(sender.leading())
            : Format.count(sender.sources()) + " sources";
    return sender.silentSince() == null
        ? sources + ", seen until " + Format.day(sender.lastSeen())
        : sources + ", silent since " + Format.day(sender.silentSince());
  }
}
