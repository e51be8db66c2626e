package dev.plumbline.cli.people;

import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.people.Accounts.MadeLink;
import dev.plumbline.store.people.Person;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;

/** What the commands of this room share. */
final class Asking {

  private Asking() {}

  static Person known(Rooms rooms, String login) {
    return rooms
        .persons()
        .byLogin(login)
        .orElseThrow(
            () ->
                new UserException(
                    "Nobody signs in as \"%s\"; `plumbline user list` tells who does."
                        .formatted(Terminal.safe(login))));
  }

  static void printLink(PrintWriter out, Person person, MadeLink link) {
    out.printf(
        "%s sets a password here, once, until %s:%n%s%n",
        Terminal.safe(person.login()),
        link.endsAt().truncatedTo(ChronoUnit.SECONDS),
        Settings.load().address() + link.path());
  }
}
