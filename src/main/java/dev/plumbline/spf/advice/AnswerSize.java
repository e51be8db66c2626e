package dev.plumbline.spf.advice;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.advice.Findings.Place;
import java.util.List;

/** How large DNS's answer with a record is (RFC 1035 sections 3.3.14 and 4.1). */
final class AnswerSize {

  /** Octets one string of a TXT record can hold. */
  static final int STRING = 255;

  /** Octets of a plain UDP answer, which RFC 7208 section 3.4 asks records to fit into. */
  private static final int PLAIN = 512;

  /** Octets that pass every network in one UDP packet; longer answers need a second try by TCP. */
  private static final int UDP = 1232;

  private static final int HEADER = 12;
  private static final int QUESTION_FIELDS = 4;

  /** A pointer to the name, type, class, TTL and length. */
  private static final int RECORD_FIELDS = 12;

  private final DomainName domain;
  private final String record;
  private final List<String> texts;

  /**
   * @param texts all TXT records of the domain, with this one
   */
  AnswerSize(DomainName domain, String record, List<String> texts) {
    this.domain = domain;
    this.record = record;
    this.texts = texts;
  }

  int strings() {
    return strings(record);
  }

  private static int strings(String text) {
    return Math.max(1, (text.length() + STRING - 1) / STRING);
  }

  int octets() {
    int octets = HEADER + domain.toString().length() + 2 + QUESTION_FIELDS;
    for (String text : texts) {
      octets += RECORD_FIELDS + text.length() + strings(text);
    }
    return octets;
  }

  void finding(Findings findings, List<DomainName> path) {
    int octets = octets();
    if (octets <= PLAIN) {
      return;
    }
    int others = texts.size() - 1;
    findings.add(
        octets > UDP ? Severity.WARNING : Severity.HINT,
        SpfRule.LARGE_ANSWER,
        Place.whole(path, record),
        "DNS's answer with this record has "
            + octets
            + " octets"
            + (others > 0
                ? ", " + others + " other TXT record" + (others > 1 ? "s" : "") + " included"
                : "")
            + "; it should fit into 512, or some receivers do not get it.",
        null);
  }
}
