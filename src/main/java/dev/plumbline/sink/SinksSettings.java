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
    SYSLOG
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

    /** {@code https://host:9200}, or {@code tls://host:6514} or {@code tcp://host:514}. */
    URI url();

    @WithDefault("rows")
    List<Stream> streams();

    /** Index of OpenSearch or Splunk; the stream's name is added for OpenSearch. */
    Optional<String> index();

    Optional<String> user();

    Optional<String> password();

    Optional<Path> passwordFile();

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
