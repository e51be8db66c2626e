package dev.plumbline.spf;

import dev.plumbline.dns.DomainName;
import dev.plumbline.spf.SpfRecord.Term;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the TXT records of a name say about SPF (RFC 7208 sections 4.5 and 4.6). */
sealed interface Publication {

  /** Reads the TXT records of a name. */
  static Publication of(List<String> texts) {
    List<String> records = texts.stream().filter(SpfRecord::isSpf).toList();
    if (records.size() != 1) {
      return new NotOne(records.size());
    }
    String text = records.get(0);
    try {
      return Usable.of(text, SpfRecord.parse(text));
    } catch (RecordSyntaxException e) {
      return new Broken(text, e);
    }
  }

  /**
   * One record of good syntax.
   *
   * @param redirect where among the terms; -1 if there is none
   * @param explanation likewise
   */
  record Usable(String text, List<PreparedTerm> terms, int redirect, int explanation)
      implements Publication {

    private static Usable of(String text, SpfRecord record) {
      List<PreparedTerm> terms = new ArrayList<>();
      for (Term term : record.terms()) {
        terms.add(new PreparedTerm(term));
      }
      return new Usable(
          text,
          List.copyOf(terms),
          record.redirect().map(record.terms()::indexOf).orElse(-1),
          record.explanation().map(record.terms()::indexOf).orElse(-1));
    }

    /** A trace of the terms in which none has been reached. */
    SpfTrace.Step[] notReached() {
      SpfTrace.Step[] steps = new SpfTrace.Step[terms.size()];
      for (int i = 0; i < steps.length; i++) {
        steps[i] = terms.get(i).notReached();
      }
      return steps;
    }
  }

  /** Nothing an evaluation can work with. */
  sealed interface Unusable extends Publication {

    /** NONE or PERMERROR. */
    SpfResult result();

    /** The text of the one record; null if there is not just one. */
    @Nullable String text();

    /** One sentence for people. */
    String problem(DomainName name);
  }

  /** DNS did not answer. */
  record Unanswered(String reason) implements Unusable {

    @Override
    public SpfResult result() {
      return SpfResult.TEMPERROR;
    }

    @Override
    public @Nullable String text() {
      return null;
    }

    @Override
    public String problem(DomainName name) {
      return "DNS failed for the SPF record of " + name + " (RFC 7208 section 4.4): " + reason;
    }
  }

  /** No SPF record, or several. */
  record NotOne(int count) implements Unusable {

    @Override
    public SpfResult result() {
      return count == 0 ? SpfResult.NONE : SpfResult.PERMERROR;
    }

    @Override
    public @Nullable String text() {
      return null;
    }

    @Override
    public String problem(DomainName name) {
      return count == 0
          ? name + " publishes no SPF record (RFC 7208 section 4.5)."
          : name + " publishes " + count + " SPF records (RFC 7208 section 4.5).";
    }
  }

  /** One record with a syntax error: anywhere, it ends the evaluation before it begins. */
  record Broken(@Override String text, RecordSyntaxException error) implements Unusable {

    @Override
    public SpfResult result() {
      return SpfResult.PERMERROR;
    }

    @Override
    public String problem(DomainName name) {
      return "The SPF record of "
          + name
          + " is broken at character "
          + (error.offset() + 1)
          + ", "
          + error.sentence()
          + " (RFC 7208 section 4.6).";
    }
  }
}
