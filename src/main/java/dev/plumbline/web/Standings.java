package dev.plumbline.web;

import dev.plumbline.standing.Standing;
import jakarta.ws.rs.BadRequestException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A choice of a standing, as forms and addresses tell it. */
public final class Standings {

  private Standings() {}

  /** One that can be chosen. */
  public record Choice(String value, String text, boolean chosen) {}

  /** All that can be chosen, the first of them any. */
  static List<Choice> choices(@Nullable Standing chosen) {
    List<Choice> choices = new ArrayList<>();
    choices.add(new Choice("", "any", chosen == null));
    for (Standing one : Standing.values()) {
      choices.add(new Choice(one.wire(), StandingBadge.of(one).label(), one == chosen));
    }
    return choices;
  }

  /**
   * The standing of a word in an address; null if none is given.
   *
   * @throws BadRequestException if it is the word of none
   */
  static @Nullable Standing of(@Nullable String word) {
    return AddressWords.one("standing", word, List.of(Standing.values()), Standing::wire)
        .orElse(null);
  }
}
