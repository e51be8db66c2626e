package dev.plumbline.api;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What every list understands. */
public class ListRequest {

  @Parameter(description = "json (a page), ndjson or csv (everything); else as Accept says.")
  @QueryParam("format")
  @Nullable String format;

  @Parameter(description = "Most items; a page of JSON has 100 unless told, and at most 1000.")
  @QueryParam("limit")
  @Nullable String limit;

  @Parameter(hidden = true)
  @HeaderParam(HttpHeaders.ACCEPT)
  @Nullable String accept;

  Answers.Shape shape() {
    return Answers.Shape.of(format, limit, accept);
  }

  /**
   * UTC days from the first to the last.
   *
   * @param from null for no begin
   * @param to null for no end
   */
  record Days(@Nullable LocalDate from, @Nullable LocalDate to) {

    private static final int MOST = 100_000;

    /**
     * Reads what a request asks for.
     *
     * @param days instead of the first and the last: so many, up to today
     * @throws Refusal if it is no day or no number, or the end is before the begin
     */
    static Days of(
        @Nullable String from, @Nullable String to, @Nullable String days, LocalDate today) {
      if (days != null && !days.isBlank()) {
        return last(from, to, days.strip(), today);
      }
      LocalDate first = day("from", from);
      LocalDate last = day("to", to);
      if (first != null && last != null && first.isAfter(last)) {
        throw Refusal.wrong("The period begins on %s, after its end on %s.".formatted(first, last));
      }
      return new Days(first, last);
    }

    private static Days last(
        @Nullable String from, @Nullable String to, String days, LocalDate today) {
      if (from != null || to != null) {
        throw Refusal.wrong("A period is given by days, or by from and to, not by both.");
      }
      if (!days.matches("\\d{1,6}")
          || Integer.parseInt(days) < 1
          || Integer.parseInt(days) > MOST) {
        throw Refusal.value("days", days, "a number of days, as 30");
      }
      return new Days(today.minusDays(Integer.parseInt(days) - 1L), today);
    }
  }

  /**
   * A UTC day.
   *
   * @throws Refusal if it is none
   */
  static @Nullable LocalDate day(String name, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return LocalDate.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw Refusal.value(name, text, "a day such as 2026-11-22");
    }
  }
}
