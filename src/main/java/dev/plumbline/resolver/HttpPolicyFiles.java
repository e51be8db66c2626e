package dev.plumbline.resolver;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.PublicAddresses;
import dev.plumbline.mailpolicy.PolicyFiles;
import dev.plumbline.resolver.PublicSockets.RefusedAddressException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Policy files of MTA-STS over HTTPS. Names are looked up by the operating system, certificates are
 * checked against the trust store of the JVM, redirects are not followed (RFC 8461 section 3.3).
 * Whoever publishes a domain says which address its file is at, so nothing but public addresses is
 * connected to.
 */
public final class HttpPolicyFiles implements PolicyFiles {

  /** For all of it: name, connection, TLS and file. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SSLSocketFactory tls;
  private final Function<DomainName, URI> addresses;
  private final Predicate<InetAddress> allowed;
  private final Duration patience;

  HttpPolicyFiles(
      SSLSocketFactory tls,
      Function<DomainName, URI> addresses,
      Predicate<InetAddress> allowed,
      Duration patience) {
    this.tls = tls;
    this.addresses = addresses;
    this.allowed = allowed;
    this.patience = patience;
  }

  /** Files from where RFC 8461 says they are. */
  public static HttpPolicyFiles create() {
    return new HttpPolicyFiles(
        (SSLSocketFactory) SSLSocketFactory.getDefault(),
        domain -> URI.create(PolicyFiles.addressOf(domain)),
        PublicAddresses::contain,
        PATIENCE);
  }

  @Override
  public Answer fetch(DomainName domain) {
    URI address;
    try {
      address = addresses.apply(domain);
    } catch (IllegalArgumentException e) {
      return new Unavailable(PolicyFiles.addressOf(domain), "the name does not fit an address.");
    }
    PublicSockets sockets = new PublicSockets(tls, allowed);
    FutureTask<Answer> asked = new FutureTask<>(() -> ask(address, sockets));
    Thread thread = new Thread(asked, "policy file of " + domain);
    thread.setDaemon(true);
    thread.start();
    try {
      return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Unavailable(address.toString(), tooSlow());
    } catch (ExecutionException e) {
      return new Unavailable(address.toString(), reason(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unavailable(address.toString(), "the wait was interrupted.");
    } finally {
      sockets.closeAll();
    }
  }

  private Answer ask(URI address, PublicSockets sockets) throws IOException {
    var connection = (HttpsURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
    connection.setSSLSocketFactory(sockets);
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout((int) patience.toMillis());
    connection.setReadTimeout((int) patience.toMillis());
    connection.setUseCaches(false);
    return read(address, connection);
  }

  private static Answer read(URI address, HttpsURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status >= 300 && status < 400) {
      return new Unavailable(
          address.toString(),
          "the server redirects (status " + status + "), which senders do not follow.");
    }
    if (status != 200) {
      return new Unavailable(address.toString(), "the server answers with status " + status + ".");
    }
    byte[] octets;
    try (InputStream body = connection.getInputStream()) {
      octets = body.readNBytes(MAX_OCTETS + 1);
      if (octets.length > MAX_OCTETS) {
        // To close it would read on.
        connection.disconnect();
        return new Unavailable(
            address.toString(), "the file is longer than " + MAX_OCTETS + " octets.");
      }
    }
    return new File(
        address.toString(),
        new String(octets, StandardCharsets.UTF_8),
        connection.getContentType());
  }

  private String tooSlow() {
    return "the server did not answer within " + patience.toSeconds() + " s.";
  }

  private String reason(@Nullable Throwable failure) {
    Throwable refused = find(failure, RefusedAddressException.class);
    if (refused != null) {
      return "its address %s is not one of the public Internet, and nothing is fetched from inside."
          .formatted(refused.getMessage());
    }
    if (find(failure, SocketTimeoutException.class) != null) {
      return tooSlow();
    }
    Throwable tls = find(failure, SSLException.class);
    if (tls != null) {
      return "TLS failed: " + tls.getMessage() + ".";
    }
    if (find(failure, UnknownHostException.class) != null) {
      return "the host has no address.";
    }
    return find(failure, ConnectException.class) != null
            || find(failure, NoRouteToHostException.class) != null
        ? "the host is not reachable."
        : "the server sent no usable answer.";
  }

  private static @Nullable Throwable find(
      @Nullable Throwable failure, Class<? extends Throwable> type) {
    Throwable cause = failure;
    while (cause != null && !type.isInstance(cause)) {
      cause = cause.getCause();
    }
    return cause;
  }
}
