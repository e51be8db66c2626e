package dev.plumbline.recheck;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings of this room. */
@ConfigMapping(prefix = "plumbline.recheck")
interface RecheckSettings {

  /** How often every domain is checked again, even if the TTL of its records is longer. */
  @WithDefault("1h")
  Duration interval();

  /** A domain is not checked again sooner than this, even if the TTL of its records is shorter. */
  @WithDefault("15m")
  Duration shortest();

  /** How long after new reports came in their domain is checked, so that a burst is one round. */
  @WithDefault("5s")
  Duration settle();

  /** How long after its last message a source is still checked. */
  @WithDefault("90d")
  Duration activeTime();

  /** How many sources are checked at the same time. */
  @WithDefault("16")
  int parallel();

  /** For how many of the domains its mail used a source is checked; the most used ones. */
  @WithDefault("8")
  int identitiesPerSource();

  /** How many sources, each counted once for each of its domains, one round of a domain checks. */
  @WithDefault("50000")
  int most();
}
