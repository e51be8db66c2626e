package dev.plumbline.cli.shell;

import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command that was typed wrongly: one sentence, and where to read on. */
public final class WrongUse {

  private static final Set<Class<?>> NUMBERS =
      Set.of(int.class, Integer.class, long.class, Long.class);

  private WrongUse() {}

  /** Tells it; the whole usage would hide it. */
  public static void tell(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(sentence(failure));
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.printf("Try: %s --help%n", command.getCommandSpec().qualifiedName());
    err.flush();
  }

  private static String sentence(ParameterException failure) {
    return unknownCommand(failure)
        .or(() -> wrongWord(failure))
        .or(() -> wrongDay(failure))
        .or(() -> wrongNumber(failure))
        .or(() -> wrongZone(failure))
        .or(() -> tooMuch(failure))
        .orElseGet(() -> String.valueOf(failure.getMessage()));
  }

  private static Optional<String> unknownCommand(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    boolean group = command.getCommandSpec().userObject() instanceof CommandGroup;
    if (!group || !(failure instanceof UnmatchedArgumentException unmatched)) {
      return Optional.empty();
    }
    List<String> words = unmatched.getUnmatched();
    return words.isEmpty() || words.get(0).startsWith("-")
        ? Optional.empty()
        : Optional.of("There is no command \"%s\".".formatted(words.get(0)));
  }

  private static Optional<String> wrongWord(ParameterException failure) {
    ArgSpec argument = failure.getArgSpec();
    String value = failure.getValue();
    if (argument == null || value == null || !argument.typeInfo().isEnum()) {
      return Optional.empty();
    }
    String words =
        Arrays.stream(argument.typeInfo().getType().getEnumConstants())
            .map(word -> word.toString().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return Optional.of(
        "%s is \"%s\"; it must be one of %s.".formatted(name(argument), value, words));
  }

  private static Optional<String> wrongDay(ParameterException failure) {
    ArgSpec argument = failure.getArgSpec();
    String value = failure.getValue();
    return argument == null || value == null || argument.typeInfo().getType() != LocalDate.class
        ? Optional.empty()
        : Optional.of(DayText.wrong(name(argument), value));
  }

  private static Optional<String> wrongNumber(ParameterException failure) {
    ArgSpec argument = failure.getArgSpec();
    String value = failure.getValue();
    return argument == null || value == null || !isNumber(argument)
        ? Optional.empty()
        : Optional.of(noNumber(argument, value));
  }

  private static String noNumber(ArgSpec argument, String value) {
    return (value.matches("[+-]?[0-9]+")
            ? "%s is \"%s\", which is too large."
            : "%s is \"%s\"; it must be a whole number.")
        .formatted(name(argument), value);
  }

  private static Optional<String> wrongZone(ParameterException failure) {
    ArgSpec argument = failure.getArgSpec();
    String value = failure.getValue();
    return argument == null || value == null || argument.typeInfo().getType() != ZoneId.class
        ? Optional.empty()
        : Optional.of(
            "%s is \"%s\"; it must be a time zone such as Europe/Berlin."
                .formatted(name(argument), value));
  }

  private static Optional<String> tooMuch(ParameterException failure) {
    List<String> words =
        failure instanceof UnmatchedArgumentException unmatched
            ? unmatched.getUnmatched()
            : List.of();
    if (words.isEmpty()) {
      return Optional.empty();
    }
    String word = words.get(0);
    if (word.startsWith("-")) {
      return Optional.of("There is no option \"%s\".".formatted(word));
    }
    // What is no number is left over by a list of numbers.
    return failure.getCommandLine().getCommandSpec().positionalParameters().stream()
        .filter(WrongUse::isNumber)
        .findFirst()
        .map(numbers -> noNumber(numbers, word))
        .or(() -> Optional.of("\"%s\" is more than this command takes.".formatted(word)));
  }

  private static boolean isNumber(ArgSpec argument) {
    return argument.typeInfo().getAuxiliaryTypes().length == 0
        ? NUMBERS.contains(argument.typeInfo().getType())
        : NUMBERS.contains(argument.typeInfo().getAuxiliaryTypes()[0]);
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
