package dev.plumbline.spf;

import dev.plumbline.dns.DnsAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one record was evaluated; a tree, since includes and redirects hold traces of their own.
 *
 * @param domain whose record it is
 * @param record its text as published; null if none could be read
 * @param result what check_host returned for this domain
 * @param problem one sentence for NONE, TEMPERROR and PERMERROR
 * @param questions what DNS was asked to find the record
 * @param steps one for each term of the record, in the order written
 */
public record SpfTrace(
    String domain,
    @Nullable String record,
    SpfResult result,
    @Nullable String problem,
    List<Question> questions,
    List<Step> steps) {

  public SpfTrace {
    questions = List.copyOf(questions);
    steps = List.copyOf(steps);
  }

  /** Whether another evaluation came about in the same way, whatever the age of the answers. */
  public boolean tellsTheSame(SpfTrace other) {
    return ageless().equals(other.ageless());
  }

  private SpfTrace ageless() {
    return new SpfTrace(
        domain,
        record,
        result,
        problem,
        questions.stream().map(Question::ageless).toList(),
        steps.stream().map(Step::ageless).toList());
  }

  /** What became of a term. */
  public enum Outcome {
    /** The mechanism matched and decided. */
    MATCH,
    /** The mechanism did not match. */
    NO_MATCH,
    /** The term ended the evaluation with TEMPERROR or PERMERROR. */
    ERROR,
    /** The modifier was used: the record it points to was read. */
    FOLLOWED,
    /** The term was not needed: something before it decided, or its modifier is not known. */
    NOT_REACHED
  }

  /**
   * One term.
   *
   * @param term as written
   * @param detail what was compared, in a few words; null if there is nothing to say
   * @param questions what DNS was asked for this term, without those of {@code nested}
   * @param nested the record an include or redirect led to
   */
  public record Step(
      String term,
      Outcome outcome,
      @Nullable String detail,
      List<Question> questions,
      @Nullable SpfTrace nested) {

    public Step {
      questions = List.copyOf(questions);
    }

    private Step ageless() {
      return new Step(
          term,
          outcome,
          detail,
          questions.stream().map(Question::ageless).toList(),
          nested == null ? null : nested.ageless());
    }
  }

  /**
   * One question to DNS.
   *
   * @param type such as {@code TXT}
   * @param name what was asked for
   * @param answer a short summary for people
   * @param ageSeconds how long ago the answer came from a server; 0 if it was asked just now
   */
  public record Question(String type, String name, String answer, long ageSeconds) {

    private static final int VALUES_SHOWN = 5;
    private static final int CHARACTERS_SHOWN = 200;

    static Question of(dev.plumbline.dns.Question<?> question, DnsAnswer<?> answer) {
      return of(question, answer, summary(answer));
    }

    static Question of(
        dev.plumbline.dns.Question<?> question, DnsAnswer<?> answer, String summary) {
      return new Question(
          question.type().name(), question.name().toString(), summary, answer.age().toSeconds());
    }

    private Question ageless() {
      return new Question(type, name, answer, 0);
    }

    private static String summary(DnsAnswer<?> answer) {
      if (answer instanceof DnsAnswer.Found) {
        return summary(answer.values());
      }
      if (answer instanceof DnsAnswer.NoData) {
        return "no such record";
      }
      if (answer instanceof DnsAnswer.NoSuchDomain) {
        return "no such domain";
      }
      if (answer instanceof DnsAnswer.Failed<?> failed) {
        return "failed: " + shortened(failed.reason());
      }
      throw new AssertionError(answer);
    }

    /** Records for people to read, not all of them if there are many. */
    static String summary(List<?> values) {
      List<String> shown =
          values.stream()
              .limit(VALUES_SHOWN)
              .map(dev.plumbline.dns.Question::text)
              .map(Question::shortened)
              .toList();
      int more = values.size() - shown.size();
      return String.join(", ", shown) + (more == 0 ? "" : ", and " + more + " more");
    }

    private static String shortened(String text) {
      return text.length() <= CHARACTERS_SHOWN ? text : text.substring(0, CHARACTERS_SHOWN) + "...";
    }
  }
}
