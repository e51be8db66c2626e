package dev.plumbline.intake;

import dev.plumbline.store.intake.ReporterHistory;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Settings {@code plumbline.trust.*}; docs/configuration.md describes each. */
@ConfigMapping(prefix = "plumbline.trust")
interface TrustSettings {

  /**
   * What is held back of what comes by mail: {@code nothing}, {@code contradicted}, {@code
   * unproven}.
   */
  @WithDefault("contradicted")
  Trust.HoldBack holdBack();

  /** Makes of the settings what intake takes. */
  final class Makers {

    private Makers() {}

    @Produces
    @Singleton
    static Trust trust(TrustSettings settings, ReporterHistory history) {
      return new Trust(settings.holdBack(), history);
    }
  }
}
