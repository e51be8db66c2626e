package dev.plumbline.sink;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** A server that takes nothing because nobody gets through to it, in a sentence. */
final class Unreachable {

  /** Of what the network says about it, often without a word, the first that fits. */
  private static final List<Map.Entry<Class<? extends Throwable>, String>> KNOWN =
      List.of(
          Map.entry(UnknownHostException.class, "its name has no address"),
          Map.entry(UnresolvedAddressException.class, "its name has no address"),
          Map.entry(HttpTimeoutException.class, "it does not answer in time"),
          Map.entry(SocketTimeoutException.class, "it does not answer in time"),
          Map.entry(SSLException.class, "TLS fails"),
          Map.entry(ConnectException.class, "the connection is refused"));

  private Unreachable() {}

  /**
   * The same failure with a sentence that names the server.
   *
   * @param server a host, with its port where that is known
   */
  static IOException of(String server, IOException failure) {
    String said = failure.getMessage() == null ? "" : failure.getMessage().strip();
    String why =
        KNOWN.stream()
            .filter(one -> isOrComesOf(failure, one.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("it hung up");
    boolean tells = !said.isEmpty() && !server.startsWith(said);
    return new IOException(
        "%s cannot be reached: %s%s.".formatted(server, why, tells ? " (" + said + ")" : ""),
        failure);
  }

  private static boolean isOrComesOf(Throwable failure, Class<? extends Throwable> type) {
    Optional<Throwable> cause = Optional.of(failure);
    while (cause.isPresent()) {
      if (type.isInstance(cause.get())) {
        return true;
      }
      cause = cause.map(Throwable::getCause);
    }
    return false;
  }
}
