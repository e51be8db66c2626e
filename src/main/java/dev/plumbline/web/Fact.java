package dev.plumbline.web;

import org.jspecify.annotations.Nullable;

/** A label and what it stands for; {@code href} leads to where that comes from. */
public record Fact(String label, String value, @Nullable String href) {

  static Fact of(String label, String value) {
    return new Fact(label, value, null);
  }
}
