package dev.plumbline.web;

import org.jspecify.annotations.Nullable;

/**
 * Where one is in a long list.
 *
 * @param label as "51 – 100 of 1,234"
 * @param previous address of the page before, null on the first
 * @param next address of the page after, null on the last
 */
public record Pager(String label, @Nullable String previous, @Nullable String next) {

  /**
   * The pager of one page of a list.
   *
   * @param page counted from 1
   * @param pageAddress address of the list up to and including {@code page=}
   */
  static Pager of(int page, int pageSize, long total, String pageAddress) {
    long first = (long) (page - 1) * pageSize + 1;
    long last = Math.min(total, (long) page * pageSize);
    String label =
        total == 0
            ? "none"
            : first > total
                ? "page " + page + " of " + Format.count((total + pageSize - 1) / pageSize)
                : Format.count(first) + " – " + Format.count(last) + " of " + Format.count(total);
    return new Pager(
        label,
        page > 1 ? pageAddress + (page - 1) : null,
        last < total ? pageAddress + (page + 1) : null);
  }

  /** Whether there is another page to go to. */
  public boolean needed() {
    return previous != null || next != null;
  }
}
