package dev.plumbline.digest;

import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.NextStep;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where the pages are that mails and posts lead to, behind the address of the program. */
public final class PageLinks {

  private PageLinks() {}

  public static String domain(String name) {
    return "/domains/" + segment(name);
  }

  /** A key may contain slashes; as the last part of the path it may keep them. */
  public static String sender(String domain, String key) {
    return domain(domain) + "/senders/" + segment(key).replace("%2F", "/");
  }

  /** Where a step is taken. */
  static String step(DomainSummary summary) {
    NextStep next = summary.nextStep();
    String domain = summary.domain();
    return switch (next.kind()) {
      case PUBLISH_RECORDS -> domain(domain) + "#publish";
      case FIX_SENDER, DECIDE ->
          next.sender().isEmpty() ? domain(domain) : sender(domain, next.sender());
      case FIND_REPORTS -> domain(domain) + "/reports";
      case PUBLISH_POLICY -> domain(domain) + "/policy";
      case MEND_RECORDS, WAIT, NOTHING -> domain(domain);
    };
  }

  private static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
