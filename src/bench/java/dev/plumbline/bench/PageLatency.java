package dev.plumbline.bench;

import dev.plumbline.store.server.EmbeddedDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Times the pages of {@code plumbline serve} on a folder that {@link FillDatabase} filled: several
 * users at once, every kind of page and several periods, the first views of a fresh process among
 * them, while reports come in and sources are checked again against a DNS server on loopback.
 *
 * <p>Arguments: the launcher, the folder, the domains, addresses and seed it was filled with, the
 * most heap (such as {@code 512m}), users, rounds. The first start waits until everything is folded,
 * checked and judged; then the program is started again and timed.
 */
public final class PageLatency {

  private static final int WARN_MILLIS = 200;

  /** The same in every run, as in life: what was asked of another server is asked anew. */
  private static final int DNS_PORT = 15_353;

  private static final List<Integer> PERIODS = List.of(30, 90, 365);
  private static final int DOMAINS = 3;
  private static final int REPORT_PAUSE_MILLIS = 500;
  private static final int IDLE_MILLIS = 10_000;
  private static final int FRESH_REPORTS = 5;
  private static final long MOST_NANOS = 180_000_000_000L;
  private static final Pattern HREF = Pattern.compile("href=\"(/[^\"#]*)\"");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, List<Double>> times = new TreeMap<>();
  private final Map<String, List<Double>> firstTimes = new TreeMap<>();
  private final Map<String, List<Double>> spentMillis = new TreeMap<>();
  private int port;
  private long failures;

  public static void main(String[] arguments) throws Exception {
    new PageLatency().run(arguments);
  }

  private void run(String[] arguments) throws Exception {
    Path launcher = Path.of(arguments[0]);
    Path folder = Path.of(arguments[1]);
    int domains = Integer.parseInt(arguments[2]);
    int addresses = Integer.parseInt(arguments[3]);
    long seed = Long.parseLong(arguments[4]);
    String heap = arguments[5];
    int users = Integer.parseInt(arguments[6]);
    int rounds = Integer.parseInt(arguments[7]);
    StringBuilder zone = new StringBuilder();
    new MadeWorld(domains, addresses, seed).writeZone(zone);
    byte[] text = zone.toString().getBytes(StandardCharsets.UTF_8);
    try (ZoneServer dns = new ZoneServer(new ByteArrayInputStream(text), DNS_PORT)) {
      Process first = start(launcher, folder, dns.address().getPort(), heap);
      try {
        settle(folder);
        memory(first);
      } finally {
        stop(first);
      }
      Process timed = start(launcher, folder, dns.address().getPort(), heap);
      try {
        time(timed, folder, users, rounds);
        freshness(domains);
        memory(timed);
      } finally {
        stop(timed);
      }
    }
  }

