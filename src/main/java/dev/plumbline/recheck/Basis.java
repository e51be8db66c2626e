package dev.plumbline.recheck;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.Question;
import dev.plumbline.dns.RememberedDns;
import dev.plumbline.spf.SpfTable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Notes the answers that a compilation asks for. The same answers give the same table and so the
 * same verdicts. For one thread.
 */
final class Basis implements RememberedDns.Listener {

  /** Goes up when verdicts on the same answers may come out otherwise, or are kept otherwise. */
  private static final String VERSION = "3";

  private final Map<String, String> answers = new TreeMap<>();
  private boolean failed;

  private Basis() {}

  /**
   * A compiled record and what stands for all it rests on.
   *
   * @param sha256 of the answers, in hexadecimal; empty if DNS failed for one of them
   */
  record Compiled(SpfTable table, String sha256) {}

  /**
   * Compiles a domain's record.
   *
   * @param salt whatever else verdicts depend on
   */
  static Compiled compile(Dns dns, String domain, String salt) {
    Basis basis = new Basis();
    SpfTable table = SpfTable.compile(dns, domain, basis);
    return new Compiled(table, basis.failed ? "" : basis.sha256(salt));
  }

  private String sha256(String salt) {
    String text = VERSION + '\0' + salt + '\0' + answers;
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Servers turn the order of records around; that changes no verdict. */
  @Override
  public <T> void answered(Question<T> question, DnsAnswer<T> answer) {
    failed |= answer instanceof DnsAnswer.Failed;
    answers.put(
        question.toString(),
        answer.getClass().getSimpleName()
            + answer.values().stream()
                .map(Question::text)
                .sorted()
                .collect(Collectors.joining("\0")));
  }
}
