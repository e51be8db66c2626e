package dev.plumbline.resolver;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.PublicAddresses;
import dev.plumbline.mailpolicy.MailServers;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Mail servers on port 25: greets, asks for TLS, takes the certificate, and leaves. No mail is
 * begun. Connects only to public addresses, and to the address that was looked at.
 *
 * <p>The few lines of SMTP are written here, since mail libraries look names up by themselves, and
 * refuse the certificates that are of interest.
 */
public final class SmtpMailServers implements MailServers {

  private static final int SMTP = 25;
  private static final int MAX_LINES = 100;
  private static final int MAX_LINE_OCTETS = 2_000;
  private static final int MAX_CERTIFICATES = 20;
  private static final int SUBJECT_DNS_NAME = 2;

  /** For all of it: connection, greeting, TLS and farewell. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Function<DomainName, List<InetAddress>> addresses;
  private final int port;
  private final @Nullable KeyStore authorities;
  private final Duration patience;

  /**
   * @param addresses where a host may be connected to, best first; none if nowhere
   * @param authorities that are trusted; null for those of the JVM
   */
  SmtpMailServers(
      Function<DomainName, List<InetAddress>> addresses,
      int port,
      @Nullable KeyStore authorities,
      Duration patience) {
    this.addresses = addresses;
    this.port = port;
    this.authorities = authorities;
    this.patience = patience;
  }

  /** Servers where DNS says they are. */
  public static SmtpMailServers of(Dns dns) {
    return new SmtpMailServers(host -> addresses(dns, host), SMTP, null, PATIENCE);
  }

  private static List<InetAddress> addresses(Dns dns, DomainName host) {
    return Stream.concat(dns.a(host).values().stream(), dns.aaaa(host).values().stream())
        .filter(PublicAddresses::contain)
        .toList();
  }

  @Override
  public Answer ask(DomainName host) {
    List<InetAddress> found = addresses.apply(host);
    if (found.isEmpty()) {
      return new Unreached("it has no public address.");
    }
    long start = System.nanoTime();
    try (Socket socket = new Socket()) {
      // Ends every wait, also for a server that sends an octet now and then.
      CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> close(socket));
      socket.setSoTimeout((int) patience.toMillis());
      socket.connect(new InetSocketAddress(found.get(0), port), (int) patience.toMillis());
      return greet(socket, host);
    } catch (SSLException e) {
      return isOver(start) ? tooSlow() : new Unreached("TLS failed: " + e.getMessage() + ".");
    } catch (IOException e) {
      return isOver(start) ? tooSlow() : new Unreached("it is not reachable on port " + port + ".");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JVM has no TLS", e);
    }
  }

  /** Waits end by themselves or by closing, a little before or after the time is over. */
  private boolean isOver(long start) {
    return System.nanoTime() - start >= patience.toNanos() * 9 / 10;
  }

  private Unreached tooSlow() {
    return new Unreached("it did not answer within " + patience.toSeconds() + " s.");
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more either way.
    }
  }

  private Answer greet(Socket socket, DomainName host)
      throws IOException, GeneralSecurityException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    List<String> greeting = reply(in);
    if (!isPositive(greeting)) {
      return new Unreached("it does not take mail from here.");
    }
    List<String> offers = say(socket, in, "EHLO [" + literal(socket.getLocalAddress()) + "]");
    if (!isPositive(offers)) {
      return new Unreached("it does not take mail from here.");
    }
    if (offers.stream().noneMatch(line -> extension(line).equals("STARTTLS"))) {
      say(socket, in, "QUIT");
      return new NoStartTls();
    }
    if (!isPositive(say(socket, in, "STARTTLS"))) {
      return new Unreached("it offers STARTTLS and refuses it.");
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TakesAny()}, null);
    try (SSLSocket secure =
        (SSLSocket) context.getSocketFactory().createSocket(socket, host.toString(), port, false)) {
      secure.startHandshake();
      return certificate(secure.getSession().getPeerCertificates());
    }
  }

  private Answer certificate(java.security.cert.Certificate[] shown)
      throws GeneralSecurityException {
    X509Certificate[] chain =
        Arrays.stream(shown)
            .filter(X509Certificate.class::isInstance)
            .map(X509Certificate.class::cast)
            .limit(MAX_CERTIFICATES)
            .toArray(X509Certificate[]::new);
    if (chain.length == 0) {
      return new Unreached("it showed no certificate.");
    }
    return new Certificate(
        names(chain[0]),
        chain[0].getNotBefore().toInstant(),
        chain[0].getNotAfter().toInstant(),
        isTrusted(chain));
  }

  /** RFC 6125 section 6.4.4: the subject itself is not looked at any more. */
  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      for (List<?> one : alternatives == null ? List.<List<?>>of() : alternatives) {
        if (one.get(0).equals(SUBJECT_DNS_NAME)) {
          names.add(String.valueOf(one.get(1)));
        }
      }
    } catch (CertificateParsingException e) {
      return List.of();
    }
    return names;
  }

  private boolean isTrusted(X509Certificate[] chain) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager judge) {
        try {
          judge.checkServerTrusted(chain, "UNKNOWN");
          return true;
        } catch (CertificateException e) {
          return false;
        }
      }
    }
    return false;
  }

  private static List<String> say(Socket socket, InputStream in, String command)
      throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return reply(in);
  }

  /** The lines of one reply (RFC 5321 section 4.2.1). */
  private static List<String> reply(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    String line;
    do {
      if (lines.size() == MAX_LINES) {
        throw new IOException("a reply without end");
      }
      line = line(in);
      lines.add(line);
    } while (line.length() > 3 && line.charAt(3) == '-');
    return lines;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException("the server hung up");
      }
      if (line.length() == MAX_LINE_OCTETS) {
        throw new IOException("a line without end");
      }
      line.append((char) octet);
    }
    return line.toString().stripTrailing();
  }

  private static boolean isPositive(List<String> reply) {
    return reply.get(0).startsWith("2");
  }

  private static String extension(String line) {
    return line.length() < 4
        ? ""
        : line.substring(4).strip().split(" ", 2)[0].toUpperCase(Locale.ROOT);
  }

  private static String literal(InetAddress address) {
    String text = IpAddresses.toText(address);
    return address instanceof Inet6Address ? "IPv6:" + text : text;
  }

  /** What a server shows is looked at afterwards, whatever it is. */
  private static final class TakesAny implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
