package dev.plumbline.review.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.spf.advice.LookupCount;
import org.jspecify.annotations.Nullable;

/** What an SPF record costs receivers, for programs. */
public final class LookupCountJson {

  private LookupCountJson() {}

  /** The names are part of the commands' contract; null where there is no record. */
  public static JsonNode of(@Nullable LookupCount count) {
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
    count.terms().forEach(term -> terms.add(of(term)));
    return node;
  }
}
