package dev.plumbline.bench;

import dev.plumbline.store.server.EmbeddedDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Floods: many failure reports of twenty incidents, and as many TLS reports about one domain, from
 * files to committed rows by {@code plumbline ingest}; whether they are grouped rightly, and what
 * their pages take then.
 *
 * <p>Arguments: the launcher, an empty folder, how many of each, and which steps to take of {@code
 * make failure tls pages}, all if none are named.
 */
public final class KindsBench {

  private static final String DOMAIN = "flood.example";
  private static final int INCIDENTS = 20;
  private static final int REPORTERS = 400;
  private static final int DAYS = 30;
  private static final int ROUNDS = 60;

  private final Path launcher;
  private final Path folder;
  private final int count;

  private KindsBench(Path launcher, Path folder, int count) {
    this.launcher = launcher;
    this.folder = folder;
    this.count = count;
  }

  public static void main(String[] arguments) throws Exception {
    List<String> steps =
        arguments.length > 3
            ? List.of(arguments).subList(3, arguments.length)
            : List.of("make", "failure", "tls", "pages");
    var bench =
        new KindsBench(
            Path.of(arguments[0]), Path.of(arguments[1]), Integer.parseInt(arguments[2]));
    for (String step : steps) {
      bench.take(step);
    }
  }

  private void take(String step) throws Exception {
    switch (step) {
      case "make" -> make();
      case "failure" -> taken("failure reports", folder.resolve("failure"));
      case "tls" -> taken("TLS reports", folder.resolve("tls"));
      case "pages" -> serve();
      default -> throw new IllegalArgumentException(step);
    }
  }

  private void make() throws IOException {
    Files.createDirectories(folder.resolve("failure"));
    Files.createDirectories(folder.resolve("tls"));
    for (int i = 0; i < count; i++) {
      Files.writeString(folder.resolve("failure").resolve(i + ".eml"), failure(i));
      Files.writeString(folder.resolve("tls").resolve(i + ".json"), tls(i));
    }
  }

  /** What a start costs is measured by a file that is known. */
  private void taken(String what, Path reports) throws IOException, InterruptedException {
    Path known = folder.resolve("tls").resolve("0.json");
    ingest(known);
    double start = ingest(known);
    told(what, ingest(reports), start);
  }

  private void told(String what, double seconds, double start) {
    System.out.printf(
        "%,d %s in %.1f s: %,.0f a second, %,.0f with the start%n",
        count, what, seconds, count / (seconds - start), count / seconds);
  }

