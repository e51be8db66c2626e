package dev.plumbline.store.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings of the totals. */
@ConfigMapping(prefix = "plumbline.totals")
interface TotalsSettings {

  /** How often the totals of new reports are folded; pages are exact before, too. */
  @WithDefault("10s")
  Duration foldEvery();

  /** About how many totals by report are folded in one transaction. */
  @WithDefault("50000")
  int foldAtOnce();
}
