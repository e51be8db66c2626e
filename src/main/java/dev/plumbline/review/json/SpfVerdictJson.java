package dev.plumbline.review.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfTrace;
import dev.plumbline.spf.SpfVerdict;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/** A verdict as one line of JSON. The names are part of the command's contract. */
public final class SpfVerdictJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SpfVerdictJson() {}

  public static String line(String domain, InetAddress ip, SpfVerdict verdict) {
    ObjectNode line = JSON.objectNode();
    line.put("domain", domain);
    line.put("ip", IpAddresses.toText(ip));
    line.put("result", verdict.result().wire());
    line.put("term", verdict.matchedTerm());
    ArrayNode path = line.putArray("path");
    verdict.path().forEach(path::add);
    line.put("lookups", verdict.lookups());
    line.put("void_lookups", verdict.voidLookups());
    line.put("explanation", verdict.explanation());
    line.put("problem", verdict.problem());
    line.set("depends_on", dependsOn(verdict));
    line.putArray("trace").add(trace(verdict.trace()));
    return line + "\n";
  }

  public static ArrayNode dependsOn(SpfVerdict verdict) {
    ArrayNode unknowns = JSON.arrayNode();
    verdict.dependsOn().stream().sorted().forEach(unknown -> unknowns.add(unknown.wire()));
    return unknowns;
  }

  private static ObjectNode trace(SpfTrace trace) {
    ObjectNode node = JSON.objectNode();
    node.put("domain", trace.domain());
    node.put("record", trace.record());
    node.put("result", trace.result().wire());
    node.put("problem", trace.problem());
    node.set("questions", questions(trace.questions()));
    ArrayNode terms = node.putArray("terms");
    for (SpfTrace.Step step : trace.steps()) {
      ObjectNode term = terms.addObject();
      term.put("term", step.term());
      term.put("outcome", step.outcome().name().toLowerCase(Locale.ROOT));
      term.put("detail", step.detail());
      term.set("questions", questions(step.questions()));
      ArrayNode nested = term.putArray("trace");
      if (step.nested() != null) {
        nested.add(trace(step.nested()));
      }
    }
    return node;
  }

  private static ArrayNode questions(List<SpfTrace.Question> questions) {
    ArrayNode nodes = JSON.arrayNode();
    for (SpfTrace.Question question : questions) {
      nodes
          .addObject()
          .put("type", question.type())
          .put("name", question.name())
          .put("answer", question.answer())
          .put("age", question.ageSeconds());
    }
    return nodes;
  }
}