  private String failure(int i) {
    int incident = i % INCIDENTS;
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().minusSeconds(3_600 + i % 86_400).atOffset(ZoneOffset.UTC));
    return """
    From: "Receiver" <noreply@receiver-%1$d.example>
    To: ruf@%2$s
    Subject: DMARC failure report for %2$s
    Date: %3$s
    Message-ID: <%4$d@receiver-%1$d.example>
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=feedback-report; boundary="=_b%4$d"

    --=_b%4$d
    Content-Type: text/plain; charset=utf-8

    This is an authentication failure report for an email message received from IP 192.0.2.%1$d.
    --=_b%4$d
    Content-Type: message/feedback-report

    Feedback-Type: auth-failure
    User-Agent: Receiver/1.0
    Version: 1
    Auth-Failure: dmarc
    Original-Mail-From: <bounce-%4$d@shop-%1$d.example>
    Original-Rcpt-To: <reader-%4$d@receiver-%1$d.example>
    Authentication-Results: mx.receiver-%1$d.example; spf=fail
     smtp.mailfrom=shop-%1$d.example; dkim=none; dmarc=fail header.from=%2$s
    Arrival-Date: %3$s
    Source-IP: 192.0.2.%1$d
    Reported-Domain: %2$s
    Delivery-Result: reject

    --=_b%4$d
    Content-Type: message/rfc822

    Received: from mail.shop-%1$d.example (mail.shop-%1$d.example [192.0.2.%1$d])
     by mx.receiver-%1$d.example with ESMTP; %3$s
    From: Accounts <accounts@%2$s>
    To: Reader %4$d <reader-%4$d@receiver-%1$d.example>
    Subject: Your invoice %4$d
    Date: %3$s
    Message-ID: <original-%4$d@shop-%1$d.example>

    %5$s
    --=_b%4$d--
    """
        .formatted(
            incident + 1,
            DOMAIN,
            date,
            i,
            "Please find attached what you did not buy. ".repeat(20));
  }

  private static String tls(int i) {
    LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(1 + i / REPORTERS % DAYS);
    int failed = i % 7 == 0 ? 3 : 0;
    return """
    {"organization-name": "Reporter %1$d", "report-id": "%2$d",
     "contact-info": "tls@reporter-%1$d.example",
     "date-range": {"start-datetime": "%3$sT00:00:00Z", "end-datetime": "%3$sT23:59:59Z"},
     "policies": [{"policy": {"policy-type": "sts", "policy-domain": "%4$s",
         "policy-string": ["version: STSv1", "mode: testing", "mx: *.%4$s", "max_age: 86400"],
         "mx-host": ["*.%4$s"]},
       "summary": {"total-successful-session-count": %5$d,
         "total-failure-session-count": %6$d},
       "failure-details": [%7$s]}]}
    """
        .formatted(
            i % REPORTERS,
            i,
            day,
            DOMAIN,
            100 + i % 50,
            failed,
            failed == 0
                ? ""
                : """
                {"result-type": "certificate-expired", "sending-mta-ip": "198.51.100.7",
                 "receiving-mx-hostname": "mx%d.%s", "failed-session-count": %d}\
                """
                    .formatted(i % 3, DOMAIN, failed));
  }

  private ProcessBuilder command(String... words) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PLUMBLINE_DATA_DIR", data().toString());
    builder.environment().put("PLUMBLINE_DNS_SERVERS", "none");
    builder.environment().put("PLUMBLINE_BACKGROUND", "false");
    return builder.redirectError(folder.resolve("errors.log").toFile());
  }

  private Path data() {
    return folder.resolve("data").toAbsolutePath();
  }

  private double ingest(Path what) throws IOException, InterruptedException {
    long start = System.nanoTime();
    int status =
        command("ingest", "--unjudged", what.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("ingest ended with " + status + ": see " + folder);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private void serve() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder = command("serve");
    builder.environment().put("PLUMBLINE_HTTP_PORT", Integer.toString(port));
    Process server = builder.redirectOutput(folder.resolve("serve.log").toFile()).start();
    try {
      String root = "http://127.0.0.1:" + port;
      while (!answers(root)) {
        if (!server.isAlive()) {
          throw new IllegalStateException("It ended: see " + folder.resolve("serve.log"));
        }
        Thread.sleep(200);
      }
      long incident;
      try (EmbeddedDatabase joined = EmbeddedDatabase.open(data());
          Connection connection =
              DriverManager.getConnection(
                  joined.access().url(), joined.access().user(), joined.access().password());
          Statement statement = connection.createStatement()) {
        incident = number(statement, "select min(id) from failure_incident");
        System.out.printf(
            "%,d incidents of %,d to %,d reports; %,d TLS reports, %,d sessions%n",
            number(statement, "select count(*) from failure_incident"),
            number(statement, "select min(reports) from failure_incident"),
            number(statement, "select max(reports) from failure_incident"),
            number(statement, "select sum(reports) from tls_day"),
            number(statement, "select sum(success + failure) from tls_day"));
      }
      String domain = root + "/domains/" + DOMAIN;
      time(domain + "/failures");
      time(domain + "/failures/" + incident);
      time(domain + "/tls");
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static boolean answers(String root) throws InterruptedException {
    try {
      return get(root + "/intake").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static HttpResponse<String> get(String address) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(address)).build(),
        BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private static void time(String address) throws IOException, InterruptedException {
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      int status = get(address).statusCode();
      if (status != 200) {
        throw new IOException(address + ": " + status);
      }
      all.add((System.nanoTime() - start) / 1e6);
    }
    double first = all.get(0);
    Collections.sort(all);
    System.out.printf(
        "%-46s first %.0f ms, median %.0f ms, 19 of 20 within %.0f ms%n",
        URI.create(address).getPath(), first, all.get(ROUNDS / 2), all.get(ROUNDS * 19 / 20));
  }
}
