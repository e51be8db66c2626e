package dev.plumbline.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Makes PostgreSQL itself fail while it commits items whose name begins with some text. */
public final class FailingDatabase implements AutoCloseable {

  /** What a server says that is shutting down. */
  public static final String SHUTTING_DOWN = "57P01";

  /** What no code expects. */
  public static final String NONSENSE = "XX000";

  private final DataSource database;

  public FailingDatabase(DataSource database, String namePrefix, String sqlState)
      throws SQLException {
    this.database = database;
    execute(
        """
        create or replace function fail_on_purpose() returns trigger language plpgsql as $$
        begin
          if new.name like '%s%%' and new.outcome like '%s' then
            raise exception 'on purpose' using errcode = '%s';
          end if;
          return new;
        end $$\
        """
            .formatted(namePrefix, sqlState.equals(NONSENSE) ? "stored" : "%", sqlState));
    execute(
        "create trigger fail_on_purpose before insert or update on intake_log"
            + " for each row execute function fail_on_purpose()");
  }

  @Override
  public void close() throws SQLException {
    execute("drop trigger fail_on_purpose on intake_log");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
