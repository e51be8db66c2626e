package dev.plumbline.intake.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Speaks SMTP octet by octet, right or wrong. */
final class SmtpClient implements AutoCloseable {

  private Socket socket;
  private BufferedReader answers;

  SmtpClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    read(socket);
  }

  private void read(Socket from) throws IOException {
    answers =
        new BufferedReader(
            new InputStreamReader(from.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  void send(String octets) throws IOException {
    socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** The last line of the next answer; null if the connection is closed. */
  String answer() throws IOException {
    String line = answers.readLine();
    while (line != null && line.length() > 3 && line.charAt(3) == '-') {
      line = answers.readLine();
    }
    return line;
  }

  String say(String line) throws IOException {
    send(line + "\r\n");
    return answer();
  }

  /** Greets and names sender and recipients, up to the data. */
  void begin(String greeting, String... recipients) throws IOException {
    answer();
    say(greeting + " client.example");
    say("MAIL FROM:<ann@client.example>");
    for (String recipient : recipients) {
      say("RCPT TO:<" + recipient + ">");
    }
    say("DATA");
  }

  void startTls(KeyStore trusted) throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLSocket secure =
        (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", 0, true);
    secure.startHandshake();
    socket = secure;
    read(secure);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
