package dev.plumbline.web;

import org.jspecify.annotations.Nullable;

/**
 * The head of a column.
 *
 * @param href sorts the list by it, null where that cannot be
 * @param sorted {@code ascending} or {@code descending} if the list is sorted by it, else null
 * @param css classes of its cell, may be empty
 */
public record Column(String text, @Nullable String href, @Nullable String sorted, String css) {

  /** One that the list is not sorted by. */
  static Column plain(String text) {
    return new Column(text, null, null, "");
  }
}
