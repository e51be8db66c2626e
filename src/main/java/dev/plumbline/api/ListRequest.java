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

    /**
     * Reads what a request asks for.
     *
     * @throws Refusal if it is no day, or the end is before the begin
     */
    static Days of(@Nullable String from, @Nullable String to) {
      LocalDate first = day("from", from);
      LocalDate last = day("to", to);
      if (first != null && last != null && first.isAfter(last)) {
        throw Refusal.wrong("The period begins on %s, after its end on %s.".formatted(first, last));
      }
      return new Days(first, last);
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
