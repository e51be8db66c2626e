package dev.plumbline.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * Passes TCP connections on to a local port until they are cut: all of them when asked, or one of
 * them at a chosen request. A request is what the client sends at once, which for an IMAP client is
 * a command.
 */
final class CuttingProxy implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> open = Collections.synchronizedSet(new HashSet<>());

  private int requests;
  private Fault armed;

  CuttingProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  private record Fault(int request, boolean answered, Runnable also) {}

  int port() {
    return listener.getLocalPort();
  }

  /** How many requests there were since the last call of {@link #arm}, or ever. */
  synchronized int requests() {
    return requests;
  }

  /**
   * Cuts a connection once.
   *
   * @param request at which one from now on, counted from 1 over all connections
   * @param answered whether the server gets the request; the client never gets the answer
   * @param also done before the connection is closed
   */
  synchronized void arm(int request, boolean answered, Runnable also) {
    requests = 0;
    armed = new Fault(request, answered, also);
  }

  /** Whether the armed fault is still to come. */
  synchronized boolean isArmed() {
    return armed != null;
  }

  synchronized void disarm() {
    armed = null;
  }

  private synchronized Fault next() {
    requests++;
    if (armed == null || armed.request() != requests) {
      return null;
    }
    Fault fault = armed;
    armed = null;
    return fault;
  }

  /** Closes every connection, as a server does that thinks it idle. */
  void cut() {
    synchronized (open) {
      open.forEach(CuttingProxy::close);
      open.clear();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Link link = new Link(listener.accept());
        start(link::requests);
        start(link::answers);
      } catch (IOException e) {
        // The server is down: the client's connection is closed.
      }
    }
  }

  private final class Link {
    private final Socket client;
    private final Socket server;
    private volatile Fault atAnswer;

    Link(Socket client) throws IOException {
      this.client = client;
      try {
        this.server = new Socket(InetAddress.getLoopbackAddress(), target);
      } catch (IOException e) {
        client.close();
        throw e;
      }
      open.add(client);
      open.add(server);
    }

    void requests() {
      pass(client, server, true);
    }

    void answers() {
      pass(server, client, false);
    }

    private void pass(Socket from, Socket to, boolean request) {
      byte[] some = new byte[65_536];
      try (from;
          to) {
        InputStream in = from.getInputStream();
        for (int count = in.read(some); count >= 0; count = in.read(some)) {
          Fault fault = request ? next() : atAnswer;
          if (fault != null && (!request || !fault.answered())) {
            fault.also().run();
            return;
          }
          if (fault != null) {
            atAnswer = fault;
          }
          to.getOutputStream().write(some, 0, count);
        }
      } catch (IOException e) {
        // Cut.
      }
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
