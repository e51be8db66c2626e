package dev.plumbline.recheck;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A DNS server on loopback that counts its questions. Every IPv4 address has a name that leads back
 * to it; everything else is as it was told.
 */
final class CountingDnsServer implements Closeable {

  private static final Pattern REVERSE =
      Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)\\.(\\d+)\\.in-addr\\.arpa\\.");
  private static final Pattern HOST =
      Pattern.compile("h-(\\d+)-(\\d+)-(\\d+)-(\\d+)\\.hosts\\.example\\.");
  private static final long TTL_SECONDS = 3_600;

  private final DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final Map<String, List<Record>> zone = new ConcurrentHashMap<>();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();

  CountingDnsServer() throws IOException {
    udp.setReceiveBufferSize(1 << 20);
    Thread thread = new Thread(this::serve, "counting-dns");
    thread.setDaemon(true);
    thread.start();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
  }

  /** Publishes a record; the name without its last dot. */
  void publish(String name, int type, String data) throws IOException {
    zone.computeIfAbsent(Type.string(type) + " " + name + ".", key -> new ArrayList<>())
        .add(record(name + ".", type, data));
  }

  /** How often each question came, as {@code TXT name.}. */
  Map<String, Integer> asked() {
    return Map.copyOf(asked);
  }

  private static Record record(String name, int type, String data) throws IOException {
    return Record.fromString(Name.fromString(name), type, 1, TTL_SECONDS, data, Name.root);
  }

  private void serve() {
    byte[] buffer = new byte[4096];
    try {
      while (!udp.isClosed()) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
        byte[] answer = answer(query).toWire();
        udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      // The socket was closed: the test is over.
    }
  }

  private Message answer(Message query) throws IOException {
    Record question = query.getQuestion();
    String name = question.getName().toString();
    String key = Type.string(question.getType()) + " " + name;
    boolean root = question.getName().equals(Name.root);
    if (!root && !name.endsWith(".invalid.")) {
      asked.merge(key, 1, Integer::sum);
    }
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(question, Section.QUESTION);
    List<Record> records = zone.getOrDefault(key, hosts(name, question.getType()));
    records.forEach(record -> answer.addRecord(record, Section.ANSWER));
    if (records.isEmpty() && !root) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
      answer.addRecord(
          record("example.", Type.SOA, "ns.example. admin.example. 1 3600 3600 3600 3600"),
          Section.AUTHORITY);
    }
    return answer;
  }

  private static List<Record> hosts(String name, int type) throws IOException {
    Matcher reverse = REVERSE.matcher(name);
    if (type == Type.PTR && reverse.matches()) {
      String host =
          "h-%s-%s-%s-%s.hosts.example."
              .formatted(reverse.group(4), reverse.group(3), reverse.group(2), reverse.group(1));
      return List.of(record(name, type, host));
    }
    Matcher host = HOST.matcher(name);
    if (type == Type.A && host.matches()) {
      String address = String.join(".", host.group(1), host.group(2), host.group(3), host.group(4));
      return List.of(record(name, type, address));
    }
    return List.of();
  }

  @Override
  public void close() {
    udp.close();
  }
}
