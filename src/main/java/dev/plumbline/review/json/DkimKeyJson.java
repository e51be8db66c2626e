package dev.plumbline.review.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.dkim.DkimKey;
import dev.plumbline.dkim.DkimLinter.KeyLint;
import dev.plumbline.dns.DomainName;
import java.util.Locale;

/** What is published for a selector, as JSON. The names are part of the command's contract. */
public final class DkimKeyJson {

  private DkimKeyJson() {}

  public static ObjectNode of(DomainName domain, KeyLint lint) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    DkimKey key = lint.published().key();
    node.put("domain", domain.toString());
    node.put("selector", lint.selector());
    node.put("state", lint.published().state().name().toLowerCase(Locale.ROOT));
    node.put("reason", lint.published().reason());
    node.put("key_type", key == null ? null : key.keyType());
    node.put("bits", key == null ? 0 : key.bits());
    node.put("strength", key == null ? null : key.strength().name().toLowerCase(Locale.ROOT));
    ArrayNode flags = node.putArray("flags");
    if (key != null) {
      key.flags().forEach(flags::add);
    }
    ArrayNode aliases = node.putArray("aliases");
    lint.aliases().forEach(target -> aliases.add(target.toString()));
    node.put("provider", lint.provider());
    LintJson.put(node, lint.lint());
    return node;
  }
}
