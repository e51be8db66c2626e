package dev.plumbline.store.server;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.Driver;

/** Connections that are kept, beside those of the application. */
final class Pool {

  /** A connection that was idle for longer is tried before it is used. */
  private static final Duration TRUSTED = Duration.ofSeconds(1);

  private Pool() {}

  /**
   * Makes one; it connects when somebody asks for a connection.
   *
   * @param most connections
   * @param patience how long to wait for one
   * @param first the statement that each connection begins with
   */
  static AgroalDataSource to(DatabaseAccess access, int most, Duration patience, String first)
      throws SQLException {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .metricsEnabled(false)
            .connectionPoolConfiguration(
                pool ->
                    pool.maxSize(most)
                        .acquisitionTimeout(patience)
                        .idleValidationTimeout(TRUSTED)
                        .connectionValidator(
                            ConnectionValidator.defaultValidatorWithTimeout(
                                (int) seconds(patience)))
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .connectionFactoryConfiguration(
                            factory ->
                                factory
                                    .connectionProviderClass(Driver.class)
                                    .jdbcUrl(access.url())
                                    .jdbcProperty("connectTimeout", text(seconds(patience)))
                                    .jdbcProperty("loginTimeout", text(seconds(patience)))
                                    .initialSql(first)
                                    .principal(new NamePrincipal(access.user()))
                                    .credential(new SimplePassword(access.password())))));
  }

  private static long seconds(Duration time) {
    return Math.max(1, time.toSeconds());
  }

  private static String text(long seconds) {
    return Long.toString(seconds);
  }
}
