package dev.plumbline.cli.spf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.Mechanism;
import dev.plumbline.spf.RecordSyntaxException;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfTrace;
import dev.plumbline.spf.SpfTrace.Outcome;
import dev.plumbline.spf.SpfTrace.Question;
import dev.plumbline.spf.SpfTrace.Step;
import dev.plumbline.spf.SpfVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The way to a verdict: one sentence for each term, in the order a receiver tries them. */
final class SpfExplanation {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Deeper than the ten lookups let includes nest. */
  private static final int MAX_INDENT = 12;

  private final String domain;
  private final SpfQuery query;
  private final SpfVerdict verdict;
  private final boolean localPartKnown;
  private final boolean heloKnown;

  SpfExplanation(
      String domain,
      SpfQuery query,
      SpfVerdict verdict,
      boolean localPartKnown,
      boolean heloKnown) {
    this.domain = domain;
    this.query = query;
    this.verdict = verdict;
    this.localPartKnown = localPartKnown;
    this.heloKnown = heloKnown;
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(verdict.result().wire().toUpperCase(Locale.ROOT) + ": " + answer());
    lines.add(decision());
    lines.add(
        verdict.lookups() + " of 10 lookups, " + verdict.voidLookups() + " of 2 void lookups.");
    if (verdict.explanation() != null) {
      lines.add("The domain explains: " + verdict.explanation());
    }
    dependence().forEach(lines::add);
    lines.add("");
    trace(verdict.trace(), "", 0, lines);
    StringBuilder page = new StringBuilder();
    lines.forEach(line -> page.append(Terminal.safe(line)).append('\n'));
    return page.toString();
  }

  /** One line; the names are part of the command's contract. */
  String json() {
    ObjectNode line = JSON.objectNode();
    line.put("domain", domain);
    line.put("ip", IpAddresses.toText(query.ip()));
    line.put("result", verdict.result().wire());
    line.put("answer", answer());
    line.put("decision", decision());
    line.put("term", verdict.matchedTerm());
    ArrayNode path = line.putArray("path");
    verdict.path().forEach(path::add);
    line.put("lookups", verdict.lookups());
    line.put("void_lookups", verdict.voidLookups());
    line.put("explanation", verdict.explanation());
    line.put("problem", verdict.problem());
    ArrayNode depends = line.putArray("depends_on");
    dependence().forEach(depends::add);
    line.set("tree", tree(verdict.trace()));
    return line + "\n";
  }

  private ObjectNode tree(SpfTrace trace) {
    ObjectNode node = JSON.objectNode();
    node.put("domain", trace.domain());
    node.put("sentence", opening(trace));
    node.set("questions", questions(trace.questions()));
    ArrayNode terms = node.putArray("terms");
    for (Step step : trace.steps()) {
      ObjectNode term = terms.addObject();
      term.put("term", step.term());
      term.put("outcome", step.outcome().name().toLowerCase(Locale.ROOT));
      term.put("sentence", sentence(step));
      term.put("section", section(step.term()));
      term.set("questions", questions(step.questions()));
      term.set("tree", step.nested() == null ? JSON.nullNode() : tree(step.nested()));
    }
    return node;
  }

  private static ArrayNode questions(List<Question> questions) {
    ArrayNode nodes = JSON.arrayNode();
    questions.forEach(question -> nodes.add(asked(question)));
    return nodes;
  }

  private void trace(SpfTrace trace, String number, int depth, List<String> lines) {
    String indent = "  ".repeat(Math.min(depth, MAX_INDENT));
    lines.add(indent + opening(trace));
    trace.questions().forEach(question -> lines.add(indent + "    " + asked(question)));
    for (int i = 0; i < trace.steps().size(); i++) {
      Step step = trace.steps().get(i);
      String own = number + (i + 1);
      lines.add(indent + "  " + own + ". " + sentence(step));
      step.questions().forEach(question -> lines.add(indent + "       " + asked(question)));
      if (step.nested() != null) {
        trace(step.nested(), own + ".", depth + 2, lines);
      }
    }
    if (!trace.steps().isEmpty() && trace.steps().stream().noneMatch(SpfExplanation::decides)) {
      lines.add(indent + "  Nothing matched, so the result is neutral (RFC 7208 section 4.7).");
    }
  }

  private static boolean decides(Step step) {
    return step.outcome() == Outcome.MATCH
        || step.outcome() == Outcome.ERROR
        || (step.outcome() == Outcome.FOLLOWED && step.nested() != null);
  }

  private String answer() {
    String ip = IpAddresses.toText(query.ip());
    return switch (verdict.result()) {
      case PASS -> ip + " may send for " + domain + ".";
      case FAIL -> ip + " may not send for " + domain + ".";
      case SOFTFAIL -> ip + " probably may not send for " + domain + ".";
      case NEUTRAL -> domain + " says nothing about " + ip + ".";
      case NONE -> "there is no SPF record for " + domain + ".";
      case TEMPERROR -> "DNS did not answer; a receiver would try again later.";
      case PERMERROR -> "the SPF record is broken, so receivers cannot use it.";
    };
  }

