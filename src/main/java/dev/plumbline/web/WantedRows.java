package dev.plumbline.web;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.traffic.RowFilter;
import dev.plumbline.store.traffic.Shown;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a report that an address asks for.
 *
 * @param ip as typed; all sources are shown if it is none
 * @param sender the key of one, null for all
 * @param whose null for all
 * @param author a name in From:, null for all
 */
record WantedRows(
    Shown show,
    String ip,
    @Nullable Standing standing,
    RowFilter.@Nullable Signature signature,
    @Nullable String sender,
    @Nullable Whose whose,
    @Nullable String author) {

  Optional<InetAddress> address() {
    return ip.isBlank() ? Optional.empty() : IpAddresses.parse(ip.strip());
  }

  boolean isNoAddress() {
    return !ip.isBlank() && address().isEmpty();
  }

  RowFilter filter() {
    RowFilter.Behind some =
        standing != null
            ? RowFilter.Behind.standing(List.of(standing))
            : whose != null ? whose.sources() : RowFilter.Behind.ANYBODY;
    return new RowFilter(
        show,
        address().orElse(null),
        new RowFilter.Behind(sender, some.standings()),
        signature,
        author,
        true);
  }

  /** The same as part of a query, with an ampersand behind it; empty if all are wanted. */
  String query() {
    return (show == Shown.ALL ? "" : "show=" + show.wire() + "&")
        + (address().isPresent() ? "ip=" + Links.value(ip.strip()) + "&" : "")
        + (standing == null ? "" : "standing=" + standing.wire() + "&")
        + kept().stream()
            .map(one -> one.name() + "=" + Links.value(one.value()) + "&")
            .collect(Collectors.joining());
  }

  /**
   * By what else rows were chosen, in words; null if by nothing.
   *
   * @param name of the sender
   */
  @Nullable String chosen(UnaryOperator<String> name) {
    List<String> words = new ArrayList<>();
    if (signature != null) {
      words.add(new WantedReports.Signed(signature).mail());
    }
    if (sender != null) {
      words.add("with mail of " + name.apply(sender));
    }
    if (whose != null && standing == null) {
      words.add("with mail " + whose.words());
    }
    if (author != null) {
      words.add("with %s in From".formatted(DomainName.forPeople(author)));
    }
    return words.isEmpty() ? null : String.join(" and ", words);
  }

  /** What a form keeps of it that it does not ask for. */
  List<HiddenField> kept() {
    List<HiddenField> kept = new ArrayList<>();
    if (signature != null) {
      kept.addAll(new WantedReports.Signed(signature).fields());
    }
    HiddenField.add(kept, "sender", sender);
    if (whose != null) {
      kept.add(whose.field());
    }
    HiddenField.add(kept, "author", author);
    return kept;
  }
}
