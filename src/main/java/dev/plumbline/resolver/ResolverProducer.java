package dev.plumbline.resolver;

import dev.plumbline.dns.Dns;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one resolver of the process; a wrong setting stops the start. */
@Dependent
final class ResolverProducer {

  @Produces
  @Singleton
  @Startup
  Dns dns(DnsSettings settings, DnsFigures figures) {
    return DnsResolver.create(
        new ResolverSettings(
            ResolverSettings.parseServers(settings.servers().orElse("")),
            settings.timeout(),
            settings.retries(),
            settings.zoneFile().orElse(null),
            settings.cacheSize()),
        figures);
  }

  @Produces
  @Singleton
  DnsFigures figures() {
    return new DnsFigures();
  }
}
