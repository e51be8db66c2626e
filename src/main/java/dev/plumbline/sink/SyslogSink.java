package dev.plumbline.sink;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server of syslog, by TLS (RFC 5425) or plain TCP (RFC 6587), each message by its length. Syslog
 * has no answers: what a server that went away did not read may be missing there.
 */
final class SyslogSink implements Sink {

  private static final int SYSLOG_TLS = 6514;
  private static final int SYSLOG_TCP = 514;

  /** Facility "user", severity "informational". */
  private static final String HEAD = "<14>1 ";

  private static final int MOST_LENGTH = 8_000;

  private final URI url;
  private final Optional<Path> trustFile;
  private final Duration patience;
  private final String stream;
  private final String host;
  private @Nullable Socket open;

  /** The one beneath TLS, whose end nobody has to wait for. */
  private @Nullable Socket beneath;

  SyslogSink(SinksSettings.One settings, String stream, String host) {
    this.url = settings.url();
    this.trustFile = settings.trustFile();
    this.patience = settings.timeout();
    this.stream = stream;
    this.host = host;
  }

  @Override
  public void take(List<Line> lines) throws IOException {
    try {
      Socket socket = connected();
      OutputStream out = socket.getOutputStream();
      for (Line line : lines) {
        write(out, framed(line));
      }
      out.flush();
      requireOpen(socket);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** A server that stops reading would have the writer wait for as long as it pleases. */
  private void write(OutputStream out, byte[] bytes) throws IOException {
    CompletableFuture<Void> done =
        new CompletableFuture<Void>().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    Socket watched = beneath;
    CompletableFuture<Void> unused = done.whenComplete((nothing, late) -> endIfLate(watched, late));
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw done.isDone()
          ? new IOException(
              "The server of syslog read nothing for " + patience.toMillis() + " ms.", e)
          : e;
    } finally {
      done.complete(null);
    }
  }

  private static void endIfLate(@Nullable Socket watched, @Nullable Throwable late) {
    if (late != null && watched != null) {
      end(watched);
    }
  }

  /** A server that goes away says so by the end of what it sends, if by anything. */
  private static void requireOpen(Socket socket) throws IOException {
    socket.setSoTimeout(1);
    try {
      if (socket.getInputStream().read() < 0) {
        throw new IOException("The server of syslog closed the connection.");
      }
    } catch (SocketTimeoutException e) {
      // It is there, and says nothing, as it should.
    }
  }

  private byte[] framed(Line line) {
    Instant at = line.at();
    String message =
        HEAD
            + (at == null ? "-" : at.toString())
            + " "
            + host
            + " plumbline - "
            + stream
            + " [plumbline@32473 id=\""
            + line.id()
            + "\"] "
            + line.json();
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    byte[] kept = bytes.length <= MOST_LENGTH ? bytes : cut(message);
    byte[] length = (kept.length + " ").getBytes(StandardCharsets.US_ASCII);
    byte[] framed = new byte[length.length + kept.length];
    System.arraycopy(length, 0, framed, 0, length.length);
    System.arraycopy(kept, 0, framed, length.length, kept.length);
    return framed;
  }

  /** Servers need not take more than 8 KiB. */
  private static byte[] cut(String message) {
    return message
        .substring(0, Math.min(message.length(), MOST_LENGTH / 4))
        .getBytes(StandardCharsets.UTF_8);
  }

  private Socket connected() throws IOException {
    Socket known = open;
    if (known != null && !known.isClosed()) {
      return known;
    }
    boolean tls = url.getScheme().equals("tls");
    int port = url.getPort() > 0 ? url.getPort() : tls ? SYSLOG_TLS : SYSLOG_TCP;
    try {
      return connected(tls, port);
    } catch (IOException e) {
      throw Unreachable.of(url.getHost() + ":" + port, e);
    }
  }

  private Socket connected(boolean tls, int port) throws IOException {
    Socket plain = new Socket();
    plain.connect(new InetSocketAddress(url.getHost(), port), (int) patience.toMillis());
    plain.setSoTimeout((int) patience.toMillis());
    beneath = plain;
    Socket socket = plain;
    if (tls) {
      SSLSocket secure =
          (SSLSocket)
              Trust.context(trustFile)
                  .getSocketFactory()
                  .createSocket(plain, url.getHost(), port, true);
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      socket = secure;
    }
    open = socket;
    return socket;
  }

  @Override
  public void close() {
    Socket socket = open;
    open = null;
    if (socket != null) {
      end(socket);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more, closed or not.
    }
  }
}
