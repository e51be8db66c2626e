package dev.plumbline.cli.shell;

import dev.plumbline.store.server.DatabaseAccess;
import java.util.Optional;

/** Which databases are used. */
public final class DatabaseSettings {

  private final Settings settings;

  public DatabaseSettings(Settings settings) {
    this.settings = settings;
  }

  /** The one of others; empty if it is the built-in one. */
  public Optional<DatabaseAccess> first() {
    return access("plumbline.db.url");
  }

  /** The one that pages are read from; empty if that is the first, too. */
  public Optional<DatabaseAccess> standby() {
    return access("plumbline.db.read-url");
  }

  private Optional<DatabaseAccess> access(String name) {
    return settings
        .get(name)
        .map(
            url ->
                new DatabaseAccess(
                    url, settings.get("plumbline.db.user").orElse("plumbline"), password()));
  }

  /** From the setting or the file it names. */
  String password() {
    return settings.secret("plumbline.db.password").orElse("");
  }

  /**
   * How long a statement may take, as PostgreSQL writes it.
   *
   * @throws UserException if it makes no sense
   */
  String statementLimit() {
    String text = settings.get("plumbline.db.statement-limit").orElse("2min").strip();
    if (!text.matches("\\d{1,9} ?(?:us|ms|s|min|h|d)?")) {
      throw new UserException(
          "plumbline.db.statement-limit is \"%s\"; it must be a time as 30s or 2min."
              .formatted(text));
    }
    return text;
  }
}
