package dev.plumbline.web;

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
 * @param messages in the period shown
 * @param share its part of the domain's messages in that period
 */
public record SenderLine(
    String name,
    String href,
    StandingBadge badge,
    String detail,
    String reason,
    @Nullable String todo,
    String messages,
    String share) {

  /**
   * The line of a sender.
   *
   * @param remedy what would help, null if nothing is known or needed
   * @param all the domain's messages in the period
   */
  static SenderLine of(
      String domain,
      SenderStanding sender,
      Period period,
      Traffic traffic,
      @Nullable Remedy remedy,
      long all) {
    List<String> reasons = sender.sentences();
    return new SenderLine(
        sender.sender().name(),
        Links.sender(domain, sender.sender().key(), period),
        StandingBadge.of(sender.standing()),
        detail(sender),
        reasons.isEmpty() ? "" : reasons.get(0),
        sender.standing().isOpen() && remedy != null && !remedy.steps().isEmpty()
            ? remedy.steps().get(0)
            : null,
        Format.count(traffic.messages()),
        Format.share(traffic.messages(), all) + " of messages");
  }

  private static String detail(SenderStanding sender) {
    String sources =
        sender.sources() == 1
            ? IpAddresses.toText(sender.leading())
            : Format.count(sender.sources()) + " sources";
    return sender.silentSince() == null
        ? sources
        : sources + ", silent since " + Format.day(sender.silentSince());
  }
}
