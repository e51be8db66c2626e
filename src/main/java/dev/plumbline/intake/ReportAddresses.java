package dev.plumbline.intake;

import dev.plumbline.dns.DomainName;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The addresses that reports are sent to, as far as settings and mailboxes say. */
@ApplicationScoped
public class ReportAddresses {

  private static final String MAILTO = "mailto:";

  private final Mailboxes mailboxes;
  private final List<String> more;

  ReportAddresses(
      Mailboxes mailboxes,
      BoundsSettings bounds,
      @ConfigProperty(name = "plumbline.listener.recipients") Optional<List<String>> listened) {
    this.mailboxes = mailboxes;
    this.more =
        Stream.of(bounds.addresses(), listened)
            .flatMap(Optional::stream)
            .flatMap(List::stream)
            .toList();
  }

  /** All of them as of now, as {@link #plain} writes them. */
  public Set<String> all() {
    Set<String> all = new HashSet<>();
    mailboxes.users().stream()
        .filter(user -> user.contains("@"))
        .forEach(user -> all.add(plain(user)));
    more.forEach(address -> all.add(plain(address)));
    return all;
  }

  /**
   * An address, or a URI that leads to it, for comparing: in lower case, its domain as A-labels, as
   * records have it, and without what follows a plus sign, which leads to the same mailbox.
   */
  public static String plain(String text) {
    String address = text.strip().toLowerCase(Locale.ROOT);
    if (address.startsWith(MAILTO)) {
      address = address.substring(MAILTO.length());
      int query = address.indexOf('?');
      address = decoded(query < 0 ? address : address.substring(0, query));
    }
    int at = address.lastIndexOf('@') + 1;
    String domain = address.substring(at);
    return address.substring(0, at).replaceFirst("\\+[^@]*@", "@")
        + DomainName.parseWritten(domain).map(DomainName::toString).orElse(domain);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
