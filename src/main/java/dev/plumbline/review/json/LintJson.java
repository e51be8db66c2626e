package dev.plumbline.review.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.advice.SpfRule;
import java.util.List;

/** Findings as JSON. The names are part of the commands' contract. */
public final class LintJson {

  /** The members of each finding. */
  public static final List<String> MEMBERS =
      List.of(
          "severity",
          "rule",
          "reference",
          "name",
          "path",
          "record",
          "start",
          "end",
          "sentence",
          "mended");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private LintJson() {}

  /** Puts the members about a lint into an object. */
  public static void put(ObjectNode node, Lint lint) {
    node.put("name", lint.name());
    node.put("record", lint.record());
    for (Severity severity : Severity.values()) {
      node.put(severity.many(), lint.count(severity));
    }
    node.set("findings", findings(lint.findings()));
    node.put("mended", lint.mended());
  }

  public static ArrayNode findings(List<Finding> findings) {
    ArrayNode nodes = JSON.arrayNode();
    for (Finding finding : findings) {
      ObjectNode node = nodes.addObject();
      node.put("severity", finding.severity().wire());
      node.put("rule", finding.rule().wire());
      node.put("reference", finding.rule().reference());
      node.put("name", finding.name());
      ArrayNode path = node.putArray("path");
      finding.path().forEach(path::add);
      node.put("record", finding.record());
      node.put("start", finding.start());
      node.put("end", finding.end());
      node.put("sentence", finding.sentence());
      node.put("mended", finding.mended());
      if (finding.rule() instanceof SpfRule rule) {
        earlier(node, rule, finding);
      }
    }
    return nodes;
  }

  /** What findings about SPF had before all findings were alike; programs read them. */
  private static void earlier(ObjectNode node, SpfRule rule, Finding finding) {
    node.put("section", rule.section());
    node.put("domain", finding.name());
  }
}
