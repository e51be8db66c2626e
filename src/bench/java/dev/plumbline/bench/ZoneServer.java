package dev.plumbline.bench;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Answers from a zone file of the root, on loopback, over UDP and TCP. */
final class ZoneServer implements Closeable {

  private static final int PLAIN_UDP_OCTETS = 512;

  private final Map<Name, List<Record>> records = new HashMap<>();
  private final Set<Name> existing = new HashSet<>();
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private Record soa;

  ZoneServer(InputStream zone) throws IOException {
    this(zone, 0);
  }

  /**
   * Starts.
   *
   * @param port to listen at, 0 for any that is free
   */
  ZoneServer(InputStream zone, int port) throws IOException {
    try (Master master = new Master(zone, Name.root)) {
      for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
        records.computeIfAbsent(record.getName(), name -> new ArrayList<>()).add(record);
        soa = record instanceof SOARecord ? record : soa;
        for (int up = 0; up < record.getName().labels(); up++) {
          existing.add(new Name(record.getName(), up));
        }
      }
    }
    InetAddress loopback = InetAddress.getLoopbackAddress();
    udp = new DatagramSocket(port, loopback);
    tcp = new ServerSocket(udp.getLocalPort(), 50, loopback);
    start(this::serveUdp);
    start(this::serveTcp);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
  }

  private void serveUdp() throws IOException {
    byte[] buffer = new byte[65_535];
    while (!udp.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      udp.receive(packet);
      Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
      int room = query.getOPT() == null ? PLAIN_UDP_OCTETS : query.getOPT().getPayloadSize();
      byte[] answer = answer(query).toWire(Math.max(room, PLAIN_UDP_OCTETS));
      udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
    }
  }

  private void serveTcp() throws IOException {
    while (!tcp.isClosed()) {
      try (Socket socket = tcp.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] query = new byte[in.readUnsignedShort()];
        in.readFully(query);
        byte[] answer = answer(new Message(query)).toWire();
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(answer.length);
        out.write(answer);
        out.flush();
      }
    }
  }

  private Message answer(Message query) {
    Record question = query.getQuestion();
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.AA);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(question, Section.QUESTION);
    for (Record record : records.getOrDefault(question.getName(), List.of())) {
      if (record.getType() == question.getType() || record.getType() == Type.CNAME) {
        answer.addRecord(record, Section.ANSWER);
      }
    }
    if (answer.getSection(Section.ANSWER).isEmpty()) {
      answer.addRecord(soa, Section.AUTHORITY);
      if (!existing.contains(question.getName())) {
        answer.getHeader().setRcode(Rcode.NXDOMAIN);
      }
    }
    return answer;
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The socket was closed: the benchmark is over.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
