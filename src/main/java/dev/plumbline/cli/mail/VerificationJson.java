package dev.plumbline.cli.mail;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.dkim.SignatureCheck;
import dev.plumbline.dmarc.Policy;
import dev.plumbline.dmarc.PolicyLookup;
import dev.plumbline.dns.InertText;
import dev.plumbline.spf.SpfVerdict;
import dev.plumbline.verify.MailFinding;
import dev.plumbline.verify.Verification;
import dev.plumbline.verify.Verification.Dmarc;
import dev.plumbline.verify.Verification.Signed;
import org.jspecify.annotations.Nullable;

/** What was found of a mail, as one line of JSON. The names are part of the command's contract. */
final class VerificationJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private VerificationJson() {}

  static String line(Verification found) {
    ObjectNode line = JSON.objectNode();
    line.set("spf", spf(found.spf()));
    ArrayNode signatures = line.putArray("dkim");
    found.signatures().forEach(signed -> signatures.add(signature(signed)));
    line.put("arc", found.arc().result().wire());
    line.set("dmarc", dmarc(found.dmarc()));
    ArrayNode findings = line.putArray("findings");
    found.findings().forEach(finding -> findings.add(finding(finding)));
    return line + "\n";
  }

  private static ObjectNode spf(Verification.Spf spf) {
    SpfVerdict verdict = spf.verdict();
    return JSON.objectNode()
        .put("result", verdict == null ? null : verdict.result().wire())
        .put("domain", spf.domain() == null ? null : spf.domain().toString())
        .put("term", verdict == null ? null : verdict.matchedTerm())
        .put("aligned", spf.aligned());
  }

  private static ObjectNode signature(Signed signed) {
    SignatureCheck check = signed.check();
    return JSON.objectNode()
        .put("domain", text(check.domain()))
        .put("selector", text(check.selector()))
        .put("result", check.result().wire())
        .put("aligned", signed.aligned())
        .put("problem", text(check.problem()))
        .put("key_bits", check.key() == null ? null : check.keyBits());
  }

  private static ObjectNode dmarc(Dmarc dmarc) {
    PolicyLookup.Applied applied = dmarc.applied();
    Policy disposition = dmarc.disposition();
    ObjectNode node =
        JSON.objectNode()
            .put("result", dmarc.result() == null ? null : dmarc.result().wire())
            .put("policy_domain", applied == null ? null : applied.domain().toString())
            .put("policy", applied == null ? null : applied.policy().wire())
            .put("disposition", disposition == null ? null : disposition.wire());
    ArrayNode path = node.putArray("path");
    PolicyLookup lookup = dmarc.lookup();
    if (lookup != null) {
      lookup.questions().forEach(question -> path.add(question.name()));
    }
    return node;
  }

  private static ObjectNode finding(MailFinding finding) {
    return JSON.objectNode()
        .put("id", finding.rule().wire())
        .put("severity", finding.severity().wire())
        .put("text", text(finding.text()))
        .put("fix", text(finding.fix()));
  }

  private static @Nullable String text(@Nullable String text) {
    return text == null ? null : InertText.visible(text);
  }
}
