package dev.plumbline.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;

/**
 * A command that leads to others. Of these only the one asked for is made: to read the annotations
 * of all of them costs more than many a command does.
 */
public interface CommandGroup {

  /** The names of its commands, in the order help tells them. */
  List<String> names();

  /** Makes the command of a name. */
  Object command(String name);

  /** A command as these arguments need it, with all below it where they name none. */
  static CommandLine line(Object command, List<String> arguments) {
    CommandLine line = new CommandLine(command);
    if (command instanceof CommandGroup group) {
      String first = arguments.isEmpty() ? "" : arguments.get(0);
      if (group.names().contains(first)) {
        List<String> rest = arguments.subList(1, arguments.size());
        line.addSubcommand(first, line(group.command(first), rest));
      } else if (!Set.of("-V", "--version").contains(first)) {
        group
            .names()
            .forEach(name -> line.addSubcommand(name, line(group.command(name), List.of())));
      }
    }
    return line;
  }

  /**
   * The arguments, cut behind a name that no command has: what follows it means nothing, and asking
   * for help with it is no reason to tell of another.
   */
  static List<String> understood(Object command, List<String> arguments) {
    if (!(command instanceof CommandGroup group)
        || arguments.isEmpty()
        || arguments.get(0).startsWith("-")) {
      return arguments;
    }
    String first = arguments.get(0);
    if (!group.names().contains(first)) {
      return List.of(first);
    }
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(understood(group.command(first), arguments.subList(1, arguments.size())));
    return all;
  }

  /** What {@link #command} answers to a name that is none of {@link #names}. */
  static AssertionError unknown(String name) {
    return new AssertionError("No command is called " + name);
  }
}
