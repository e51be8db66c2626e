package dev.plumbline.standing;

import dev.plumbline.dkim.Selector;
import dev.plumbline.dns.IpAddresses;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * That a test mail through a sender passed DMARC.
 *
 * @param at when it came
 * @param source the address of the sender that it came from
 * @param key of the aligned signature by which it passed; null if it passed by the address, which
 *     shows nothing about other addresses
 */
public record Proof(Instant at, InetAddress source, @Nullable Selector key) {

  /**
   * Whether it shows what a source's mail gets. Mail that failed on a later day shows that it does
   * not; on the same day it may have been sent before.
   */
  boolean isAbout(SourceFacts facts) {
    LocalDate day = Words.utcDay(at);
    return (key != null || source.equals(facts.ip()))
        && facts.days().stream()
            .noneMatch(one -> one.day().isAfter(day) && one.passMessages() < one.messages());
  }

  /** As a reason. */
  Reason reason() {
    return new Reason.TestPassed(
        Words.utcDay(at),
        IpAddresses.toText(source),
        key == null ? null : key.signer().toString(),
        key == null ? null : key.name());
  }
}
