package dev.plumbline.web;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.store.traffic.RowFilter;
import dev.plumbline.store.traffic.Shown;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which reports about a domain a list was asked for, as its address has them. */
public class ReportsRequest {

  @QueryParam("q")
  @DefaultValue("")
  String search = "";

  /** Whose reports are shown, however it spells its name. */
  @QueryParam("reporter")
  @Nullable Long reporter;

  /** Whose reports are shown, named so and in no other way. */
  @QueryParam("by")
  @Nullable String by;

  /** Those with messages that fail, of reporters that are named in none of these ways. */
  @QueryParam("but")
  List<String> but = List.of();

  /** Those with messages of this address. */
  @QueryParam("ip")
  @DefaultValue("")
  String ip = "";

  /** With {@code selector}: those that tell of such signatures. */
  @QueryParam("signer")
  @DefaultValue("")
  String signer = "";

  @QueryParam("selector")
  @DefaultValue("")
  String selector = "";

  /** Those that tell of messages of a sender, by its key. */
  @QueryParam("sender")
  @DefaultValue("")
  String sender = "";

  /** Those that tell of messages of senders that are judged so. */
  @QueryParam("standing")
  @Nullable String standing;

  /** Those with messages that fail, of some senders. */
  @QueryParam("whose")
  @Nullable String whose;

  /** Those with this name in From:, as if it was looked for. */
  @QueryParam("author")
  @DefaultValue("")
  String author = "";

  /** Those with such messages: of whom else is named here, or of anybody. */
  @QueryParam("show")
  @Nullable String show;

  @QueryParam("page")
  @Nullable String page;

  Shown shown() {
    return Shows.of(show);
  }

  /** What is looked for; empty if nothing is. */
  String sought() {
    return search.isBlank() ? author.strip() : search.strip();
  }

  /** The address of which messages are meant; null if none is said. */
  @Nullable InetAddress address() {
    return ip.isBlank()
        ? null
        : IpAddresses.parse(ip.strip())
            .orElseThrow(() -> new BadRequestException("\"%s\" is no IP address.".formatted(ip)));
  }

  RowFilter.@Nullable Signature signature() {
    return signature(signer, selector);
  }

  /**
   * A signature of an address; null if nothing is said of it.
   *
   * @throws BadRequestException if it is only half said
   */
  static RowFilter.@Nullable Signature signature(String signer, String selector) {
    if (signer.isBlank() && selector.isBlank()) {
      return null;
    }
    if (signer.isBlank() || selector.isBlank()) {
      throw new BadRequestException(
          "A signature is looked for by \"signer\" and \"selector\", both of them.");
    }
    return new RowFilter.Signature(signer.strip(), selector.strip());
  }

  /**
   * Does nothing if all that was said counts.
   *
   * @param wanted what was made of it
   * @throws BadRequestException if something would be ignored
   */
  void refuseIgnored(WantedReports wanted) {
    Set<String> counts =
        wanted.fields().stream()
            .filter(one -> !one.name().equals("show") || one.value().equals(shown().wire()))
            .map(HiddenField::name)
            .collect(Collectors.toSet());
    // An address and a name in From are looked for like anything else.
    if (counts.contains("q")) {
      counts.add(search.isBlank() ? ip.isBlank() ? "author" : "ip" : "q");
    }
    List<String> said = said();
    Optional<String> ignored = said.stream().filter(one -> !counts.contains(one)).findFirst();
    if (ignored.isPresent()) {
      throw new BadRequestException(
          "\"%s\" cannot be asked for together with \"%s\"."
              .formatted(
                  ignored.get(),
                  said.stream().filter(counts::contains).findFirst().orElse("page")));
    }
  }

  /** What the address says, but for days and page. */
  private List<String> said() {
    List<HiddenField> said = new ArrayList<>();
    HiddenField.add(said, "reporter", reporter == null ? null : Long.toString(reporter));
    HiddenField.add(said, "by", by);
    but.stream().limit(1).forEach(one -> said.add(new HiddenField("but", one)));
    HiddenField.add(said, "signer", signer);
    HiddenField.add(said, "selector", selector);
    HiddenField.add(said, "sender", sender);
    HiddenField.add(said, "standing", standing);
    HiddenField.add(said, "whose", whose);
    HiddenField.add(said, "ip", ip);
    HiddenField.add(said, "q", search);
    HiddenField.add(said, "author", author);
    HiddenField.add(said, "show", shown() == Shown.ALL ? null : show);
    return said.stream().map(HiddenField::name).toList();
  }
}
