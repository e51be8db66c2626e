package dev.plumbline.cli.intake;

import dev.plumbline.cli.shell.Terminal;
import java.io.PrintWriter;

/** Tells of entries that are taken in again. */
final class EntryLines {

  private final PrintWriter out;
  private long entries;
  private long used;

  EntryLines(PrintWriter out) {
    this.out = out;
  }

  void entry(long id, String result) {
    entries++;
    if (result.startsWith("stored") || result.startsWith("duplicate")) {
      used++;
    }
    out.println("%d  %s".formatted(id, Terminal.safe(result)));
    out.flush();
  }

  void summary(String verb) {
    out.println("%d %s, %d of them with a report".formatted(entries, verb, used));
    out.flush();
  }

  boolean allStored() {
    return used == entries;
  }
}
