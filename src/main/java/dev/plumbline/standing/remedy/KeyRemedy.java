package dev.plumbline.standing.remedy;

import dev.plumbline.dkim.DkimKey;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.standing.SourceFacts.KeyNow;
import dev.plumbline.standing.remedy.Remedy.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The lost keys of one sender, and those of them that can be published again.
 *
 * @param lost in the order in which they were met
 */
record KeyRemedy(List<Lost> lost) {

  /**
   * A key that is not published any more.
   *
   * @param change what brings it back, null if that is not known
   * @param sources how many sources signed with it
   */
  record Lost(String name, KeyNow key, @Nullable Change change, int sources) {}

  KeyRemedy {
    lost = List.copyOf(lost);
  }

  static KeyRemedy of(Dns dns, Earlier earlier, SenderNeeds sender) {
    List<Lost> lost = new ArrayList<>();
    sender
        .lostKeys()
        .forEach(
            (name, key) ->
                lost.add(
                    new Lost(
                        name,
                        key,
                        restored(dns, earlier, name).orElse(null),
                        sender.signedWith(name))));
    return new KeyRemedy(lost);
  }

  /** Those that can come back. */
  List<Lost> restorable() {
    return lost.stream().filter(key -> key.change() != null).toList();
  }

  /** Their names. */
  Set<String> restored() {
    return restorable().stream().map(Lost::name).collect(Collectors.toSet());
  }

  /** The record that was there before, if it is a usable key and nothing else took its place. */
  private static Optional<Change> restored(Dns dns, Earlier earlier, String name) {
    Optional<DomainName> owner = DomainName.parse(name);
    if (owner.isEmpty()) {
      return Optional.empty();
    }
    DnsAnswer<String> texts = dns.txt(owner.get());
    DnsAnswer<DomainName> alias = dns.cname(owner.get());
    boolean unknown = texts instanceof DnsAnswer.Failed || alias instanceof DnsAnswer.Failed;
    if (unknown || !alias.values().isEmpty() || texts.values().size() > 1) {
      return Optional.empty();
    }
    String before = texts.values().isEmpty() ? null : texts.values().get(0);
    Optional<DomainName> target =
        Optional.ofNullable(earlier.aliases().get(name)).flatMap(DomainName::parse);
    if (target.isPresent()) {
      return before == null && holdsKey(dns, target.get())
          ? Optional.of(new Change(name, "CNAME", null, target.get().toString()))
          : Optional.empty();
    }
    return Optional.ofNullable(earlier.keys().get(name))
        .filter(KeyRemedy::isUsable)
        .map(key -> new Change(name, "TXT", before, key));
  }

  private static boolean holdsKey(Dns dns, DomainName target) {
    return dns.txt(target).values().stream().anyMatch(KeyRemedy::isUsable);
  }

  private static boolean isUsable(String record) {
    return DkimKey.parse(record).state().verifies();
  }
}
