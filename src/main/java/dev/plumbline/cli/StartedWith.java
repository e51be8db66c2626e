package dev.plumbline.cli;

import dev.plumbline.cli.shell.Shell;
import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.AuditLog.Deed;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes to the audit log which settings are others than at the last start of a server. */
final class StartedWith {

  private static final String ACTION = "settings";

  private StartedWith() {}

  /**
   * Compares settings with those that were written down last.
   *
   * @param settings all that are set, without secrets
   */
  static void note(Map<String, String> settings, AuditLog audit, Instant at) {
    Map<String, String> before = audit.lastAfter(ACTION).orElse(Map.of());
    var changed = new TreeSet<String>();
    settings.forEach(
        (name, value) -> {
          if (!value.equals(before.get(name))) {
            changed.add(name);
          }
        });
    before.keySet().stream().filter(name -> !settings.containsKey(name)).forEach(changed::add);
    if (!changed.isEmpty()) {
      audit.add(
          Shell.who(),
          at,
          new Deed(
              ACTION,
              "a start with other settings: " + String.join(", ", changed),
              null,
              known(before),
              settings));
    }
  }

  private static @Nullable Map<String, String> known(Map<String, String> before) {
    return before.isEmpty() ? null : new TreeMap<>(before);
  }
}
