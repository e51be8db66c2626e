package dev.plumbline.standing;

import dev.plumbline.dkim.Selector;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one source contributes to {@linkplain DomainFacts what all sources of its domain share}:
 * small enough to be kept for every source, so that a domain is judged source by source.
 *
 * @param sender the key of the sender it is named by; empty until it is named
 * @param messages all of them
 * @param signedToday messages that passed by a key that is published today
 * @param atHome whether it is of the domain's own infrastructure
 * @param direct whether its mail arrives as that of a signer does: intact, from a host of the
 *     envelope
 * @param partlyFailing whether some of its mail failed, and SPF never passed aligned; not known of
 *     a source that nobody looked at
 * @param calledForwarder whether receivers say that it passes mail on, and it is not at home
 * @param signatures the aligned ones it was seen with
 * @param kin what it shares with other hosts of the same signer: host and envelope domains
 * @param shown the keys of senders that the connection itself shows, which no forwarder passes on
 * @param brokenSpf why the domain's record is a permanent error for it, null if it is not
 */
public record SourceTraits(
    InetAddress ip,
    String sender,
    long messages,
    long signedToday,
    boolean atHome,
    boolean direct,
    boolean partlyFailing,
    boolean calledForwarder,
    List<Signature> signatures,
    Set<String> kin,
    Set<String> shown,
    @Nullable String brokenSpf) {

  public SourceTraits {
    signatures = List.copyOf(signatures);
    // Sorted, so that equal traits are kept as equal texts.
    kin = Collections.unmodifiableSet(new TreeSet<>(kin));
    shown = Collections.unmodifiableSet(new TreeSet<>(shown));
  }

  /**
   * An aligned signature.
   *
   * @param verified whether it verified
   */
  public record Signature(Selector selector, long messages, boolean verified) {}

  /**
   * The same of a source that was named.
   *
   * @param sender the key of its sender
   * @param shown the keys of senders that its connection shows
   */
  public SourceTraits named(String sender, Set<String> shown) {
    return new SourceTraits(
        ip,
        sender,
        messages,
        signedToday,
        atHome,
        direct,
        partlyFailing,
        calledForwarder,
        signatures,
        kin,
        shown,
        brokenSpf);
  }
}
