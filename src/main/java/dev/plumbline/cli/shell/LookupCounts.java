package dev.plumbline.cli.shell;

import dev.plumbline.spf.advice.LookupCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an SPF record costs receivers, for people. */
public final class LookupCounts {

  private LookupCounts() {}

  /** The sum, and a line for each term. */
  public static List<String> lines(@Nullable LookupCount count) {
    List<String> lines = new ArrayList<>();
    if (count != null) {
      lines.add(
          "Lookups: "
              + count.lookups()
              + " of 10. Void lookups: "
              + count.voidLookupsIp4()
              + " of 2 over IPv4, "
              + count.voidLookupsIp6()
              + " of 2 over IPv6.");
      count.terms().forEach(term -> lines(term, 1, lines));
    }
    return lines;
  }

  private static void lines(LookupCount count, int depth, List<String> lines) {
    String voids = count.voidLookups() == 0 ? "" : " (" + count.voidLookups() + " void)";
    lines.add(
        String.format(
            Locale.ROOT,
            "%s%3d  %s%s",
            "  ".repeat(Math.min(depth, 12)),
            count.lookups(),
            Terminal.safe(count.term()),
            voids));
    count.terms().forEach(term -> lines(term, depth + 1, lines));
  }
}
