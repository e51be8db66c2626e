package dev.plumbline.sender;

import dev.plumbline.dns.DomainName;
import dev.plumbline.standing.SourceFacts;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names who is behind a source, by weighing what receivers and DNS have verified. A name that was
 * merely used, in an envelope, a HELO or a signature that failed, counts for nothing.
 */
public final class SenderNames {

  private final Catalogue catalogue;
  private final AddressData addresses;

  SenderNames(Catalogue catalogue, AddressData addresses) {
    this.catalogue = catalogue;
    this.addresses = addresses;
  }

  /** Who is behind a source of a domain, if nothing is known of the others. */
  Sender of(SourceFacts source, DomainName organizationalDomain) {
    return of(source, organizationalDomain, Set.of());
  }

  /**
   * Who is behind a source of a domain.
   *
   * @param shown the keys of senders that the connection of some source of the domain shows
   */
  public Sender of(SourceFacts source, DomainName organizationalDomain, Set<String> shown) {
    return naming(source, organizationalDomain).sender(shown);
  }

  /**
   * A source with its sender, and what its evidence is.
   *
   * @param shown the keys of the senders that its connection shows, which no forwarder passes on
   * @param signedOnly the keys of the others that a signature speaks for
   * @param ours its facts, without what other customers of a service sent from it
   * @param others what these sent
   */
  public record Named(
      Sender sender, Set<String> shown, Set<String> signedOnly, SourceFacts ours, Others others) {

    public Named {
      shown = Set.copyOf(shown);
      signedOnly = Set.copyOf(signedOnly);
    }
  }

  /**
   * Names a source of a domain, and tells how it was named.
   *
   * @param shown the keys of senders that the connection of some source of the domain shows
   */
  public Named name(SourceFacts source, DomainName organizationalDomain, Set<String> shown) {
    Naming naming = naming(source, organizationalDomain);
    Set<String> connected = new HashSet<>();
    naming.addConnected(connected);
    Set<String> signedOnly = new HashSet<>(naming.candidates());
    signedOnly.removeAll(connected);
    return new Named(naming.sender(shown), connected, signedOnly, naming.ours(), naming.others());
  }

  /** The keys of the senders that a source's connection shows, which no forwarder passes on. */
  public Set<String> shown(SourceFacts source, DomainName organizationalDomain) {
    Set<String> keys = new HashSet<>();
    naming(source, organizationalDomain).addConnected(keys);
    return keys;
  }

  /**
   * Who is behind each source of a domain. A service that some sources show as theirs is known to
   * have hosts of its own: its signature alone names no other source.
   */
  public Map<InetAddress, Named> all(
      Collection<SourceFacts> sources, DomainName organizationalDomain) {
    List<Naming> namings =
        sources.stream().map(source -> naming(source, organizationalDomain)).toList();
    Set<String> connected = new HashSet<>();
    namings.forEach(naming -> naming.addConnected(connected));
    Map<InetAddress, Named> senders = new LinkedHashMap<>();
    namings.forEach(
        naming ->
            senders.put(
                naming.ours().ip(),
                new Named(
                    naming.sender(connected), Set.of(), Set.of(), naming.ours(), naming.others())));
    return senders;
  }

  private Naming naming(SourceFacts source, DomainName organizationalDomain) {
    return new Naming(catalogue, addresses, source, organizationalDomain);
  }

  /** The sentences of a sender's sources, those of most sources first. */
  public static List<String> together(Collection<Sender> sources, int most) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    sources.forEach(
        source -> source.evidence().forEach(sentence -> counts.merge(sentence, 1, Integer::sum)));
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }
}
