package dev.plumbline.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A part of the address that a form has to keep. */
public record HiddenField(String name, String value) {

  /** Adds a field, unless it has no value. */
  static void add(List<HiddenField> fields, String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      fields.add(new HiddenField(name, value));
    }
  }

  /** The same as the end of an address that has a query already; empty if there are none. */
  static String query(List<HiddenField> fields) {
    return fields.stream()
        .map(one -> "&" + one.name() + "=" + URLEncoder.encode(one.value(), StandardCharsets.UTF_8))
        .collect(Collectors.joining());
  }
}
