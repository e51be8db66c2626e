package dev.plumbline.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The settings of this room. */
@ConfigMapping(prefix = "plumbline.api")
interface ApiSettings {

  /** How many requests one token or address may make in a minute; so many at once, too. */
  @WithDefault("600")
  int requestsPerMinute();

  /** How many answers of any length are sent at the same time; each takes a connection. */
  @WithDefault("4")
  int streams();
}
