package dev.plumbline.sender;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the catalogue and the address files once; a wrong one stops the start. */
@Dependent
final class NamingProducer {

  @Produces
  @Singleton
  @Startup
  Catalogue catalogue(@ConfigProperty(name = "plumbline.catalogue-file") Optional<Path> file) {
    return file.map(Catalogue::with).orElseGet(Catalogue::bundled);
  }

  @Produces
  @Singleton
  @Startup
  SenderNames names(
      Catalogue catalogue,
      @ConfigProperty(name = "plumbline.asn-file") Optional<Path> asnFile,
      @ConfigProperty(name = "plumbline.geo-file") Optional<Path> geoFile) {
    return new SenderNames(catalogue, AddressData.open(asnFile.orElse(null), geoFile.orElse(null)));
  }
}
