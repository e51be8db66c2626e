package dev.plumbline.people;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/** How long things that let somebody in stay good. */
@ConfigMapping(prefix = "plumbline.sign-in")
public interface SignInSettings {

  /** A session that was not used for so long is over. */
  @WithDefault("12h")
  Duration idle();

  /** After so long everybody signs in again. */
  @WithDefault("7d")
  Duration longest();

  /** How long a link to set a password works. */
  @WithDefault("24h")
  Duration link();

  /** Whether the tools, and what explains them, are for whoever comes by. */
  @WithDefault("false")
  @WithName("open-tools")
  boolean openTools();
}
