package dev.plumbline.web;

import jakarta.ws.rs.BadRequestException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parts of an address that are one of a few words: any other is refused, and never ignored. */
final class AddressWords {

  private AddressWords() {}

  /**
   * The one that is named; empty if none is.
   *
   * @param name of the part of the address
   * @param wire the word of each; an empty one cannot be asked for
   * @throws BadRequestException if it is the word of none
   */
  static <T> Optional<T> one(
      String name, @Nullable String word, List<T> all, Function<T, String> wire) {
    if (word == null || word.isBlank()) {
      return Optional.empty();
    }
    Optional<T> found =
        all.stream().filter(one -> wire.apply(one).equalsIgnoreCase(word.strip())).findFirst();
    if (found.isEmpty()) {
      throw none(name, all.stream().map(wire).filter(one -> !one.isEmpty()).toList());
    }
    return found;
  }

  /**
   * The same of words that stand for themselves.
   *
   * @param usual what is meant if nothing is said
   */
  static String one(String name, @Nullable String word, String usual, String... others) {
    List<String> all = Stream.concat(Stream.of(usual), Stream.of(others)).toList();
    return one(name, word, all, Function.identity()).orElse(usual);
  }

  private static BadRequestException none(String name, List<String> words) {
    int last = words.size() - 1;
    String but = String.join(", ", words.subList(0, last));
    return new BadRequestException(
        "\"%s\" should be %s%s.".formatted(name, last == 0 ? "" : but + " or ", words.get(last)));
  }
}
