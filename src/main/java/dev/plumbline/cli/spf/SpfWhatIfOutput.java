package dev.plumbline.cli.spf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.TxtStrings;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.review.json.LookupCountJson;
import dev.plumbline.spf.advice.LookupCount;
import dev.plumbline.spf.advice.WhatIf;
import dev.plumbline.spf.advice.WhatIf.Answer;
import dev.plumbline.spf.advice.WhatIf.Change;
import dev.plumbline.spf.advice.WhatIf.Effect;
import dev.plumbline.spf.advice.WhatIf.TermUse;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who gains and who loses, for people and for programs. */
final class SpfWhatIfOutput {

  /** The members of an address, as columns. */
  static final List<String> MEMBERS =
      Stream.concat(
              Stream.of("ip", "messages", "effect"),
              Stream.of("before", "after")
                  .flatMap(
                      when ->
                          Stream.of("result", "term", "path", "lookups", "void_lookups", "problem")
                              .map(member -> when + "." + member)))
          .toList();

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final WhatIf.Result result;
  private final Map<String, List<String>> proposed;
  private final List<TermUse> uses;

  SpfWhatIfOutput(WhatIf.Result result, Map<String, List<String>> proposed, List<TermUse> uses) {
    this.result = result;
    this.proposed = proposed;
    this.uses = uses;
  }

  /** One line; the names are part of the command's contract. */
  String json() {
    ObjectNode line = JSON.objectNode();
    line.put("domain", result.domain());
    ObjectNode records = line.putObject("records");
    proposed.forEach((name, texts) -> texts.forEach(text -> records.put(name, text)));
    ObjectNode lookups = line.putObject("lookups");
    lookups.set("before", LookupCountJson.of(result.before()));
    lookups.set("after", LookupCountJson.of(result.after()));
    for (Effect effect : Effect.values()) {
      ObjectNode total = line.putObject(effect.name().toLowerCase(Locale.ROOT));
      total.put("sources", result.with(effect).size());
      total.put("messages", result.messages(effect));
    }
    ArrayNode unused = line.putArray("unused_includes");
    uses.stream().filter(TermUse::isUnusedInclude).forEach(use -> unused.add(use.term()));
    ArrayNode ips = line.putArray("ips");
    for (Change change : result.changes()) {
      ObjectNode node = ips.addObject();
      node.put("ip", IpAddresses.toText(change.source().ip()));
      node.put("messages", change.source().messages());
      node.put("effect", change.effect().name().toLowerCase(Locale.ROOT));
      node.set("before", answer(change.before()));
      node.set("after", answer(change.after()));
    }
    return line + "\n";
  }

  private static ObjectNode answer(Answer answer) {
    ObjectNode node = JSON.objectNode();
    node.put("result", answer.result().wire());
    node.put("term", answer.term());
    ArrayNode path = node.putArray("path");
    answer.path().forEach(path::add);
    node.put("lookups", answer.lookups());
    node.put("void_lookups", answer.voidLookups());
    node.put("problem", answer.problem());
    return node;
  }

  String text() {
    StringBuilder page = new StringBuilder();
    proposed.forEach(
        (name, texts) ->
            texts.forEach(
                text ->
                    page.append(name)
                        .append(" TXT ")
                        .append(Terminal.safe(TxtStrings.of(text)))
                        .append('\n')));
    page.append('\n');
    for (Effect effect : Effect.values()) {
      List<Change> changes = result.with(effect);
      if (!changes.isEmpty()) {
        page.append(heading(effect, changes.size(), result.messages(effect)));
        changes.stream()
            .sorted(
                Comparator.comparingLong((Change change) -> change.source().messages()).reversed())
            .forEach(change -> page.append(line(change)));
      }
    }
    page.append('\n');
    page.append("Lookups:       ").append(beforeAfter(LookupKind.ALL)).append(" of 10\n");
    page.append("Void lookups:  ").append(beforeAfter(LookupKind.VOID)).append(" of 2\n");
    List<String> unused =
        uses.stream().filter(TermUse::isUnusedInclude).map(TermUse::term).toList();
    if (!unused.isEmpty()) {
      page.append("Not used by any of these addresses: ");
      page.append(Terminal.safe(String.join(", ", unused))).append('\n');
    }
    return page.toString();
  }

  private static String heading(Effect effect, int sources, long messages) {
    String what =
        switch (effect) {
          case GAINS -> "Gains";
          case LOSES -> "Loses";
          case DIFFERS -> "Changes, without passing";
          case SAME -> "Stays as it is";
        };
    return String.format(
        Locale.ROOT,
        "%s: %,d %s, %,d %s\n",
        what,
        sources,
        sources == 1 ? "address" : "addresses",
        messages,
        messages == 1 ? "message" : "messages");
  }

  private static String line(Change change) {
    String before = answerText(change.before());
    String after = answerText(change.after());
    String verdict =
        change.effect() == Effect.SAME && before.equals(after) ? after : before + " -> " + after;
    return String.format(
        Locale.ROOT,
        "  %-39s %,8d  %s\n",
        IpAddresses.toText(change.source().ip()),
        change.source().messages(),
        verdict);
  }

  private static String answerText(Answer answer) {
    String path =
        answer.path().size() < 2 ? "" : " of " + answer.path().get(answer.path().size() - 1);
    String why =
        answer.term() != null
            ? answer.term() + path
            : answer.problem() != null ? answer.problem() : "no term matched";
    return answer.result().wire() + " (" + Terminal.safe(why) + ")";
  }

  private enum LookupKind {
    ALL,
    VOID
  }

  private String beforeAfter(LookupKind kind) {
    return count(result.before(), kind) + " -> " + count(result.after(), kind);
  }

  private static String count(@Nullable LookupCount count, LookupKind kind) {
    if (count == null) {
      return "no record";
    }
    return Integer.toString(kind == LookupKind.ALL ? count.lookups() : count.voidLookups());
  }
}
