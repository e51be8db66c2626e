package dev.plumbline.web;

import jakarta.ws.rs.BadRequestException;
import org.jspecify.annotations.Nullable;

/**
 * Where one is in a long list.
 *
 * @param label as "51 – 100 of 1,234"
 * @param previous address of the page before, of the last one from beyond it, null on the first
 * @param next address of the page after, null on the last
 * @param beyond whether the list has entries, but ends before this page
 */
public record Pager(
    String label, @Nullable String previous, @Nullable String next, boolean beyond) {

  /**
   * The pager of one page of a list.
   *
   * @param page counted from 1
   * @param pageAddress address of the list up to and including {@code page=}
   */
  static Pager of(int page, int pageSize, long total, String pageAddress) {
    return of(page, pageSize, total, pageAddress, "");
  }

  /** As above; the addresses end in the given fragment. */
  static Pager of(int page, int pageSize, long total, String pageAddress, String fragment) {
    long first = (long) (page - 1) * pageSize + 1;
    long last = Math.min(total, (long) page * pageSize);
    long pages = (total + pageSize - 1) / pageSize;
    boolean beyond = total > 0 && first > total;
    String label =
        total == 0
            ? "none"
            : beyond
                ? "page " + Format.count(page) + " of " + Format.count(pages)
                : Format.count(first) + " – " + Format.count(last) + " of " + Format.count(total);
    return new Pager(
        label,
        page > 1 && total > 0 ? pageAddress + Math.min(page - 1, pages) + fragment : null,
        last < total ? pageAddress + (page + 1) + fragment : null,
        beyond);
  }

  /** A query's {@code page}, counted from 1; 1 if it is not given. */
  static int number(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return 1;
    }
    try {
      int page = Integer.parseInt(text.strip());
      if (page >= 1 && page <= 1_000_000) {
        return page;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new BadRequestException("\"page\" should be a number from 1.");
  }

  /** Whether there is another page to go to. */
  public boolean needed() {
    return previous != null || next != null;
  }
}
