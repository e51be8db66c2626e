package dev.plumbline.cli.care;

import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Shell;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.review.KeptCatalogue;
import dev.plumbline.store.settings.Adjustable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline setting set}: sets one, for every process, at once. */
@Command(
    name = "set",
    description = {
      "Sets one; every process that runs knows of it within seconds, retention within the hour.",
      "Exit status: 0, or 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class SettingSetCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "NAME", description = "As `setting list` prints it.")
  private String name = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE", description = "What it is to be.")
  private @Nullable String value;

  @Option(names = "--file", paramLabel = "FILE", description = "A file that holds the value.")
  private @Nullable Path file;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Adjustable one = known(name);
    String text = text();
    return Shell.ask(
        rooms -> {
          if (one == Adjustable.CATALOGUE) {
            KeptCatalogue.check(text);
          }
          rooms.settings().set(Shell.who(), one, one.valid(text), rooms.clock().instant());
          PrintWriter out = spec.commandLine().getOut();
          out.println(one.key() + " is set.");
          if (Settings.load().get(one.key()).isPresent()) {
            out.println("The configuration says something else of it, and that counts.");
          }
          out.flush();
          return 0;
        });
  }

  private String text() {
    Path given = file;
    String text = value;
    if ((given == null) == (text == null)) {
      throw new UserException("Give either a value or --file.");
    }
    if (text != null || given == null) {
      return String.valueOf(text);
    }
    try {
      return Files.readString(given);
    } catch (IOException e) {
      throw new UserException(Terminal.safe(given.toString()) + " cannot be read as text.");
    }
  }

  static Adjustable known(String name) {
    return Adjustable.of(name)
        .orElseThrow(
            () ->
                new UserException(
                    "%s cannot be set so; there are: %s."
                        .formatted(
                            Terminal.safe(name),
                            Arrays.stream(Adjustable.values())
                                .map(Adjustable::key)
                                .collect(Collectors.joining(", ")))));
  }
}
