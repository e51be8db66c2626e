package dev.plumbline.cli.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.spf.advice.LookupCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an SPF record costs receivers, for people and for programs. */
public final class LookupCounts {

  private LookupCounts() {}

  /** The names are part of the commands' contract; null where there is no record. */
  public static JsonNode json(@Nullable LookupCount count) {
    if (count == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("term", count.term());
    node.put("domain", count.domain());
    node.put("lookups", count.lookups());
    node.put("void_lookups_ip4", count.voidLookupsIp4());
    node.put("void_lookups_ip6", count.voidLookupsIp6());
    ArrayNode terms = node.putArray("terms");
    count.terms().forEach(term -> terms.add(json(term)));
    return node;
  }

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
