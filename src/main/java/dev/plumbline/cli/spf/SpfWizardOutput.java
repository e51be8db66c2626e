package dev.plumbline.cli.spf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.TxtStrings;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.review.json.LintJson;
import dev.plumbline.review.json.LookupCountJson;
import dev.plumbline.spf.advice.LookupCount;
import dev.plumbline.spf.advice.SpfRule;
import dev.plumbline.spf.advice.SpfWizard;
import java.util.List;
import java.util.Locale;

/** The records to publish and how they were tested, for people and for programs. */
final class SpfWizardOutput {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SpfWizardOutput() {}

  /** One line; the names are part of the command's contract. */
  static String json(SpfWizard.Proposal proposal) {
    ObjectNode line = JSON.objectNode();
    line.put("domain", proposal.domain());
    ObjectNode records = line.putObject("records");
    proposal.records().forEach(records::put);
    ArrayNode tests = line.putArray("tests");
    for (SpfWizard.Test test : proposal.tests()) {
      ObjectNode node = tests.addObject();
      node.put("who", test.who());
      node.put("domain", test.domain());
      node.put("ip", IpAddresses.toText(test.ip()));
      node.put("expected", test.expected().wire());
      node.put("result", test.result().wire());
      node.put("term", test.term());
    }
    line.set("counts", LookupCountJson.of(proposal.lint().counts()));
    line.set("findings", LintJson.findings(findings(proposal)));
    return line + "\n";
  }

  static String text(SpfWizard.Proposal proposal) {
    StringBuilder page = new StringBuilder("Publish:\n");
    proposal
        .records()
        .forEach(
            (name, record) ->
                page.append("    ")
                    .append(name)
                    .append(" TXT ")
                    .append(Terminal.safe(TxtStrings.of(record)))
                    .append('\n'));
    page.append("\nTested:\n");
    for (SpfWizard.Test test : proposal.tests()) {
      String wanted = test.passed() ? "" : ", but it should be " + test.expected().wire();
      page.append(
          String.format(
              Locale.ROOT,
              "    %-8s  %s for %s%s%s\n",
              test.result().wire(),
              who(test),
              test.domain(),
              test.term() == null ? "" : " (" + test.term() + ")",
              wanted));
    }
    for (Finding finding : findings(proposal)) {
      page.append('\n')
          .append(finding.severity().wire())
          .append(": ")
          .append(Terminal.safe(finding.sentence()))
          .append(" (")
          .append(finding.rule().reference())
          .append(")\n");
    }
    LookupCount counts = proposal.lint().counts();
    if (counts != null) {
      page.append("\nLookups: ").append(counts.lookups()).append(" of 10.\n");
    }
    return page.toString();
  }

  private static String who(SpfWizard.Test test) {
    String ip = IpAddresses.toText(test.ip());
    return test.who().equals(ip) || test.who().equals("anyone else")
        ? test.who()
        : test.who() + " at " + ip;
  }

  /** Records for HELO names are among those to publish, so they are no longer missing. */
  private static List<Finding> findings(SpfWizard.Proposal proposal) {
    return proposal.lint().lint().findings().stream()
        .filter(
            finding ->
                finding.rule() != SpfRule.HELO_RECORD
                    || !proposal.records().containsKey(finding.name()))
        .toList();
  }
}
