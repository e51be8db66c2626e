package dev.plumbline.review.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.dmarc.AlignmentCheck;
import dev.plumbline.dmarc.PolicyLookup;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which policy applies, as one line of JSON. The names are part of the command's contract. */
public final class DmarcLookupJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private DmarcLookupJson() {}

  public static String line(PolicyLookup lookup, List<AlignmentCheck> checks) {
    ObjectNode line = node(lookup);
    ArrayNode alignment = line.putArray("alignment");
    for (AlignmentCheck check : checks) {
      alignment
          .addObject()
          .put("identifier", check.identifier().toString())
          .put("organizational_domain", check.identifierOrganization().toString())
          .put("strict", check.strict())
          .put("relaxed", check.relaxed())
          .put("relaxed_by_list", check.relaxedByList())
          .put("problem", check.failure());
    }
    return line + "\n";
  }

  static ObjectNode node(PolicyLookup lookup) {
    ObjectNode node = JSON.objectNode();
    PolicyLookup.Applied applied = lookup.applied();
    node.put("name", lookup.author().toString());
    node.put("policy", applied == null ? null : applied.policy().wire());
    node.put("asked", applied == null ? null : applied.asked().wire());
    node.put("tag", applied == null ? null : applied.tag().wire());
    node.put("policy_domain", applied == null ? null : applied.domain().toString());
    node.put("record", applied == null ? null : applied.record().text());
    node.put("adkim", applied == null ? null : applied.record().adkim().wire());
    node.put("aspf", applied == null ? null : applied.record().aspf().wire());
    node.put("organizational_domain", lookup.organization().domain().toString());
    node.put("organizational_reason", lookup.organization().reason());
    node.put("existence", wire(lookup.existence()));
    ArrayNode reasons = node.putArray("reasons");
    lookup.reasons().forEach(reasons::add);
    ArrayNode questions = node.putArray("questions");
    for (PolicyLookup.Question question : lookup.questions()) {
      ObjectNode asked = questions.addObject();
      asked.put("name", question.name());
      asked.put("outcome", wire(question.outcome()));
      ArrayNode records = asked.putArray("records");
      question.records().forEach(records::add);
    }
    PolicyLookup.ListView list = lookup.listView();
    ObjectNode byList = node.putObject("public_suffix_list");
    byList.put("organizational_domain", list.organizationalDomain().toString());
    byList.put("policy_domain", list.policyDomain() == null ? null : list.policyDomain() + "");
    byList.put("policy", list.policy() == null ? null : list.policy().wire());
    byList.put("agrees", lookup.viewsAgree());
    node.put("problem", lookup.failure());
    return node;
  }

  private static @Nullable String wire(@Nullable Enum<?> value) {
    return value == null ? null : value.name().toLowerCase(Locale.ROOT);
  }
}
