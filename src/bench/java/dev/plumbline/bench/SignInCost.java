package dev.plumbline.bench;

import dev.plumbline.store.server.EmbeddedDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What it costs a page to know who asks: pages of {@code plumbline serve} as long as nobody has to
 * sign in, and as somebody who is signed in, in turns on one process, so that both meet the same
 * machine.
 *
 * <p>Arguments: the launcher, a data folder with reports, rounds, and paths of pages.
 */
public final class SignInCost {

  private static final int EACH = 50;
  private static final int WARM = 400;
  private static final Pattern LINK = Pattern.compile("/welcome/\\S+");

  /** Takes the people away, and brings them back with their sessions. */
  private static final String HIDE =
      """
      create table hidden_person as table person; create table hidden_session as table session;
      delete from session; delete from one_time_link; delete from person""";

  private static final String SHOW =
      """
      insert into person overriding system value select * from hidden_person;
      insert into session select * from hidden_session;
      drop table hidden_session; drop table hidden_person""";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  private SignInCost(int port) {
    this.port = port;
  }

  public static void main(String[] arguments) throws Exception {
    Path launcher = Path.of(arguments[0]);
    Path folder = Path.of(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    List<String> paths = List.of(arguments).subList(3, arguments.length);
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ProcessBuilder server = command(launcher, folder, port, "serve");
    server.environment().put("PLUMBLINE_BACKGROUND", "false");
    Process process = server.redirectOutput(folder.resolve("serve.log").toFile()).start();
    try {
      new SignInCost(port).run(process, launcher, folder, rounds, paths);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static ProcessBuilder command(Path launcher, Path folder, int port, String... words) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PLUMBLINE_DATA_DIR", folder.toAbsolutePath().toString());
    builder.environment().put("PLUMBLINE_HTTP_PORT", Integer.toString(port));
    builder.environment().put("PLUMBLINE_DNS_SERVERS", "none");
    return builder;
  }

  private void run(Process server, Path launcher, Path folder, int rounds, List<String> paths)
      throws Exception {
    while (!answers()) {
      if (!server.isAlive()) {
        throw new IllegalStateException("It ended: see " + folder.resolve("serve.log"));
      }
      Thread.sleep(200);
    }
    try (EmbeddedDatabase joined = EmbeddedDatabase.open(folder);
        Connection connection =
            DriverManager.getConnection(
                joined.access().url(), joined.access().user(), joined.access().password());
        Statement statement = connection.createStatement()) {
      String cookie = signIn(launcher, folder);
      try {
        time(statement, cookie, rounds, paths);
      } finally {
        statement.execute("delete from session; delete from one_time_link; delete from person");
      }
    }
  }

  private boolean answers() throws InterruptedException {
    try {
      return get("/intake", "").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Adds somebody by the command, uses the link it prints; the cookie. */
  private String signIn(Path launcher, Path folder) throws Exception {
    Process add =
        command(launcher, folder, port, "user", "add", "bench", "--role", "administrator").start();
    String said = new String(add.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher link = LINK.matcher(said);
    if (!link.find()) {
      throw new IllegalStateException(said);
    }
    HttpResponse<String> answer =
        client.send(
            request(link.group())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("password=a+battery+of+correct+horses"))
                .build(),
            BodyHandlers.ofString());
    return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
  }

  private void time(Statement statement, String cookie, int rounds, List<String> paths)
      throws Exception {
    Map<String, List<Double>> without = new LinkedHashMap<>();
    Map<String, List<Double>> with = new LinkedHashMap<>();
    ask(paths, cookie, WARM / paths.size(), new LinkedHashMap<>());
    for (int round = 0; round < rounds; round++) {
      ask(paths, cookie, EACH, with);
      statement.execute(HIDE);
      ask(paths, "", EACH, without);
      statement.execute(SHOW);
    }
    System.out.printf("%-44s %10s %10s %10s%n", "page, ms", "nobody", "signed in", "more");
    for (String path : paths) {
      double open = median(without.get(path));
      double known = median(with.get(path));
      System.out.printf("%-44s %10.2f %10.2f %10.2f%n", path, open, known, known - open);
    }
  }

  private void ask(
      List<String> paths, String cookie, int times, Map<String, List<Double>> into)
      throws IOException, InterruptedException {
    for (int i = 0; i < times; i++) {
      for (String path : paths) {
        long start = System.nanoTime();
        HttpResponse<String> answer = get(path, cookie);
        double millis = (System.nanoTime() - start) / 1e6;
        if (answer.statusCode() != 200) {
          throw new IllegalStateException(path + ": " + answer.statusCode());
        }
        into.computeIfAbsent(path, unused -> new ArrayList<>()).add(millis);
      }
    }
  }

  private HttpResponse<String> get(String path, String cookie)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path);
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
