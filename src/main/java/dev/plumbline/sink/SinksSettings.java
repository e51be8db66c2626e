package dev.plumbline.sink;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where what is stored is brought. */
@ConfigMapping(prefix = "plumbline.sinks")
public interface SinksSettings {

  @WithParentName
  Map<String, One> all();

  /** What takes it. */
  enum Kind {
    /** The bulk interface of OpenSearch and Elasticsearch. */
    OPENSEARCH,
    /** The HTTP event collector of Splunk. */
    SPLUNK,
    /** A server of syslog. */
    SYSLOG,
    /** Brokers of Kafka. */
    KAFKA
  }

  /** How one signs in to Kafka. */
  enum Mechanism {
    SCRAM_SHA_512,
    SCRAM_SHA_256,
    PLAIN;

    /** The name that brokers know. */
    String wire() {
      return name().replace('_', '-');
    }

    /** What signs in. */
    String module() {
      return "org.apache.kafka.common.security."
          + (this == PLAIN ? "plain.PlainLoginModule" : "scram.ScramLoginModule");
    }
  }

  /** What is brought. */
  enum Stream {
    ROWS,
    REPORTS,
    CHANGES
  }

  /** One of them. */
  interface One {

    Kind kind();

    /**
     * {@code https://host:9200}, or {@code tls://host:6514} or {@code tcp://host:514}; for Kafka
     * several, {@code tls://one:9093,two:9093}.
     */
    URI url();

    @WithDefault("rows")
    List<Stream> streams();

    /** Index of OpenSearch or Splunk, topic of Kafka; but for Splunk the stream's name is added. */
    Optional<String> index();

    Optional<String> user();

    Optional<String> password();

    Optional<Path> passwordFile();

    /** For Kafka, with a user. */
    @WithDefault("scram-sha-512")
    Mechanism mechanism();

    Optional<String> token();

    Optional<Path> tokenFile();

    /** PEM file of certificates to trust besides those Java trusts. */
    Optional<Path> trustFile();

    @WithDefault("500")
    int batch();

    @WithDefault("30s")
    Duration timeout();
  }
}
