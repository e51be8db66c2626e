package dev.plumbline.review.json;

import dev.plumbline.standing.Reason;
import dev.plumbline.standing.Wording;
import java.util.List;

/**
 * What is wrong with the records of a domain itself, as it was judged last.
 *
 * @param findings the worst first
 */
public record FindingsJson(String domain, List<Finding> findings) {

  /**
   * One of them.
   *
   * @param code what it is, for programs
   * @param sentence for people
   */
  public record Finding(String code, String sentence) {}

  public static FindingsJson of(String domain, List<Reason> findings) {
    return new FindingsJson(
        domain,
        findings.stream()
            .map(one -> new Finding(one.code(), String.join(" ", Wording.sentences(List.of(one)))))
            .toList());
  }
}
