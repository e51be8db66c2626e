package dev.plumbline.cli.shell;

import dev.plumbline.store.people.Who;
import java.util.function.Function;

/** What commands share that ask or tell the database alone. */
public final class Shell {

  private Shell() {}

  /** Answers by the database alone; what makes no sense is told in its sentence. */
  public static <T> T ask(Function<Rooms, T> question) {
    try {
      return new AppRunner(Settings.load()).ask(question);
    } catch (IllegalArgumentException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    }
  }

  /** Who is at the keyboard. */
  public static Who who() {
    return Who.atShell(System.getProperty("user.name", "unknown"));
  }
}
