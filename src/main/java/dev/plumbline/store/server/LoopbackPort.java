package dev.plumbline.store.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ports of this machine where a server can listen that has to come back on the same one.
 *
 * <p>Not those from which the system takes the ports of outgoing connections: in the second in
 * which a killed server is away a connection may take its port, and keeps it, for a minute after
 * its end too.
 */
final class LoopbackPort {

  private static final Path OUTGOING = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final Pattern RANGE = Pattern.compile("\\s*(\\d{1,5})\\s+(\\d{1,5})\\s*");

  /** Where systems begin that do not say it: Linux has 32768, others the 49152 of RFC 6335. */
  private static final int USUAL_BEGIN = 32768;

  private static final int USUAL_END = 65535;

  /** Below it listen the servers that people know by their ports. */
  private static final int FIRST = 10000;

  private static final int TRIES = 200;

  private LoopbackPort() {}

  /** A port that nobody has now and no outgoing connection will take, if there is one. */
  static int choose() throws IOException {
    int end = outgoing()[0];
    for (int tries = 0; end > FIRST && tries < TRIES; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, end);
      if (isFree(port)) {
        return port;
      }
    }
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Whether an outgoing connection may take a port though another one could be had. */
  static boolean mayBeTaken(int port) {
    int[] range = outgoing();
    return range[0] > FIRST && port >= range[0] && port <= range[1];
  }

  static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** The first and the last port of outgoing connections. */
  private static int[] outgoing() {
    try {
      Matcher range = RANGE.matcher(Files.readString(OUTGOING));
      if (range.matches()) {
        return new int[] {Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2))};
      }
    } catch (IOException e) {
      // Another system than Linux, or one that keeps it to itself.
    }
    return new int[] {USUAL_BEGIN, USUAL_END};
  }
}
