package dev.plumbline.bench;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.IpRange;
import dev.plumbline.resolver.DnsResolver;
import dev.plumbline.resolver.ResolverSettings;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.spf.SpfTable;
import dev.plumbline.spf.SpfVerdict;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.jspf.executor.SPFResult;
import org.apache.james.jspf.impl.DNSServiceXBillImpl;
import org.apache.james.jspf.impl.SPF;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.xbill.DNS.SimpleResolver;

/**
 * SPF for addresses of one domain whose record looks like life: 8 lookups, 79 ranges. DNS is a
 * server on loopback, asked once: all further answers come from each resolver's own cache. Every
 * engine is made to judge all addresses rightly before it is timed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = SpfBench.NO_LOGGING)
@Threads(1)
public class SpfBench {

  /** The peer logs as it goes; the application's logging would be timed with it. */
  static final String NO_LOGGING =
      "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider";

  private static final int ADDRESSES = 100_000;

  /** The slowest engine judges only some of them before it is timed. */
  private static final int CHECKED_BY_PEER = 5_000;

  private static final String DOMAIN = "bigcorp.test";
  private static final Pattern RANGE = Pattern.compile("ip[46]:([0-9a-f.:/]+)");

  private final List<IpRange> ranges = new ArrayList<>();
  private final String[] texts = new String[ADDRESSES];
  private final InetAddress[] addresses = new InetAddress[ADDRESSES];
  private ZoneServer server;
  private SpfEvaluator evaluator;
  private SpfTable table;
  private SPF peer;
  private int next;

  @Setup
  public void prepare() throws IOException {
    server = new ZoneServer(zone());
    readRanges();
    chooseAddresses();
    DnsResolver dns =
        DnsResolver.create(
            new ResolverSettings(List.of(server.address()), Duration.ofSeconds(2), 1, null, 1000));
    evaluator = new SpfEvaluator(dns);
    table = SpfTable.compile(dns, DOMAIN);
    SimpleResolver resolver = new SimpleResolver(server.address());
    peer = new SPF(new DNSServiceXBillImpl(resolver));
    for (int i = 0; i < ADDRESSES; i++) {
      boolean listed = listed(addresses[i]);
      require(listed, evaluate(texts[i]).result().wire(), i);
      require(listed, String.valueOf(table.find(addresses[i]).result()), i);
      if (i < CHECKED_BY_PEER) {
        require(listed, askPeer(texts[i]).getResult(), i);
      }
    }
  }

  @TearDown
  public void close() throws IOException {
    server.close();
  }

  @Benchmark
  public SpfTable.Answer compiled() {
    return table.find(addresses[following()]);
  }

  @Benchmark
  public SpfTable.Answer compiledFromText() {
    return table.find(IpAddresses.parse(texts[following()]).orElseThrow());
  }

  @Benchmark
  public SpfVerdict evaluatedFromText() {
    return evaluate(texts[following()]);
  }

  @Benchmark
  public SPFResult jspfFromText() {
    return askPeer(texts[following()]);
  }

  private SpfVerdict evaluate(String address) {
    return evaluator.evaluate(
        SpfQuery.of(
            IpAddresses.parse(address).orElseThrow(), "user@" + DOMAIN, "mail." + DOMAIN));
  }

  private SPFResult askPeer(String address) {
    return peer.checkSPF(address, "user@" + DOMAIN, "mail." + DOMAIN);
  }

  private int following() {
    next = next + 1 == ADDRESSES ? 0 : next + 1;
    return next;
  }

  private boolean listed(InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private void require(boolean listed, String result, int at) {
    if (listed != result.toLowerCase(Locale.ROOT).equals("pass")) {
      throw new IllegalStateException(texts[at] + " got " + result + ", listed: " + listed);
    }
  }

  private static InputStream zone() {
    return SpfBench.class.getResourceAsStream("/spf/zone.db");
  }

  private void readRanges() throws IOException {
    try (InputStream zone = zone()) {
      String text = new String(zone.readAllBytes(), StandardCharsets.US_ASCII);
      Matcher range = RANGE.matcher(text.replace("\" \"", ""));
      while (range.find()) {
        ranges.add(IpRange.parse(range.group(1)).orElseThrow());
      }
    }
  }

  /** Six in ten are listed; the others are mostly IPv4. */
  private void chooseAddresses() throws UnknownHostException {
    Random random = new Random(1);
    Set<InetAddress> chosen = new LinkedHashSet<>();
    while (chosen.size() < ADDRESSES) {
      byte[] octets = new byte[random.nextInt(5) > 0 ? 4 : 16];
      random.nextBytes(octets);
      if (octets.length == 16) {
        octets[0] = 0x2A;
      } else {
        octets[0] = (byte) (1 + random.nextInt(222));
      }
      InetAddress address = InetAddress.getByAddress(octets);
      chosen.add(random.nextInt(10) < 6 ? within(ranges.get(random.nextInt(ranges.size())), random) : address);
    }
    int i = 0;
    for (InetAddress address : chosen) {
      addresses[i] = address;
      texts[i++] = IpAddresses.toText(address);
    }
  }

  private static InetAddress within(IpRange range, Random random)
      throws UnknownHostException {
    byte[] octets = range.network().getAddress();
    byte[] filler = new byte[octets.length];
    random.nextBytes(filler);
    for (int bit = range.prefix(); bit < octets.length * 8; bit++) {
      octets[bit / 8] |= (byte) (filler[bit / 8] & 0x80 >> bit % 8);
    }
    return InetAddress.getByAddress(octets);
  }

  /** Times each engine in turn, several times over, so that a busy machine is busy for all. */
  public static void main(String... arguments) throws RunnerException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
    Map<String, List<Double>> scores = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (String engine :
          List.of("jspfFromText", "evaluatedFromText", "compiledFromText", "compiled")) {
        for (RunResult result :
            new Runner(
                    new OptionsBuilder()
                        .include(Pattern.quote(SpfBench.class.getName() + "." + engine) + "$")
                        .build())
                .run()) {
          scores
              .computeIfAbsent(engine, name -> new ArrayList<>())
              .add(result.getPrimaryResult().getScore());
        }
      }
    }
    double peer = median(scores.get("jspfFromText"));
    System.out.printf("%n%-20s %14s %10s   rounds%n", "engine", "per second", "ratio");
    scores.forEach(
        (engine, each) ->
            System.out.printf(
                Locale.ROOT,
                "%-20s %,14.0f %,9.0fx   %s%n",
                engine,
                median(each),
                median(each) / peer,
                each.stream().map(score -> String.format(Locale.ROOT, "%,.0f", score)).toList()));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
