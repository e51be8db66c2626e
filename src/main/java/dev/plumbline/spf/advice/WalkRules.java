package dev.plumbline.spf.advice;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.Budget;
import dev.plumbline.spf.Mechanism;
import dev.plumbline.spf.Mechanism.Prefixes;
import dev.plumbline.spf.RecordSyntaxException;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.SpfRecord.Explanation;
import dev.plumbline.spf.SpfRecord.Redirect;
import dev.plumbline.spf.advice.Findings.Place;
import dev.plumbline.spf.advice.RecordText.Placed;
import dev.plumbline.spf.advice.RecordWalk.Node;
import dev.plumbline.spf.advice.RecordWalk.Trouble;
import dev.plumbline.spf.advice.RecordWalk.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Mistakes that show when the terms of a record, and of all it leads to, are looked up. */
final class WalkRules {

  private final Dns dns;
  private final DomainName root;
  private final Findings findings;
  private final TermRepair repair;

  WalkRules(Dns dns, DomainName root, Findings findings) {
    this.dns = dns;
    this.root = root;
    this.findings = findings;
    this.repair = new TermRepair(dns, root);
    findings.mendingBy(new Repaired(repair)::readable);
  }

  void check(Visit visit) {
    check(visit, true);
    limits(visit);
  }

  /**
   * @param decides whether what the record leaves open is left open in the end: not in an include
   */
  private void check(Visit visit, boolean decides) {
    TermRules terms = new TermRules(visit.path(), visit.record(), findings, repair);
    boolean own = isOurs(visit.domain());
    if (own) {
      terms.checkOwn();
    } else {
      terms.checkForeign();
    }
    if (decides) {
      terms.checkEnd();
    }
    for (Node node : visit.nodes()) {
      // What a mistyped term leads to is nothing that anybody meant.
      if (!own || repair.suspicious(node.placed()).isEmpty()) {
        trouble(visit, node, own);
      }
      if (node.placed().mechanism() instanceof Mechanism.Exists && node.target() != null) {
        constantExists(visit, node);
      }
      if (node.nested() != null) {
        check(node.nested(), decides && node.placed().term() instanceof Redirect);
      }
    }
    if (own && decides) {
      explanation(visit);
    }
  }

  private boolean isOurs(DomainName domain) {
    return domain.isWithin(root);
  }

  private void trouble(Visit visit, Node node, boolean own) {
    if (node.trouble() == Trouble.NONE || node.trouble() == Trouble.DYNAMIC) {
      return;
    }
    Place place = Place.of(visit.path(), visit.record(), node.placed());
    String term = Findings.quoted(node.placed().text());
    switch (node.trouble()) {
      case NO_RECORD, SEVERAL_RECORDS, BROKEN_RECORD, LOOP -> leadsNowhere(visit, node, own);
      case DNS_FAILED ->
          findings.warning(
              SpfRule.DNS_TROUBLE,
              place,
              "DNS did not answer for " + term + ": " + node.detail(),
              null);
      case NOTHING -> nothing(visit, node, place, own);
      case HOST -> mxOfHost(visit, node, place, own);
      case NULL_MX ->
          findings.warning(
              SpfRule.NOTHING_THERE,
              place,
              term + " matches nothing: " + node.target() + " says that it receives no mail.",
              own ? visit.record().without(node.placed()) : null);
      case TOO_MANY_MX, MANY_ADDRESSES -> new MailHosts(dns, visit, node, findings).tell(own);
      case NOT_FOLLOWED ->
          findings.warning(
              SpfRule.LOOKUP_LIMIT,
              place,
              term + " was not followed: too many records lead here.",
              null);
      default -> throw new AssertionError(node.trouble());
    }
  }

  /** An include or redirect that does not lead to one record of use. */
  private void leadsNowhere(Visit visit, Node node, boolean own) {
    Place place = Place.of(visit.path(), visit.record(), node.placed());
    String without = own ? visit.record().without(node.placed()) : null;
    switch (node.trouble()) {
      case NO_RECORD -> withoutRecord(visit, node, place);
      case SEVERAL_RECORDS ->
          findings.error(
              SpfRule.BROKEN_INCLUDE,
              place,
              node.target()
                  + " publishes several SPF records, which makes every use of it an error.",
              null);
      case BROKEN_RECORD -> {
        // The place that is broken is a finding of its own.
        if (own) {
          findings.error(
              SpfRule.BROKEN_INCLUDE,
              place,
              "The record of " + node.target() + " cannot be read, which spoils this record too.",
              without);
        }
      }
      case LOOP ->
          findings.error(
              SpfRule.LOOP,
              place,
              Findings.quoted(node.placed().text())
                  + " leads back to "
                  + node.target()
                  + ", so receivers go round until they give up.",
              without);
      default -> throw new AssertionError(node.trouble());
    }
  }

