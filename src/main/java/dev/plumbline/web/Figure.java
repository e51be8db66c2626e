package dev.plumbline.web;

import org.jspecify.annotations.Nullable;

/**
 * A number shown large, with a word about it.
 *
 * @param href where what it counts is, null if it is all of what the page shows
 */
public record Figure(String label, String value, @Nullable String note, @Nullable String href) {

  Figure(String label, String value, @Nullable String note) {
    this(label, value, note, null);
  }
}
