package dev.plumbline.web;

import dev.plumbline.store.traffic.Shown;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which messages lists and rows show, by what became of them, as addresses and forms tell it. */
final class Shows {

  private Shows() {}

  /**
   * The one of an address; all if it says nothing.
   *
   * @throws jakarta.ws.rs.BadRequestException if it is the word of none
   */
  static Shown of(@Nullable String word) {
    return AddressWords.one("show", word, List.of(Shown.values()), Shown::wire).orElse(Shown.ALL);
  }

  /** What an address says of it. */
  static List<HiddenField> fields(Shown show) {
    return show == Shown.ALL ? List.of() : List.of(new HiddenField("show", show.wire()));
  }

  /** As in a sentence, before "messages", with a blank behind it. */
  static String adjective(Shown show) {
    return show == Shown.ALL ? "" : show.name().toLowerCase(Locale.ROOT) + " ";
  }

  /** All that can be chosen of rows. */
  static List<Standings.Choice> choices(Shown chosen) {
    return Stream.of(Shown.values())
        .map(
            one ->
                new Standings.Choice(
                    one == Shown.ALL ? "" : one.wire(),
                    switch (one) {
                      case ALL -> "all rows";
                      case FAILING -> "only rows that fail DMARC";
                      case QUARANTINED -> "only rows that were quarantined";
                      case REJECTED -> "only rows that were rejected";
                    },
                    one == chosen))
        .toList();
  }
}
