package dev.plumbline.web;

import dev.plumbline.dns.DomainName;
import dev.plumbline.resolver.DnsSwitch;
import dev.plumbline.store.judgement.DomainList;
import dev.plumbline.store.judgement.DomainState;
import dev.plumbline.store.judgement.NextStep;

/** What there is to do next about a domain, as one sentence that leads there. */
final class Steps {

  private Steps() {}

  /** A sentence and its page. */
  record Step(String text, String href) {
    Step {
      text = DomainName.inSentence(text);
    }
  }

  static Step of(DnsSwitch dns, DomainList.Line line, Period period) {
    NextStep next = line.nextStep();
    String domain = line.domain();
    String page = Links.domain(domain, period);
    if (next == null) {
      return new Step("Wait until it is judged", page);
    }
    return switch (next.kind()) {
      case MEND_RECORDS -> new Step("Mend its own records", page);
      case PUBLISH_RECORDS ->
          new Step("Publish records for " + next.name() + more(line), page + "#publish");
      case FIX_SENDER ->
          new Step("Fix " + next.name() + more(line), Links.sender(domain, next.sender(), period));
      case FIND_REPORTS -> new Step("Find out why nobody reports", Links.reports(domain, period));
      case DECIDE ->
          new Step(
              "Decide whether " + next.name() + " is yours" + more(line),
              Links.sender(domain, next.sender(), period));
      case PUBLISH_POLICY -> new Step("Publish p=" + next.policy(), policy(domain, period));
      case WAIT ->
          new Step(
              next.until() == null
                  ? "Not known: " + dns.silence()
                  : "Wait: p=%s on %s at the earliest"
                      .formatted(next.policy(), Format.day(next.until())),
              policy(domain, period));
      case NOTHING ->
          new Step(
              line.state() == DomainState.PARKED
                  ? "Nothing: all its mail is forged, and refused"
                  : "Nothing to do",
              page);
    };
  }

  private static String more(DomainList.Line line) {
    int others = line.toFix() + line.toDecide() - 1;
    return others < 1 ? "" : ", and " + Format.count(others, "sender", "senders") + " more";
  }

  static String policy(String domain, Period period) {
    return Links.policy(domain) + "?" + period.query();
  }
}
