package dev.plumbline.store.traffic;

import java.util.List;

/**
 * One page of a longer list.
 *
 * @param items what is on it
 * @param page its number, from 0
 * @param size how many items a full page has
 * @param total how many items there are on all pages
 * @param more whether there are more than that, which were not counted
 */
public record Page<T>(List<T> items, int page, int size, long total, boolean more) {

  /** A page of a list that is known to its end. */
  public Page(List<T> items, int page, int size, long total) {
    this(items, page, size, total, false);
  }

  public Page {
    items = List.copyOf(items);
  }
}
