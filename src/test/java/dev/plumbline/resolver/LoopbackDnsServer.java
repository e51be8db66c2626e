package dev.plumbline.resolver;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A DNS server on loopback, over UDP and TCP, that says what it was told to say. */
final class LoopbackDnsServer implements Closeable {

  /** What to do with a question. */
  record Script(int rcode, List<Record> answers, List<Record> authority, Behaviour behaviour) {}

  enum Behaviour {
    ANSWER,
    SILENT,
    /** Over UDP only the truncation flag; the records over TCP. */
    TRUNCATE,
    /** The truncation flag over TCP too: the answer is larger than a message can be. */
    TOO_LARGE,
    SLOW
  }

  /** A name that cannot exist. */
  static final String NOBODYS = "no-such-name.invalid.";

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  LoopbackDnsServer() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    DatagramSocket datagrams = new DatagramSocket(0, loopback);
    ServerSocket streams = sameForTcp(datagrams, loopback);
    for (int i = 0; streams == null && i < 50; i++) {
      datagrams.close();
      datagrams = new DatagramSocket(0, loopback);
      streams = sameForTcp(datagrams, loopback);
    }
    if (streams == null) {
      throw new IOException("No port is free for both UDP and TCP");
    }
    udp = datagrams;
    tcp = streams;
    start(this::serveUdp);
    start(this::serveTcp);
  }

  /** Null if somebody else has that port. */
  private static @Nullable ServerSocket sameForTcp(DatagramSocket udp, InetAddress loopback)
      throws IOException {
    try {
      return new ServerSocket(udp.getLocalPort(), 50, loopback);
    } catch (BindException e) {
      return null;
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
  }

  /**
   * The questions so far, as {@code udp A name.}, but those by which it is tried whether the server
   * makes names up.
   */
  List<String> asked() {
    return asked.stream().filter(one -> !one.endsWith(NOBODYS)).toList();
  }

  /** Those by which that is tried. */
  List<String> tried() {
    return asked.stream().filter(one -> one.endsWith(NOBODYS)).toList();
  }

  LoopbackDnsServer on(String name, int type, String... answers) throws IOException {
    return on(name, type, Rcode.NOERROR, Behaviour.ANSWER, answers);
  }

  LoopbackDnsServer on(String name, int type, int rcode, Behaviour behaviour, String... records)
      throws IOException {
    List<Record> answers = new ArrayList<>();
    List<Record> authority = new ArrayList<>();
    for (String text : records) {
      Record record = record(text);
      (record.getType() == Type.SOA ? authority : answers).add(record);
    }
    scripts.put(Type.string(type) + " " + name, new Script(rcode, answers, authority, behaviour));
    return this;
  }

  /** Reads {@code name ttl TYPE rdata}. */
  private static Record record(String text) throws IOException {
    String[] parts = text.split(" ", 4);
    return Record.fromString(
        Name.fromString(parts[0]),
        Type.value(parts[2]),
        1,
        Long.parseLong(parts[1]),
        parts[3],
        Name.root);
  }

  private void serveUdp() throws IOException {
    byte[] buffer = new byte[4096];
    while (!udp.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      udp.receive(packet);
      byte[] query = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
      start(
          () -> {
            byte[] answer = answer(query, false);
            if (answer.length > 0) {
              udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
          });
    }
  }

  private void serveTcp() throws IOException {
    while (!tcp.isClosed()) {
      try (Socket socket = tcp.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] query = new byte[in.readUnsignedShort()];
        in.readFully(query);
        byte[] answer = answer(query, true);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(answer.length);
        out.write(answer);
        out.flush();
      }
    }
  }

  private byte[] answer(byte[] wire, boolean overTcp) throws IOException {
    Message query = new Message(wire);
    Record question = query.getQuestion();
    String key = Type.string(question.getType()) + " " + question.getName();
    asked.add((overTcp ? "tcp " : "udp ") + key);
    Script script = scripts.get(key);
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(question, Section.QUESTION);
    if (script == null) {
      answer.getHeader().setRcode(Rcode.REFUSED);
      return answer.toWire();
    }
    if (script.behaviour() == Behaviour.SILENT) {
      return new byte[0];
    }
    if (script.behaviour() == Behaviour.SLOW) {
      pause();
    }
    answer.getHeader().setRcode(script.rcode());
    boolean cut = script.behaviour() == Behaviour.TRUNCATE && !overTcp;
    if (cut || script.behaviour() == Behaviour.TOO_LARGE) {
      answer.getHeader().setFlag(Flags.TC);
      return answer.toWire();
    }
    script.answers().forEach(record -> answer.addRecord(record, Section.ANSWER));
    script.authority().forEach(record -> answer.addRecord(record, Section.AUTHORITY));
    return answer.toWire();
  }

  private static void pause() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
                // The socket was closed: the test is over.
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