  private String decision() {
    String way = String.join(" > ", verdict.path());
    String last = verdict.path().get(verdict.path().size() - 1);
    if (verdict.matchedTerm() != null) {
      return "Decided by \""
          + verdict.matchedTerm()
          + "\" in the record of "
          + last
          + (verdict.path().size() > 1 ? " (by way of " + way + ")" : "")
          + ", RFC 7208 section "
          + section(verdict.matchedTerm())
          + ".";
    }
    return verdict.problem() != null
        ? verdict.problem()
        : "No term matched (RFC 7208 section 4.7).";
  }

  /** What the verdict may depend on and was not told: reports carry neither. */
  private List<String> dependence() {
    List<String> sentences = new ArrayList<>();
    if (!localPartKnown && uses(verdict.trace(), "[ls]")) {
      sentences.add(
          "The verdict may depend on the sender's local part, which was not given and taken to be"
              + " postmaster.");
    }
    if (!heloKnown && uses(verdict.trace(), "h")) {
      sentences.add("The verdict may depend on the HELO name, which was not given.");
    }
    return sentences;
  }

  private static boolean uses(SpfTrace trace, String letters) {
    for (Step step : trace.steps()) {
      boolean tried = step.outcome() != Outcome.NOT_REACHED;
      if (tried && step.term().matches("(?i).*%\\{" + letters + "[0-9r.+,/_=-]*\\}.*")) {
        return true;
      }
      if (step.nested() != null && uses(step.nested(), letters)) {
        return true;
      }
    }
    return false;
  }

  private static String opening(SpfTrace trace) {
    return trace.record() == null
        ? trace.domain() + ": " + trace.problem()
        : trace.domain() + " publishes \"" + trace.record() + "\".";
  }

  private static String asked(Question question) {
    return "DNS: " + question.type() + " of " + question.name() + ": " + question.answer();
  }

  private String sentence(Step step) {
    String detail = step.detail() == null ? "" : " (" + step.detail() + ")";
    String meaning = "\"" + step.term() + "\"" + meaning(step.term());
    return switch (step.outcome()) {
      case MATCH -> meaning + ": it does" + detail + ", so the result is " + result(step) + ".";
      case NO_MATCH -> meaning + ": it does not" + detail + ".";
      case ERROR -> meaning + ": " + (step.detail() == null ? "an error." : step.detail());
      case FOLLOWED -> meaning + detail + ".";
      case NOT_REACHED -> "\"" + step.term() + "\" is not needed any more.";
    };
  }

  private static String result(Step step) {
    return switch (step.term().charAt(0)) {
      case '-' -> SpfResult.FAIL.wire();
      case '~' -> SpfResult.SOFTFAIL.wire();
      case '?' -> SpfResult.NEUTRAL.wire();
      default -> SpfResult.PASS.wire();
    };
  }

  private static String meaning(String term) {
    SpfRecord.@Nullable Term read = read(term);
    if (read instanceof SpfRecord.Redirect) {
      return " hands the question to another record";
    }
    if (read instanceof SpfRecord.Explanation) {
      return " gives the text for a failure";
    }
    Mechanism mechanism = read instanceof SpfRecord.Directive d ? d.mechanism() : null;
    if (mechanism instanceof Mechanism.All) {
      return " matches every address";
    }
    if (mechanism instanceof Mechanism.Include) {
      return " matches if the other record lets it pass";
    }
    if (mechanism instanceof Mechanism.A) {
      return " matches the addresses of a host";
    }
    if (mechanism instanceof Mechanism.Mx) {
      return " matches the addresses of the mail hosts";
    }
    if (mechanism instanceof Mechanism.Ptr) {
      return " matches by the confirmed reverse name";
    }
    if (mechanism instanceof Mechanism.Exists) {
      return " matches if the name exists";
    }
    return mechanism == null ? " has no meaning here" : " matches its range of addresses";
  }

  /** Where RFC 7208 defines a term. */
  private static String section(String term) {
    SpfRecord.@Nullable Term read = read(term);
    if (read instanceof SpfRecord.Redirect) {
      return "6.1";
    }
    if (read instanceof SpfRecord.Explanation) {
      return "6.2";
    }
    Mechanism mechanism = read instanceof SpfRecord.Directive d ? d.mechanism() : null;
    List<Class<? extends Mechanism>> inOrder =
        List.of(
            Mechanism.All.class,
            Mechanism.Include.class,
            Mechanism.A.class,
            Mechanism.Mx.class,
            Mechanism.Ptr.class,
            Mechanism.Ip4.class,
            Mechanism.Exists.class);
    for (int i = 0; i < inOrder.size(); i++) {
      if (inOrder.get(i).isInstance(mechanism)) {
        return "5." + (i + 1);
      }
    }
    return mechanism instanceof Mechanism.Ip6 ? "5.6" : "6";
  }

  private static SpfRecord.@Nullable Term read(String term) {
    try {
      return SpfRecord.parse("v=spf1 " + term).terms().get(0);
    } catch (RecordSyntaxException e) {
      return null;
    }
  }
}
