package dev.plumbline.review.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.dkim.DkimLinter.KeyLint;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.mailpolicy.DomainCheck;
import dev.plumbline.mailpolicy.StsPolicy;
import org.jspecify.annotations.Nullable;

/** Everything about a domain, as one line of JSON. The names are part of the command's contract. */
public final class DomainCheckJson {

  private DomainCheckJson() {}

  public static String line(DomainCheck check) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("domain", check.domain().toString());
    for (Severity severity : Severity.values()) {
      line.put(severity.many(), check.count(severity));
    }
    put(line, "mx", check.mx());
    put(line, "spf", check.spf());
    line.set("spf_counts", LookupCountJson.of(check.spfCount()));
    put(line, "dmarc", check.dmarc());
    line.set("dmarc_policy", DmarcLookupJson.node(check.policy()));
    ArrayNode keys = line.putArray("dkim");
    for (KeyLint key : check.keys()) {
      keys.add(DkimKeyJson.of(check.domain(), key));
    }
    put(line, "dkim_search", check.keySearch());
    put(line, "mta_sts", check.sts().record());
    put(line, "mta_sts_policy", check.sts().file());
    StsPolicy policy = check.sts().policy();
    line.put("mta_sts_mode", policy == null || policy.mode() == null ? null : policy.mode().wire());
    put(line, "tls_rpt", check.tlsRpt());
    put(line, "bimi", check.bimi());
    return line + "\n";
  }

  private static void put(ObjectNode line, String member, @Nullable Lint lint) {
    if (lint == null) {
      line.putNull(member);
    } else {
      LintJson.put(line.putObject(member), lint);
    }
  }
}
