package dev.plumbline.dmarc;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the destinations of reports want them: those of another organization must say so (RFC
 * 9990 section 4).
 */
public final class ReportDestinations {

  /** Destinations that are asked about; records name one or two. */
  static final int MAX_DESTINATIONS = 10;

  private final Dns dns;
  private final PolicyDiscovery discovery;

  /** A check that asks this DNS. */
  public ReportDestinations(Dns dns) {
    this.dns = dns;
    this.discovery = new PolicyDiscovery(dns);
  }

  /** What a destination says. */
  public enum State {
    /** It belongs to the same organization, so nobody asks. */
    SAME_ORGANIZATION,
    /** Another organization, which agrees. */
    AUTHORIZED,
    /** Another organization, which does not say that it agrees: no reports are sent. */
    NOT_AUTHORIZED,
    /** DNS did not answer. */
    UNKNOWN,
    /** The URI has no host to ask, or there were too many. */
    NOT_ASKED
  }

  /**
   * One destination.
   *
   * @param tag {@code rua} or {@code ruf}
   * @param asked the name that must hold {@code v=DMARC1}; null if nobody asks
   * @param found the records at that name
   * @param override the destinations the other organization asks for instead
   */
  public record Destination(
      String tag,
      ReportUri uri,
      State state,
      @Nullable String asked,
      List<String> found,
      List<ReportUri> override) {

    public Destination {
      found = List.copyOf(found);
      override = List.copyOf(override);
    }
  }

  /** Checks every destination of a record published for a domain. */
  public List<Destination> check(DomainName policyDomain, DmarcRecord record) {
    List<Destination> destinations = new ArrayList<>();
    Map<DomainName, Optional<DomainName>> organizations = new HashMap<>();
    Stream.concat(
            record.rua().stream().map(uri -> Map.entry("rua", uri)),
            record.ruf().stream().map(uri -> Map.entry("ruf", uri)))
        .limit(MAX_DESTINATIONS)
        .forEach(
            tagged ->
                destinations.add(
                    destination(policyDomain, tagged.getKey(), tagged.getValue(), organizations)));
    return destinations;
  }

  private Destination destination(
      DomainName policyDomain,
      String tag,
      ReportUri uri,
      Map<DomainName, Optional<DomainName>> organizations) {
    DomainName host = uri.host();
    if (host == null) {
      return new Destination(tag, uri, State.NOT_ASKED, null, List.of(), List.of());
    }
    Optional<DomainName> ours =
        organizations.computeIfAbsent(policyDomain, discovery::organizationalDomain);
    Optional<DomainName> theirs =
        organizations.computeIfAbsent(host, discovery::organizationalDomain);
    if (ours.isPresent() && ours.equals(theirs)) {
      return new Destination(tag, uri, State.SAME_ORGANIZATION, null, List.of(), List.of());
    }
    String name = policyDomain + "._report._dmarc." + host;
    Optional<DomainName> asked = DomainName.parse(name);
    if (asked.isEmpty()) {
      // Step 4: a name that does not fit into DNS cannot agree.
      return new Destination(tag, uri, State.NOT_AUTHORIZED, name, List.of(), List.of());
    }
    DnsAnswer<String> answer = dns.txt(asked.get());
    if (answer instanceof DnsAnswer.Failed) {
      return new Destination(tag, uri, State.UNKNOWN, name, List.of(), List.of());
    }
    List<DmarcRecord> records = DmarcRecord.among(answer.values());
    List<ReportUri> override =
        records.stream()
            .flatMap(record -> (tag.equals("rua") ? record.rua() : record.ruf()).stream())
            .toList();
    State state = records.isEmpty() ? State.NOT_AUTHORIZED : State.AUTHORIZED;
    return new Destination(tag, uri, state, name, answer.values(), override);
  }
}
