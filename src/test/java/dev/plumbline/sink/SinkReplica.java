package dev.plumbline.sink;

import dev.plumbline.export.Exports;
import dev.plumbline.sink.SinksSettings.Kind;
import dev.plumbline.sink.SinksSettings.Mechanism;
import dev.plumbline.sink.SinksSettings.One;
import dev.plumbline.sink.SinksSettings.Stream;
import dev.plumbline.store.Database;
import dev.plumbline.store.Leases;
import dev.plumbline.store.export.SinkPositions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one process does about a sink, without the application. */
public final class SinkReplica {

  private final Sinks sinks;

  public SinkReplica(Database database, URI url, int batch, Clock clock) {
    this.sinks =
        new Sinks(
            () -> Map.of("kills", new Search(url, batch)),
            new Exports(database, clock),
            new SinkPositions(database),
            new Leases(database),
            clock,
            true);
  }

  public void round() throws InterruptedException {
    sinks.round();
  }

  private record Search(URI url, int batch) implements One {
    @Override
    public Kind kind() {
      return Kind.OPENSEARCH;
    }

    @Override
    public List<Stream> streams() {
      return List.of(Stream.ROWS);
    }

    @Override
    public Optional<String> index() {
      return Optional.of("kills");
    }

    @Override
    public Optional<String> user() {
      return Optional.empty();
    }

    @Override
    public Optional<String> password() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> passwordFile() {
      return Optional.empty();
    }

    @Override
    public Mechanism mechanism() {
      return Mechanism.PLAIN;
    }

    @Override
    public Optional<String> token() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> tokenFile() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> trustFile() {
      return Optional.empty();
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(10);
    }
  }
}