  private Process start(Path launcher, Path folder, int dnsPort, String heap) throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "serve");
    builder.environment().put("JAVA_OPTS", "-Xmx" + heap);
    builder.environment().put("PLUMBLINE_DATA_DIR", folder.toAbsolutePath().toString());
    builder.environment().put("PLUMBLINE_HTTP_PORT", Integer.toString(port));
    builder.environment().put("PLUMBLINE_DNS_SERVERS", "127.0.0.1:" + dnsPort);
    builder.redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("serve.log").toFile());
    long start = System.nanoTime();
    Process process = builder.start();
    while (true) {
      if (!process.isAlive()) {
        throw new IllegalStateException("It ended: see " + folder.resolve("serve.log"));
      }
      try {
        if (get("/intake").status == 200) {
          print("started in %.1f s", (System.nanoTime() - start) / 1e9);
          return process;
        }
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
  }

  private static void stop(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  /** Waits until nothing is open, unchecked or unjudged, and says how long each took. */
  private static void settle(Path folder) throws Exception {
    long start = System.nanoTime();
    Map<String, String> waiting = new LinkedHashMap<>();
    waiting.put(
        "folded",
        "select exists (select from open_report) or exists (select from open_day)");
    // A round that finds nothing else is noted every 90 minutes.
    waiting.put(
        "checked",
        """
        select exists (select from domain where dns_checked_at is null
          or dns_checked_at < now() - interval '110 minutes')""");
    waiting.put(
        "judged",
        """
        select exists (select from judging) or exists (
          select from domain d where exists (select from report r where r.domain_id = d.id)
            and not exists (select from domain_summary s where s.domain_id = d.id))""");
    try (EmbeddedDatabase joined = EmbeddedDatabase.open(folder);
        Connection connection =
            DriverManager.getConnection(
                joined.access().url(), joined.access().user(), joined.access().password())) {
      while (!waiting.isEmpty()) {
        Thread.sleep(1_000);
        for (String what : List.copyOf(waiting.keySet())) {
          if (!isTrue(connection, waiting.get(what))) {
            waiting.remove(what);
            print("%s after %.0f s", what, (System.nanoTime() - start) / 1e9);
          }
        }
      }
    }
  }

  private static boolean isTrue(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private record Answer(int status, String body, double millis) {}

  private Answer get(String path) throws IOException, InterruptedException {
    long start = System.nanoTime();
    var answer =
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            BodyHandlers.ofString());
    return new Answer(answer.statusCode(), answer.body(), (System.nanoTime() - start) / 1e6);
  }

  /** One page in one period. */
  private record Page(String kind, String path) {}

  private void time(Process process, Path folder, int users, int rounds) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(users + 1);
    List<Page> pages = pages();
    CompletableFuture<Void> intake = new CompletableFuture<>();
    pool.execute(() -> takeIn(intake));
    try {
      Processor processor = new Processor(process, folder);
      Thread.sleep(IDLE_MILLIS);
      double idle = processor.millis() / IDLE_MILLIS;
      print("intake and judging alone take %.0f %% of one core", 100 * idle);
      for (Page page : pages) {
        processor.millis();
        long begin = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
          List<CompletableFuture<Answer>> answers = new ArrayList<>();
          for (int user = 0; user < users; user++) {
            answers.add(CompletableFuture.supplyAsync(() -> ask(page), pool));
          }
          for (CompletableFuture<Answer> answer : answers) {
            Answer got = answer.join();
            failures += got.status() == 200 ? 0 : 1;
            (round == 0 ? firstTimes : times)
                .computeIfAbsent(page.kind(), kind -> new ArrayList<>())
                .add(got.millis());
          }
        }
        double spent = processor.millis() - idle * (System.nanoTime() - begin) / 1e6;
        spentMillis
            .computeIfAbsent(page.kind(), kind -> new ArrayList<>())
            .add(spent / users / rounds);
      }
    } finally {
      intake.complete(null);
      pool.shutdownNow();
    }
    print(
        "%-28s %8s %8s %8s %8s %8s %8s",
        "ms",
        "first95",
        "firstmax",
        "p50",
        "p95",
        "max",
        "cpu");
    firstTimes.forEach(
        (kind, first) -> {
          List<Double> later = times.getOrDefault(kind, first);
          print(
              "%-28s %8.0f %8.0f %8.0f %8.0f %8.0f %8.1f%s",
              kind,
              quantile(first, .95),
              quantile(first, 1),
              quantile(later, .5),
              quantile(later, .95),
              quantile(later, 1),
              spentMillis.getOrDefault(kind, List.of()).stream()
                  .mapToDouble(Double::doubleValue)
                  .max()
                  .orElse(0),
              quantile(first, .95) > WARN_MILLIS || quantile(later, .95) > WARN_MILLIS ? " *" : "");
        });
    List<Double> all =
        Stream.concat(firstTimes.values().stream(), times.values().stream())
            .flatMap(List::stream)
            .toList();
    print(
        "%,d views: p50 %.0f, p95 %.0f, slowest %.0f ms; %d not 200",
        all.size(), quantile(all, .5), quantile(all, .95), quantile(all, 1), failures);
    memory(process);
  }

  /** Processor time of the program and of its database, which tells more than the clock does. */
  private static final class Processor {
    private final ProcessHandle program;
    private final ProcessHandle database;
    private double last;

    Processor(Process process, Path folder) throws IOException {
      program = process.toHandle();
      try (Stream<Path> files = Files.find(folder, 4, (file, a) -> file.endsWith("postmaster.pid"))) {
        Path file = files.findFirst().orElseThrow();
        database = ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0))).orElseThrow();
      }
      millis();
    }

    /** Since this was last asked. */
    double millis() {
      double now =
          Stream.concat(Stream.of(program), database.descendants())
              .flatMap(one -> one.info().totalCpuDuration().stream())
              .mapToDouble(spent -> spent.toNanos() / 1e6)
              .sum();
      double since = now - last;
      last = now;
      return since;
    }
  }

  private static void memory(Process process) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS") || line.startsWith("VmHWM")) {
        print("%s", line);
      }
    }
  }

  private Answer ask(Page page) {
    try {
      return get(page.path());
    } catch (IOException | InterruptedException e) {
      return new Answer(0, "", 0);
    }
  }

  /** Every kind of page about some domains, found by following links. */
  private List<Page> pages() throws Exception {
    List<Page> pages = new ArrayList<>();
    PERIODS.forEach(days -> pages.add(new Page("front page", "/?days=" + days)));
    pages.add(new Page("intake", "/intake"));
    pages.add(new Page("intake, rejected", "/intake?outcome=rejected"));
    pages.add(new Page("reporters", "/reporters"));
    List<String> names = new ArrayList<>();
    for (String link : links(get("/").body(), "/domains/[^/?]+([?].*)?")) {
      names.add(link.substring("/domains/".length()).replaceAll("[?].*", ""));
    }
    Set<String> chosen = new LinkedHashSet<>(List.of("d0000.example"));
    for (int i = 0; i < names.size() && chosen.size() < DOMAINS; i += 1 + names.size() / DOMAINS) {
      chosen.add(names.get(i));
    }
    for (String name : chosen) {
      String domain = "/domains/" + name;
      List<String> senders = links(get(domain + "/senders").body(), domain + "/senders/.+");
      String sender = any(senders);
      String busiest = domain + "/senders/own";
      String source = any(links(get(sender).body(), domain + "/sources/.+"));
      String busy = links(get(busiest).body(), domain + "/sources/.+").get(0);
      String report = any(links(get(domain + "/reports").body(), domain + "/reports/\\d+.*"));
      for (int days : PERIODS) {
        for (String tab : List.of("", "/senders", "/policy", "/dns", "/reports")) {
          pages.add(new Page("domain" + tab, domain + tab + "?days=" + days));
        }
        pages.add(new Page("reports found", domain + "/reports?q=mail&days=" + days));
        pages.add(new Page("reports, page 99", domain + "/reports?page=99&days=" + days));
        pages.add(new Page("senders found", domain + "/senders?q=198.18&days=" + days));
        pages.add(new Page("sender", sender.replaceAll("[?].*", "") + "?days=" + days));
        pages.add(new Page("sender, busiest", busiest + "?days=" + days));
        pages.add(new Page("source", source.replaceAll("[?].*", "") + "?days=" + days));
        pages.add(new Page("source, busiest", busy.replaceAll("[?].*", "") + "?days=" + days));
      }
      pages.add(new Page("report", report));
    }
    return pages;
  }

  private static List<String> links(String html, String wanted) {
    List<String> found = new ArrayList<>();
    Matcher matcher = HREF.matcher(html);
    while (matcher.find()) {
      if (matcher.group(1).matches(wanted)) {
        found.add(matcher.group(1).replace("&amp;", "&"));
      }
    }
    return found;
  }

  private static String any(List<String> links) {
    return links.isEmpty() ? "/" : links.get(links.size() / 2);
  }

  /** How long a report takes from its commit to the page with the standing of its new source. */
  private void freshness(int domains) throws Exception {
    for (int domain : new int[] {0, 1, domains / 2}) {
      List<Double> seconds = new ArrayList<>();
      for (int i = 0; i < FRESH_REPORTS; i++) {
        String name = "d%04d.example".formatted(domain);
        String source = "2001:db8:ffff:%x::%x".formatted(System.nanoTime() >> 20 & 0xffff, i + 1);
        upload(name, source);
        long start = System.nanoTime();
        String page = "/domains/" + name + "/sources/" + source;
        while (get(page).status() != 200 && System.nanoTime() - start < MOST_NANOS) {
          Thread.sleep(50);
        }
        seconds.add((System.nanoTime() - start) / 1e9);
        Thread.sleep(2_000);
      }
      print(
          "d%04d.example: from commit to standing %.1f s, at most %.1f s",
          domain, quantile(seconds, .5), quantile(seconds, 1));
    }
  }

  /** Uploads a small report twice a second about the largest domain. */
  private void takeIn(CompletableFuture<Void> end) {
    try {
      for (int i = 0; !end.isDone(); i++) {
        upload("d0000.example", MadeWorld.address(5_000 + i));
        Thread.sleep(REPORT_PAUSE_MILLIS);
      }
    } catch (IOException | InterruptedException e) {
      print("intake ended: %s", e);
    }
  }

  private void upload(String domain, String source) throws IOException, InterruptedException {
    long begin = Instant.now().getEpochSecond() / 86_400 * 86_400 - 86_400;
    String report =
        """
        <?xml version="1.0"?>
        <feedback><report_metadata><org_name>Polarmail</org_name>
        <email>dmarc@polarmail.example</email><report_id>late-%d</report_id>
        <date_range><begin>%d</begin><end>%d</end></date_range></report_metadata>
        <policy_published><domain>%s</domain><p>none</p></policy_published>
        <record><row><source_ip>%s</source_ip><count>3</count><policy_evaluated>
        <disposition>none</disposition><dkim>fail</dkim><spf>fail</spf></policy_evaluated></row>
        <identifiers><header_from>%s</header_from></identifiers><auth_results><spf>
        <domain>%s</domain><result>fail</result></spf></auth_results></record>
        </feedback>
        """
            .formatted(
                System.nanoTime(), begin, begin + 86_399, domain, source, domain, domain);
    client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/intake"))
            .header("Content-Type", "text/xml")
            .POST(HttpRequest.BodyPublishers.ofString(report))
            .build(),
        BodyHandlers.discarding());
  }

  private static double quantile(List<Double> values, double share) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ENGLISH, format, values));
  }
}
