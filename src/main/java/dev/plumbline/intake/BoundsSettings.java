package dev.plumbline.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** What reports are believed. */
@ConfigMapping(prefix = "plumbline.bounds")
interface BoundsSettings {

  /** Reports about other domains are set aside; without any, all domains are ours. */
  Optional<List<String>> ownDomains();

  /** Messages one report may count. */
  @WithDefault("1000000000")
  long messages();

  /** Domains that SPF and DKIM were checked for, which one report may name. */
  @WithDefault("20000")
  int identities();

  /** Addresses that reports are sent to, besides those that mailboxes are called by. */
  Optional<List<String>> addresses();

  /** Makes of the settings what intake takes. */
  final class Makers {

    private Makers() {}

    @Produces
    @Singleton
    static Bounds bounds(BoundsSettings settings) {
      return Bounds.of(
          settings.ownDomains().orElse(List.of()), settings.messages(), settings.identities());
    }
  }
}
