package dev.plumbline.resolver;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings of this room. */
@ConfigMapping(prefix = "plumbline.dns")
interface DnsSettings {

  /** {@code host:port,...}, or {@code none} to never ask the network; the system's if not set. */
  Optional<String> servers();

  /** How long one try at one server may take. */
  @WithDefault("3s")
  Duration timeout();

  /** How often all servers are tried again. */
  @WithDefault("1")
  int retries();

  /** A master file whose zones are answered from it alone. */
  Optional<Path> zoneFile();

  /** How many answers are kept. */
  @WithDefault("50000")
  int cacheSize();
}
