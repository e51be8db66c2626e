package dev.plumbline.alert;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of this room. */
@ConfigMapping(prefix = "plumbline.alerts")
public interface AlertSettings {

  /** How long what comes up is gathered before it is told. */
  @WithDefault("2m")
  Duration gather();

  /** Hosts that may be posted to though their addresses are not public. */
  Optional<List<String>> insideHosts();

  /** How long the other side of a post may take. */
  @WithDefault("15s")
  Duration timeout();
}
