package dev.plumbline.cli.spf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.advice.Finding;
import dev.plumbline.spf.advice.LookupCount;
import dev.plumbline.spf.advice.SpfLint;
import java.util.List;

/** What the linter found, as one line of JSON. The names are part of the command's contract. */
public final class SpfLintJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SpfLintJson() {}

  static String line(SpfLint lint) {
    ObjectNode line = JSON.objectNode();
    line.put("domain", lint.domain());
    line.put("record", lint.record());
    for (Severity severity : Severity.values()) {
      line.put(severity.wire() + "s", lint.count(severity));
    }
    line.set("findings", findings(lint.findings()));
    line.set("counts", lint.counts() == null ? JSON.nullNode() : counts(lint.counts()));
    line.put("mended", lint.mended());
    return line + "\n";
  }

  static ArrayNode findings(List<Finding> findings) {
    ArrayNode nodes = JSON.arrayNode();
    for (Finding finding : findings) {
      ObjectNode node = nodes.addObject();
      node.put("severity", finding.severity().wire());
      node.put("rule", finding.rule().wire());
      node.put("section", finding.rule().section());
      node.put("domain", finding.domain());
      ArrayNode path = node.putArray("path");
      finding.path().forEach(path::add);
      node.put("record", finding.record());
      node.put("start", finding.start());
      node.put("end", finding.end());
      node.put("sentence", finding.sentence());
      node.put("mended", finding.mended());
    }
    return nodes;
  }

  public static ObjectNode counts(LookupCount count) {
    ObjectNode node = JSON.objectNode();
    node.put("term", count.term());
    node.put("domain", count.domain());
    node.put("lookups", count.lookups());
    node.put("void_lookups_ip4", count.voidLookupsIp4());
    node.put("void_lookups_ip6", count.voidLookupsIp6());
    ArrayNode terms = node.putArray("terms");
    count.terms().forEach(term -> terms.add(counts(term)));
    return node;
  }
}
