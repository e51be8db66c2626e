package dev.plumbline.web;

import dev.plumbline.store.judgement.DomainList.Wanted;
import dev.plumbline.store.judgement.DomainState;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.QueryParam;
import java.util.List;
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
        OverviewPage.sort(sort));
  }
}
