package dev.plumbline.verify;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a mail came, as one's own server saw it.
 *
 * @param ip of the host that sent it; null if that is not known
 * @param helo how the host named itself; null if that is not known
 * @param mailFrom the reverse path; empty if the mail had none, null if it is not known
 * @param tls whether the connection was encrypted
 * @param tlsVersion such as {@code TLSv1.3}; null if it is not known, or was not
 * @param received when it came
 */
public record Connection(
    @Nullable InetAddress ip,
    @Nullable String helo,
    @Nullable String mailFrom,
    Tls tls,
    @Nullable String tlsVersion,
    Instant received) {

  /** Whether a connection was encrypted. */
  public enum Tls {
    USED,
    NOT_USED,
    UNKNOWN
  }

  /** A mail of which nothing is known but itself. */
  public static Connection unknown(Instant received) {
    return new Connection(null, null, null, Tls.UNKNOWN, null, received);
  }

  /** The name of the host by its HELO; empty if that is none, or an address. */
  Optional<DomainName> heloName() {
    return Optional.ofNullable(helo)
        .filter(text -> !text.startsWith("[") && IpAddresses.parse(text).isEmpty())
        .flatMap(DomainName::parseWritten)
        .filter(DomainName::isHostName);
  }
}
