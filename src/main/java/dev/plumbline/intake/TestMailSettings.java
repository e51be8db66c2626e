package dev.plumbline.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings {@code plumbline.test-mail.*}; docs/configuration.md describes each. */
@ConfigMapping(prefix = "plumbline.test-mail")
public interface TestMailSettings {

  /**
   * The address that test addresses are made of; without it, the first one that is listened for.
   */
  Optional<String> address();

  /** How long an address is good for. */
  @WithDefault("1h")
  Duration valid();

  /** Names of one's own mail servers, as they write them behind {@code by}. */
  Optional<List<String>> servers();
}
