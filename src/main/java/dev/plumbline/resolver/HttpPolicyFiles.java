package dev.plumbline.resolver;

import dev.plumbline.dns.DomainName;
import dev.plumbline.mailpolicy.PolicyFiles;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Policy files of MTA-STS over HTTPS. Names are looked up by the operating system, certificates are
 * checked against the trust store of the JVM, redirects are not followed (RFC 8461 section 3.3).
 */
public final class HttpPolicyFiles implements PolicyFiles {

  /** For all of it: name, connection, TLS and file. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client;
  private final Function<DomainName, URI> addresses;
  private final Duration patience;

  HttpPolicyFiles(HttpClient client, Function<DomainName, URI> addresses, Duration patience) {
    this.client = client;
    this.addresses = addresses;
    this.patience = patience;
  }

  /** Files from where RFC 8461 says they are. */
  public static HttpPolicyFiles create() {
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();
    return new HttpPolicyFiles(
        client, domain -> URI.create(PolicyFiles.addressOf(domain)), PATIENCE);
  }

  @Override
  public Answer fetch(DomainName domain) {
    URI address;
    try {
      address = addresses.apply(domain);
    } catch (IllegalArgumentException e) {
      return new Unavailable(PolicyFiles.addressOf(domain), "the name does not fit an address.");
    }
    HttpRequest request = HttpRequest.newBuilder(address).timeout(patience).GET().build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, response -> new Bounded());
    try {
      return read(address, answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new Unavailable(address.toString(), tooSlow());
    } catch (ExecutionException e) {
      return new Unavailable(address.toString(), reason(e.getCause()));
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new Unavailable(address.toString(), "the wait was interrupted.");
    }
  }

  private static Answer read(URI address, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status >= 300 && status < 400) {
      return new Unavailable(
          address.toString(),
          "the server redirects (status " + status + "), which senders do not follow.");
    }
    if (status != 200) {
      return new Unavailable(address.toString(), "the server answers with status " + status + ".");
    }
    if (response.body().length > MAX_OCTETS) {
      return new Unavailable(
          address.toString(), "the file is longer than " + MAX_OCTETS + " octets.");
    }
    return new File(
        address.toString(),
        new String(response.body(), StandardCharsets.UTF_8),
        response.headers().firstValue("Content-Type").orElse(null));
  }

  private String tooSlow() {
    return "the server did not answer within " + patience.toSeconds() + " s.";
  }

  private String reason(@Nullable Throwable failure) {
    if (find(failure, HttpTimeoutException.class) != null) {
      return tooSlow();
    }
    Throwable tls = find(failure, SSLException.class);
    if (tls != null) {
      return "TLS failed: " + tls.getMessage() + ".";
    }
    // The client wraps a name without address in a failure to connect.
    if (find(failure, UnknownHostException.class) != null
        || find(failure, UnresolvedAddressException.class) != null) {
      return "the host has no address.";
    }
    return find(failure, ConnectException.class) != null
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

  /** Takes one octet more than a file may have, and no more. */
  private static final class Bounded implements HttpResponse.BodySubscriber<byte[]> {

    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private Flow.@Nullable Subscription subscription;

    @Override
    public CompletionStage<byte[]> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        int room = MAX_OCTETS + 1 - octets.size();
        byte[] part = new byte[Math.min(room, buffer.remaining())];
        buffer.get(part);
        octets.writeBytes(part);
      }
      if (octets.size() > MAX_OCTETS && subscription != null) {
        subscription.cancel();
        body.complete(octets.toByteArray());
      }
    }

    @Override
    public void onError(Throwable failure) {
      body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      body.complete(octets.toByteArray());
    }
  }
}
