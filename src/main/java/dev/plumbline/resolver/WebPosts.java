package dev.plumbline.resolver;

import dev.plumbline.dns.PublicAddresses;
import dev.plumbline.resolver.PublicSockets.RefusedAddressException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Posts to addresses that people type. Nothing but public addresses is connected to, by HTTPS
 * alone, so that nobody reaches inside through Plumbline; hosts that the settings name are exempt.
 * Redirects are not followed.
 */
public final class WebPosts {

  /** Of what the other side says, so much is read and told. */
  private static final int MOST_SAID = 300;

  private final SSLSocketFactory tls;
  private final Predicate<InetAddress> allowed;
  private final Set<String> inside;
  private final Duration patience;

  WebPosts(
      SSLSocketFactory tls,
      Predicate<InetAddress> allowed,
      Collection<String> inside,
      Duration patience) {
    this.tls = tls;
    this.allowed = allowed;
    this.inside = new TreeSet<>();
    inside.forEach(one -> this.inside.add(one.strip().toLowerCase(Locale.ROOT)));
    this.patience = patience;
  }

  /**
   * Posts by the trust store of the JVM.
   *
   * @param inside hosts that may be posted to wherever they are, as {@code host} or {@code
   *     host:port}
   * @param patience for all of a post
   */
  public static WebPosts create(Collection<String> inside, Duration patience) {
    return new WebPosts(
        (SSLSocketFactory) SSLSocketFactory.getDefault(),
        PublicAddresses::contain,
        inside,
        patience);
  }

  /** What is posted. */
  public record Post(URI address, String method, Map<String, String> headers, String body) {

    public Post {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * What came of it.
   *
   * @param status of HTTP, 0 if the other side did not answer
   * @param problem one sentence, null if it took the post
   */
  public record Answer(int status, @Nullable String problem) {

    public boolean taken() {
      return problem == null;
    }

    /** Whether the same post may be taken later. */
    public boolean maybeLater() {
      return status == 0 || status == 408 || status == 425 || status == 429 || status >= 500;
    }
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if nothing is posted to it, in one sentence
   */
  public URI address(String text) {
    URI address;
    try {
      address = new URI(text.strip());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "The address is none; write it as https://hooks.example.org/plumbline.", e);
    }
    boolean https = "https".equalsIgnoreCase(address.getScheme());
    if (address.getHost() == null
        || address.getUserInfo() != null
        || (!https && !"http".equalsIgnoreCase(address.getScheme()))) {
      throw new IllegalArgumentException(
          "The address is none; write it as https://hooks.example.org/plumbline.");
    }
    if (!https && !isInside(address)) {
      throw new IllegalArgumentException(
          "The address is not of https, and plumbline.alerts.inside-hosts does not name %s."
              .formatted(address.getHost()));
    }
    return address;
  }

  private boolean isInside(URI address) {
    String host = address.getHost().toLowerCase(Locale.ROOT);
    int port = address.getPort();
    return inside.contains(host) || (port >= 0 && inside.contains(host + ":" + port));
  }

  /** Sends a post, and waits for the answer. */
  public Answer send(Post post) {
    try {
      address(post.address().toString());
    } catch (IllegalArgumentException e) {
      return new Answer(400, e.getMessage());
    }
    PublicSockets sockets =
        new PublicSockets(tls, isInside(post.address()) ? any -> true : allowed);
    HttpURLConnection[] opened = new HttpURLConnection[1];
    FutureTask<Answer> asked = new FutureTask<>(() -> ask(post, sockets, opened));
    Thread thread = new Thread(asked, "post to " + post.address().getHost());
    thread.setDaemon(true);
    thread.start();
    try {
      return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Answer(0, tooSlow());
    } catch (ExecutionException e) {
      return new Answer(refused(e.getCause()) ? 400 : 0, reason(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(0, "The wait was interrupted.");
    } finally {
      sockets.closeAll();
      HttpURLConnection connection = opened[0];
      if (connection != null) {
        connection.disconnect();
      }
    }
  }

  private Answer ask(Post post, PublicSockets sockets, HttpURLConnection[] opened)
      throws IOException {
    var connection = (HttpURLConnection) post.address().toURL().openConnection(Proxy.NO_PROXY);
    opened[0] = connection;
    if (connection instanceof HttpsURLConnection secure) {
      secure.setSSLSocketFactory(sockets);
    }
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout((int) patience.toMillis());
    connection.setReadTimeout((int) patience.toMillis());
    connection.setUseCaches(false);
    connection.setRequestMethod(post.method());
    post.headers().forEach(connection::setRequestProperty);
    connection.setDoOutput(true);
    byte[] body = post.body().getBytes(StandardCharsets.UTF_8);
    connection.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    int status = connection.getResponseCode();
    return status >= 200 && status < 300
        ? new Answer(status, null)
        : new Answer(
            status, "The other side answers with status %d%s.".formatted(status, said(connection)));
  }

  private static String said(HttpURLConnection connection) throws IOException {
    try (InputStream body = connection.getErrorStream()) {
      if (body == null) {
        return "";
      }
      String text =
          new String(body.readNBytes(MOST_SAID), StandardCharsets.UTF_8)
              .replaceAll("\\s+", " ")
              .strip();
      return text.isEmpty() ? "" : ": " + text;
    }
  }

  private String tooSlow() {
    return "The other side did not answer within " + patience.toSeconds() + " s.";
  }

  private static boolean refused(@Nullable Throwable failure) {
    return find(failure, RefusedAddressException.class) != null;
  }

  private String reason(@Nullable Throwable failure) {
    Throwable refused = find(failure, RefusedAddressException.class);
    if (refused != null) {
      return ("Its address %s is not one of the public Internet, and plumbline.alerts.inside-hosts"
              + " does not name its host.")
          .formatted(refused.getMessage());
    }
    if (find(failure, SocketTimeoutException.class) != null) {
      return tooSlow();
    }
    Throwable secure = find(failure, SSLException.class);
    if (secure != null) {
      return "TLS failed: " + secure.getMessage() + ".";
    }
    return find(failure, UnknownHostException.class) != null
        ? "The host has no address."
        : "The host is not reachable, or hung up.";
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
