package dev.plumbline.review.json;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.store.judgement.SourceStanding;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A source of a domain as it was judged last, in a list of many.
 *
 * @param sender the key of the sender behind it
 * @param name of that sender
 * @param fixed whether most of its mail failed as reported and passes with today's DNS
 * @param since when this standing began
 */
public record SourceJson(
    String domain,
    String ip,
    String sender,
    String name,
    String standing,
    List<String> reasons,
    boolean fixed,
    Instant since,
    long messages,
    long passMessages,
    long dkimPassMessages,
    long spfPassMessages,
    long refusedMessages,
    LocalDate firstDay,
    LocalDate lastDay) {

  public static SourceJson of(String domain, SourceStanding source) {
    return new SourceJson(
        domain,
        IpAddresses.toText(source.ip()),
        source.sender().key(),
        source.sender().name(),
        source.standing().wire(),
        source.sentences(),
        source.fixed(),
        source.since(),
        source.figures().messages(),
        source.figures().passed(),
        source.figures().dkim(),
        source.figures().spf(),
        source.figures().refused(),
        source.firstSeen(),
        source.lastSeen());
  }
}
