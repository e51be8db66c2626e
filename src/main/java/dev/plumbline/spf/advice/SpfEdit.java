package dev.plumbline.spf.advice;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of a wish to change a record. */
public sealed interface SpfEdit {

  /**
   * The records to publish.
   *
   * @param domain whose record was to be changed
   * @param records their texts by name, the domain's own first
   */
  record Changed(String domain, Map<String, String> records) implements SpfEdit {

    public Changed {
      records = Collections.unmodifiableMap(new LinkedHashMap<>(records));
      if (!records.containsKey(domain)) {
        throw new IllegalArgumentException("No record of " + domain + " among " + records.keySet());
      }
    }

    /** The domain's own record. */
    public String record() {
      return String.valueOf(records.get(domain));
    }

    /** The records as {@link WhatIf#replay} takes them. */
    public Map<String, List<String>> asTxtRecords() {
      Map<String, List<String>> texts = new LinkedHashMap<>();
      records.forEach((name, text) -> texts.put(name, List.of(text)));
      return texts;
    }
  }

  /**
   * The record stays as it is.
   *
   * @param reason one sentence
   */
  record Refused(String reason) implements SpfEdit {}
}
