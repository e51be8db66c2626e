package dev.plumbline.web;

import dev.plumbline.store.judgement.DomainList.Sort;
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
   * @param groups those that may be seen
   * @throws BadRequestException if there is no such state, group or order
   */
  Wanted wanted(List<String> groups) {
    if (group != null && !group.isBlank() && !groups.contains(group)) {
      throw new BadRequestException("There is no group \"%s\".".formatted(group));
    }
    return new Wanted(
        AddressWords.one("state", state, List.of(DomainState.values()), DomainState::wire).stream()
            .toList(),
        search == null ? "" : search,
        group == null || group.isBlank() ? null : group,
        AddressWords.one("sort", sort, List.of(Sort.values()), Sort::wire).orElse(Sort.URGENCY));
  }
}
