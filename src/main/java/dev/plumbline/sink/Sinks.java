package dev.plumbline.sink;

import dev.plumbline.export.Asked;
import dev.plumbline.export.Exports;
import dev.plumbline.export.Kind;
import dev.plumbline.sink.SinksSettings.One;
import dev.plumbline.sink.SinksSettings.Stream;
import dev.plumbline.store.Leases;
import dev.plumbline.store.ProcessName;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.export.Cursor;
import dev.plumbline.store.export.SinkPositions;
import dev.plumbline.store.export.SinkPositions.Position;
import dev.plumbline.store.traffic.Shown;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings each sink what is stored, from where it came last. How far it came is written down after
 * it took a batch, so a process that dies has the next one bring that batch again, under the same
 * ids. One process at a time brings it to a sink.
 */
@Startup
@ApplicationScoped
public class Sinks {

  private static final Logger LOG = Logger.getLogger(Sinks.class);

  private static final Duration HELD = Duration.ofMinutes(2);

  /** What others should have a turn after. */
  private static final int BATCHES_A_ROUND = 200;

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private final Map<String, One> settings;
  private final Exports exports;
  private final SinkPositions positions;
  private final Leases leases;
  private final Clock clock;
  private final boolean background;
  private final String holder = ProcessName.create();
  private final Map<String, Sink> open = new TreeMap<>();
  private final Map<String, Failing> failing = new TreeMap<>();

  /** A sink that took nothing of late. */
  private record Failing(Instant next, Duration pause) {}

  Sinks(
      SinksSettings settings,
      Exports exports,
      SinkPositions positions,
      Leases leases,
      Clock clock,
      @ConfigProperty(name = "plumbline.background", defaultValue = "true") boolean background) {
    this.settings = settings.all();
    this.exports = exports;
    this.positions = positions;
    this.leases = leases;
    this.clock = clock;
    this.background = background;
    this.settings.forEach(Sinks::check);
  }

  private static void check(String name, One one) {
    String scheme = String.valueOf(one.url().getScheme());
    boolean sockets =
        one.kind() == SinksSettings.Kind.SYSLOG || one.kind() == SinksSettings.Kind.KAFKA;
    boolean fits =
        sockets
            ? scheme.equals("tls") || scheme.equals("tcp")
            : scheme.equals("https") || scheme.equals("http");
    // Of several hosts Java makes no one host.
    String host =
        one.kind() == SinksSettings.Kind.KAFKA ? one.url().getAuthority() : one.url().getHost();
    if (!fits || host == null) {
      throw new IllegalArgumentException(
          "plumbline.sinks.%s.url is \"%s\"; for %s it must be as %s."
              .formatted(
                  name,
                  one.url(),
                  one.kind().name().toLowerCase(Locale.ROOT),
                  switch (one.kind()) {
                    case OPENSEARCH, SPLUNK -> "https://host:port";
                    case SYSLOG -> "tls://host:6514";
                    case KAFKA -> "tls://host:9093";
                  }));
    }
    if (one.batch() < 1 || one.batch() > 10_000) {
      throw new IllegalArgumentException(
          "plumbline.sinks.%s.batch must be from 1 to 10000.".formatted(name));
    }
  }

  @Scheduled(every = "5s", delayed = "15s", concurrentExecution = ConcurrentExecution.SKIP)
  void due() {
    if (!background || settings.isEmpty()) {
      return;
    }
    try {
      round();
    } catch (StoreUnavailableException e) {
      LOG.debug("Sinks wait for the database", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Brings every sink what there is. */
  void round() throws InterruptedException {
    for (Map.Entry<String, One> one : settings.entrySet()) {
      for (Stream stream : one.getValue().streams()) {
        bring(one.getKey(), one.getValue(), stream);
      }
    }
  }

  private void bring(String name, One one, Stream stream) throws InterruptedException {
    String key = name + " " + stream.name().toLowerCase(Locale.ROOT);
    Failing bad = failing.get(key);
    if ((bad != null && clock.instant().isBefore(bad.next()))
        || next(name, stream, 1).isEmpty()
        || !leases.hold("sink " + key, holder, HELD)) {
      return;
    }
    String wire = stream.name().toLowerCase(Locale.ROOT);
    try {
      boolean more = batch(name, one, stream);
      for (int i = 1; more && i < BATCHES_A_ROUND; i++) {
        more = leases.prolong("sink " + key, holder, HELD) && batch(name, one, stream);
      }
      failing.remove(key);
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      // Also what was set and makes no address, header or client: others are brought theirs.
      close(key);
      String problem = String.valueOf(e.getMessage());
      Duration pause = bad == null ? Duration.ofSeconds(10) : bad.pause().multipliedBy(2);
      Duration next = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      failing.put(key, new Failing(clock.instant().plus(next), next));
      positions.failed(name, wire, problem, clock.instant());
      LOG.warnf(
          "The sink %s takes nothing, and is tried again in %d s: %s",
          key, next.toSeconds(), problem);
    } finally {
      leases.release("sink " + key, holder);
    }
  }

  /** What was not brought yet, as far as is known; nothing is written to ask. */
  private List<Line> next(String name, Stream stream, int most) {
    String wire = stream.name().toLowerCase(Locale.ROOT);
    Cursor after = positions.of(name, wire).map(Position::cursor).orElse(Cursor.START);
    List<Line> lines = new ArrayList<>();
    exports.give(
        Kind.valueOf(stream.name()),
        new Asked(null, after, null, null, Shown.ALL, null),
        line -> {
          lines.add(Line.of(line));
          return lines.size() < most;
        });
    return lines;
  }

  /** Brings it one batch; false if there is no more. */
  private boolean batch(String name, One one, Stream stream)
      throws IOException, InterruptedException {
    List<Line> lines = next(name, stream, one.batch());
    if (lines.isEmpty()) {
      return false;
    }
    String wire = stream.name().toLowerCase(Locale.ROOT);
    sink(name + " " + wire, one, wire).take(lines);
    positions.took(name, wire, lines.get(lines.size() - 1).cursor(), lines.size(), clock.instant());
    return lines.size() == one.batch();
  }

  private Sink sink(String key, One one, String stream) throws IOException {
    Sink known = open.get(key);
    if (known != null) {
      return known;
    }
    Sink fresh =
        switch (one.kind()) {
          case OPENSEARCH -> new OpenSearchSink(one, stream);
          case SPLUNK -> new SplunkSink(one, stream);
          case SYSLOG -> new SyslogSink(one, stream, "plumbline");
          case KAFKA -> new KafkaSink(one, stream);
        };
    open.put(key, fresh);
    return fresh;
  }

  private void close(String key) {
    @Nullable Sink sink = open.remove(key);
    if (sink != null) {
      sink.close();
    }
  }

  @PreDestroy
  void end() {
    open.values().forEach(Sink::close);
  }
}
