package dev.plumbline.dns.lint;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the TXT records of a name hold of one kind: the way from a name to the text that a linter
 * examines.
 *
 * @param failure why DNS did not answer; null if it did
 * @param noSuchName whether the name does not exist at all
 * @param texts all of them
 * @param records those that are records for receivers
 * @param attempts those that mean to be and are none
 */
public record RecordFinding(
    @Nullable String failure,
    boolean noSuchName,
    List<String> texts,
    List<String> records,
    List<String> attempts) {

  public RecordFinding {
    texts = List.copyOf(texts);
    records = List.copyOf(records);
    attempts = List.copyOf(attempts);
  }

  /** What a linter says of each outcome. */
  public interface Rules {

    /** DNS did not answer. */
    Finding failed(String reason);

    /** There are several records where one may be. */
    Finding several(List<String> records);

    /** There is none. */
    List<Finding> missing();

    /** There is one, or a text that means to be one. */
    Lint examine(String text);
  }

  /**
   * Asks DNS.
   *
   * @param isRecord whether receivers take a text for a record
   * @param isMeant whether somebody meant it to be one
   */
  public static RecordFinding of(
      Dns dns, DomainName name, Predicate<String> isRecord, Predicate<String> isMeant) {
    DnsAnswer<String> answer = dns.txt(name);
    List<String> texts = answer.values();
    return new RecordFinding(
        answer instanceof DnsAnswer.Failed<String> failed ? failed.reason() : null,
        answer instanceof DnsAnswer.NoSuchDomain,
        texts,
        texts.stream().filter(isRecord).toList(),
        texts.stream().filter(isRecord.negate()).filter(isMeant).toList());
  }

  /** Examines what a name publishes; one that DNS cannot be asked for publishes nothing. */
  public static Lint lint(
      Dns dns, String name, Predicate<String> isRecord, Predicate<String> isMeant, Rules rules) {
    Optional<DomainName> asked = DomainName.parse(name);
    return asked.isEmpty()
        ? Lint.of(name, rules.missing())
        : of(dns, asked.get(), isRecord, isMeant).lint(name, rules);
  }

  private Lint lint(String name, Rules rules) {
    if (failure != null) {
      return Lint.of(name, List.of(rules.failed(failure)));
    }
    if (records.size() > 1) {
      return Lint.of(name, List.of(rules.several(records)));
    }
    return text().map(rules::examine).orElseGet(() -> Lint.of(name, rules.missing()));
  }

  /** The text to examine: the first record, or what comes nearest to one. */
  public Optional<String> text() {
    return records.stream().findFirst().or(() -> attempts.stream().findFirst());
  }
}
