package dev.plumbline.cli.alerts;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.store.people.Who;
import java.util.function.Function;

/** What the commands of this room share. */
final class Asking {

  private Asking() {}

  /** Answers by the database alone; what makes no sense is told in its sentence. */
  static <T> T ask(Function<Rooms, T> question) {
    try {
      return new AppRunner(Settings.load()).ask(question);
    } catch (IllegalArgumentException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    }
  }

  static Who who() {
    return Who.atShell(System.getProperty("user.name", "unknown"));
  }
}
