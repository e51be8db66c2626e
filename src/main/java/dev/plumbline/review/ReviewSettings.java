package dev.plumbline.review;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings of this room. */
@ConfigMapping(prefix = "plumbline.review")
public interface ReviewSettings {

  /** How long after a wish a domain is left alone, so that a burst of reports is one judging. */
  @WithDefault("500ms")
  Duration settle();

  /** After this time a domain is judged though reports still come in. */
  @WithDefault("3s")
  Duration patience();

  /** How many domains one process judges at the same time. */
  @WithDefault("1")
  int parallel();

  /** Of how many sources the facts are held in memory at the same time. */
  @WithDefault("500")
  int sourcesAtOnce();
}