  private void withoutRecord(Visit visit, Node node, Place place) {
    DomainName target = node.target();
    boolean redirect = node.placed().term() instanceof Redirect;
    if (target == null) {
      throw new AssertionError(node);
    }
    RecordText record = visit.record();
    boolean host = !addressless(target);
    String nearby =
        dns.txt(target).values().stream().anyMatch(SpfVersion::isMeant)
            ? target + " publishes a text that only tries to be an SPF record"
            : target + (node.detail().isEmpty() ? " publishes no SPF record" : " does not exist");
    String mended = null;
    if (isOurs(visit.domain())) {
      mended =
          redirect
              ? RecordText.of(record.without(node.placed())).appended("~all")
              : host && !dns.txt(target).values().stream().anyMatch(SpfVersion::isMeant)
                  ? record.with(node.placed(), "a:" + target)
                  : record.without(node.placed());
    }
    findings.error(
        redirect ? SpfRule.REDIRECT_WITHOUT_RECORD : SpfRule.INCLUDE_WITHOUT_RECORD,
        place,
        nearby + ", which makes the whole record an error for receivers.",
        mended);
  }

  private void nothing(Visit visit, Node node, Place place, boolean own) {
    String detail = node.detail().isEmpty() ? "does not exist" : node.detail();
    findings.add(
        own ? Severity.WARNING : Severity.HINT,
        SpfRule.NOTHING_THERE,
        place,
        Findings.quoted(node.placed().text())
            + " matches nothing and costs a void lookup: "
            + node.target()
            + " "
            + detail
            + ".",
        own ? visit.record().without(node.placed()) : null);
  }

  private void mxOfHost(Visit visit, Node node, Place place, boolean own) {
    Placed placed = node.placed();
    Prefixes prefixes =
        placed.mechanism() instanceof Mechanism.Mx mx ? mx.prefixes() : Prefixes.WHOLE;
    String sign = placed.text().substring(0, placed.text().toLowerCase(Locale.ROOT).indexOf("mx"));
    String a =
        "a"
            + (visit.domain().toString().equals(String.valueOf(node.target()))
                ? ""
                : ":" + node.target());
    String length =
        (prefixes.ip4() == 32 ? "" : "/" + prefixes.ip4())
            + (prefixes.ip6() == 128 ? "" : "//" + prefixes.ip6());
    findings.error(
        SpfRule.MX_OF_HOST,
        place,
        Findings.quoted(placed.text())
            + " matches nothing: "
            + node.target()
            + " is a host without MX records; write "
            + Findings.quoted(a + length)
            + ".",
        own ? visit.record().with(placed, sign + a + length) : null);
  }

  private boolean addressless(DomainName name) {
    return dns.a(name).values().isEmpty() && dns.aaaa(name).values().isEmpty();
  }

  // RFC 7208 section 5.7: without a macro, the same name is asked whoever sends.
  private void constantExists(Visit visit, Node node) {
    if (node.trouble() != Trouble.NONE) {
      return;
    }
    boolean own = isOurs(visit.domain());
    findings.error(
        SpfRule.CONSTANT_EXISTS,
        Place.of(visit.path(), visit.record(), node.placed()),
        Findings.quoted(node.placed().text())
            + " matches every address, since it holds no macro and the name exists.",
        own ? visit.record().without(node.placed()) : null);
  }

  // RFC 7208 section 6.2: whatever is wrong with it, receivers leave the explanation out.
  private void explanation(Visit visit) {
    Optional<Placed> placed = visit.record().first(Explanation.class);
    if (placed.isEmpty() || !(placed.get().term() instanceof Explanation exp)) {
      return;
    }
    String spec = exp.domain().toString().replace("%{d}", visit.domain().toString());
    Optional<DomainName> name = spec.indexOf('%') < 0 ? DomainName.parse(spec) : Optional.empty();
    if (name.isEmpty()) {
      return;
    }
    DnsAnswer<String> answer = dns.txt(name.get());
    String trouble = trouble(answer);
    if (trouble != null) {
      findings.warning(
          SpfRule.EXPLANATION,
          Place.of(visit.path(), visit.record(), placed.get()),
          "No explanation is ever shown: " + name.get() + " " + trouble + ".",
          visit.record().without(placed.get()));
    }
  }

  private static @Nullable String trouble(DnsAnswer<String> answer) {
    if (answer instanceof DnsAnswer.Failed) {
      return null;
    }
    if (answer.values().size() != 1) {
      return answer.values().isEmpty() ? "has no TXT record" : "has several TXT records";
    }
    try {
      SpfRecord.explanationText(answer.values().get(0));
      return null;
    } catch (RecordSyntaxException e) {
      return "holds " + e.getMessage();
    }
  }

  private void limits(Visit visit) {
    int spent = 0;
    Node over = null;
    List<String> counts = new ArrayList<>();
    for (Node node : visit.nodes()) {
      boolean fits = spent <= Budget.MAX_LOOKUPS;
      spent += node.lookups();
      over = fits && spent > Budget.MAX_LOOKUPS ? node : over;
      if (node.lookups() > 1) {
        counts.add(node.placed().text() + " " + node.lookups());
      }
    }
    if (over != null) {
      String share =
          counts.isEmpty() ? "" : " (" + Findings.quoted(String.join(", ", counts)) + ")";
      findings.error(
          SpfRule.LOOKUP_LIMIT,
          Place.of(visit.path(), visit.record(), over.placed()),
          "The record needs "
              + spent
              + " lookups"
              + share
              + " and receivers stop with an error after 10; this term passes the limit.",
          null);
    }
    new VoidLimit(visit, findings).check();
  }
}
