package dev.plumbline.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** DNS as it would be with other TXT records at some names. */
public final class ProposedDns implements Dns {

  private final Dns dns;
  private final Map<DomainName, List<String>> changed;

  /** Null for all of them: then nobody need be asked. */
  private final @Nullable Predicate<String> replaced;

  /**
   * TXT records take the place of some of those published.
   *
   * @param changed the texts by name; an empty list takes records away
   * @param replaced which of the published texts go; the others stay
   */
  public ProposedDns(Dns dns, Map<DomainName, List<String>> changed, Predicate<String> replaced) {
    this.dns = dns;
    this.changed = Map.copyOf(changed);
    this.replaced = replaced;
  }

  /** TXT records take the place of all those at a name. */
  public ProposedDns(Dns dns, DomainName name, List<String> texts) {
    this.dns = dns;
    this.changed = Map.of(name, List.copyOf(texts));
    this.replaced = null;
  }

  @Override
  @SuppressWarnings("unchecked") // a question for TXT is answered by texts
  public <T> DnsAnswer<T> ask(Question<T> question) {
    List<String> texts = changed.get(question.name());
    if (texts == null) {
      return dns.ask(question);
    }
    return switch (question.type()) {
      case TXT -> (DnsAnswer<T>) proposed(texts, question.name());
      // RFC 1034 section 3.6.2: where another record stands, there is no alias.
      case CNAME -> new DnsAnswer.NoData<>(Duration.ZERO);
      default -> dns.ask(question);
    };
  }

  private DnsAnswer<String> proposed(List<String> texts, DomainName name) {
    List<String> all = new ArrayList<>(texts);
    if (replaced != null) {
      dns.txt(name).values().stream().filter(replaced.negate()).forEach(all::add);
    }
    return all.isEmpty()
        ? new DnsAnswer.NoData<>(Duration.ZERO)
        : new DnsAnswer.Found<>(all, Duration.ZERO);
  }
}
