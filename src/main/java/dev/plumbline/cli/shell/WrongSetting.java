package dev.plumbline.cli.shell;

import io.smallrye.config.ConfigValidationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the library that reads settings complains of, in sentences for people: which setting, where
 * it stands, what was read, and what would be right.
 */
final class WrongSetting {

  /** How the library numbers its messages. */
  private static final String CODE = "SRCFG\\d+: ";

  private static final Pattern CONVERTED =
      Pattern.compile(
          CODE
              + "The config property (\\S+) with the config value \"(.*)\" threw an Exception whilst"
              + " being converted (.*)",
          Pattern.DOTALL);

  private static final Pattern MISSING =
      Pattern.compile(CODE + "The config property (\\S+) is (?:required|defined as the empty).*");

  private static final Pattern UNEXPANDED =
      Pattern.compile(CODE + "Could not expand value (\\S+) in property (\\S+)");

  private static final Pattern UNKNOWN =
      Pattern.compile(CODE + "(\\S+) in .* does not map to any root");

  /** How the start says that a value is not of its type. */
  private static final Pattern NOT_OF_TYPE =
      Pattern.compile("Failed to load config value of type (?:class )?(\\S+) for: (\\S+)");

  private static final Pattern CHOICES = Pattern.compile("allowed values: (.+)", Pattern.DOTALL);

  /** Of a text that is converted by a method, which alone says what is wrong. */
  private static final Pattern THROWN = Pattern.compile("^(?:[a-z]\\w*\\.)+[A-Z]\\w*: ");

  private static final String WHOLE_NUMBER = "it must be a whole number.";
  private static final String TIME = "it must be a time such as 30s, 5m or 2h.";
  private static final String UNREADABLE =
      "it cannot be read; docs/configuration.md says what would be right.";

  private WrongSetting() {}

  /** What is wrong, if it is that a setting is. */
  static Optional<String> said(Throwable failure) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      List<String> sentences =
          problems(one).stream().map(WrongSetting::sentence).flatMap(Optional::stream).toList();
      if (!sentences.isEmpty()) {
        return Optional.of(String.join(" ", sentences));
      }
      if (one.getCause() == one) {
        break;
      }
    }
    return Optional.empty();
  }

  private static List<String> problems(Throwable failure) {
    if (!(failure instanceof ConfigValidationException wrong)) {
      return failure.getMessage() == null ? List.of() : List.of(failure.getMessage());
    }
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < wrong.getProblemCount(); i++) {
      problems.add(Objects.requireNonNull(wrong.getProblem(i).getMessage()));
    }
    return problems;
  }

  private static Optional<String> sentence(String problem) {
    Matcher converted = CONVERTED.matcher(problem);
    if (converted.find()) {
      String name = converted.group(1);
      // What the converter says may have the value in it.
      String wanted = SettingPlaces.isSecret(name) ? UNREADABLE : wanted(converted.group(3));
      return Optional.of(wrong(name, converted.group(2), wanted));
    }
    Matcher typed = NOT_OF_TYPE.matcher(problem);
    if (typed.find()) {
      String name = typed.group(2);
      return Optional.of(wrong(name, SettingPlaces.value(name), ofType(typed.group(1))));
    }
    Matcher missing = MISSING.matcher(problem);
    if (missing.find()) {
      return Optional.of(missing.group(1) + " is not set.");
    }
    Matcher unexpanded = UNEXPANDED.matcher(problem);
    if (unexpanded.find()) {
      String name = unexpanded.group(2);
      return Optional.of(
          "%s asks for ${%s}%s, which is not set."
              .formatted(name, unexpanded.group(1), SettingPlaces.of(name, null)));
    }
    Matcher unknown = UNKNOWN.matcher(problem);
    if (unknown.find()) {
      String name = unknown.group(1);
      return Optional.of("%s%s is no setting.".formatted(name, SettingPlaces.of(name, null)));
    }
    return Optional.empty();
  }

  private static String wrong(String name, @Nullable String value, String wanted) {
    String told =
        value == null
            ? "is wrong"
            : "is " + (SettingPlaces.isSecret(name) ? "something else" : quoted(value));
    return "%s %s%s; %s".formatted(name, told, SettingPlaces.of(name, value), wanted);
  }

  private static String quoted(String value) {
    return '"' + Terminal.safe(value) + '"';
  }

  /** What would be right, from what the converter complains of. */
  private static String wanted(String complaint) {
    if (complaint.contains("Expected an integer") || complaint.contains("Expected a long")) {
      return WHOLE_NUMBER;
    }
    if (complaint.contains("Expected a double") || complaint.contains("Expected a float")) {
      return "it must be a number.";
    }
    Matcher choices = CHOICES.matcher(complaint);
    if (choices.find()) {
      return "it must be one of "
          + Stream.of(choices.group(1).toLowerCase(Locale.ROOT).split(","))
              .map(String::strip)
              .sorted()
              .collect(Collectors.joining(", "))
          + ".";
    }
    if (complaint.toLowerCase(Locale.ROOT).contains("duration")) {
      return TIME;
    }
    if (complaint.contains("static method")) {
      return UNREADABLE;
    }
    String said = THROWN.matcher(complaint.replaceAll(CODE, "").strip()).replaceFirst("");
    return "that cannot be read: " + Terminal.safe(said) + (said.endsWith(".") ? "" : ".");
  }

  private static String ofType(String type) {
    return switch (type.substring(type.lastIndexOf('.') + 1)) {
      case "int", "Integer", "long", "Long" -> WHOLE_NUMBER;
      case "Duration" -> TIME;
      case "LocalDate" -> "it must be a day such as 2026-11-22.";
      default -> UNREADABLE;
    };
  }
}
