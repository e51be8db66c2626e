package dev.plumbline.web;

import jakarta.ws.rs.BadRequestException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is typed into forms, and what is said of it. */
final class FormText {

  private FormText() {}

  /** Words that stand between spaces or commas. */
  static List<String> words(@Nullable String text) {
    return Arrays.stream(orEmpty(text).split("[\\s,;]+", -1))
        .filter(one -> !one.isEmpty())
        .toList();
  }

  static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** Does what may be refused in one sentence, which the reader is told. */
  static void orSay(Runnable work) {
    made(
        () -> {
          work.run();
          return true;
        });
  }

  /** As {@link #orSay}, of work that makes something. */
  static <T> T made(Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(e.getMessage());
    }
  }
}
