package dev.plumbline.store.server;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Has the application wait, however long it takes, while another process brings the tables up to
 * date; it finds that done then. Flyway's own patience is a minute.
 */
@Singleton
class PatientMigration implements FlywayConfigurationCustomizer {

  @Override
  public void customize(FluentConfiguration configuration) {
    configuration.lockRetryCount(Schema.FOR_EVER);
  }
}
