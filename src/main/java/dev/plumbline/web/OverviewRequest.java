package dev.plumbline.web;

import dev.plumbline.store.judgement.DomainList.Sort;
import dev.plumbline.store.judgement.DomainList.Wanted;
import dev.plumbline.store.judgement.DomainState;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which domains the front page was asked for, as its address has them. */
public class OverviewRequest {

  @QueryParam("days")
  @Nullable String days;

  @QueryParam("from")
  @Nullable String from;

  @QueryParam("to")
  @Nullable String to;

  @QueryParam("q")
  @Nullable String search;

  @QueryParam("state")
  @Nullable String state;

  @QueryParam("group")
  @Nullable String group;

  @QueryParam("sort")
  @Nullable String sort;

  /** Of a file with the whole list; null for the page. */
  @QueryParam("format")
  @Nullable String format;

  @QueryParam("page")
  @Nullable String page;

  /**
   * The same in values.
   *
   * @throws BadRequestException if there is no such state or order
   */
  Wanted wanted() {
    return new Wanted(
        state == null || state.isBlank()
            ? List.of()
            : List.of(
                DomainState.ofWire(state)
                    .orElseThrow(() -> new BadRequestException("No domain is in such a state."))),
        search == null ? "" : search,
        group == null || group.isBlank() ? null : group,
        sort(sort));
  }

  /** A list's {@code sort}. */
  private static Sort sort(@Nullable String wire) {
    if (wire == null || wire.isBlank()) {
      return Sort.URGENCY;
    }
    return Stream.of(Sort.values())
        .filter(one -> one.wire().equals(wire))
        .findFirst()
        .orElseThrow(() -> new BadRequestException("The list cannot be sorted by that."));
  }
}
