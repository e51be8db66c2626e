package dev.plumbline.resolver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sockets for one fetch, that connect to some addresses only. The address is looked at when it is
 * connected to, so that no name which means another host a moment later (DNS rebinding) leads
 * inside. TLS, and whether the certificate is of the name that was asked for, is what others do.
 */
final class PublicSockets extends SSLSocketFactory {

  private final SSLSocketFactory tls;
  private final Predicate<InetAddress> allowed;
  private final Set<Socket> made = ConcurrentHashMap.newKeySet();

  PublicSockets(SSLSocketFactory tls, Predicate<InetAddress> allowed) {
    this.tls = tls;
    this.allowed = allowed;
  }

  /** That an address is none to connect to. */
  static final class RefusedAddressException extends SocketException {

    private static final long serialVersionUID = 1;

    RefusedAddressException(String address) {
      super(address);
    }
  }

  /** Looks at the address before it connects. */
  private final class Checked extends Socket {
    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      if (endpoint instanceof InetSocketAddress target
          && !target.isUnresolved()
          && !allowed.test(target.getAddress())) {
        throw new RefusedAddressException(target.getAddress().getHostAddress());
      }
      super.connect(endpoint, timeout);
    }
  }

  /** The plain socket, which TLS is then spoken on. */
  @Override
  public Socket createSocket() {
    Socket socket = new Checked();
    made.add(socket);
    return socket;
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return tls.createSocket(socket, host, port, autoClose);
  }

  /** Ends whatever goes on by them. */
  void closeAll() {
    for (Socket socket : made) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is of no use any more, closed or not.
      }
    }
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw unchecked();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw unchecked();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw unchecked();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw unchecked();
  }

  private static UnsupportedOperationException unchecked() {
    return new UnsupportedOperationException("Nothing is connected to without being looked at");
  }
}
