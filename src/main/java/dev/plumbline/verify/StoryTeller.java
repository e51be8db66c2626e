package dev.plumbline.verify;

import dev.plumbline.dkim.ArcChain;
import dev.plumbline.dkim.SignatureCheck;
import dev.plumbline.dkim.SignedMail;
import dev.plumbline.dmarc.PolicyLookup;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.InertText;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.mail.MailPart;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfTrace;
import dev.plumbline.spf.SpfVerdict;
import dev.plumbline.verify.Connection.Tls;
import dev.plumbline.verify.MailStory.State;
import dev.plumbline.verify.MailStory.Step;
import dev.plumbline.verify.Verification.Dmarc;
import dev.plumbline.verify.Verification.Reverse;
import dev.plumbline.verify.Verification.Signed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells what was found of a mail in the order in which a receiver finds it. */
public final class StoryTeller {

  private static final int MOST_TRACE_LINES = 60;

  private final Verification found;
  private final List<Step> steps = new ArrayList<>();

  private StoryTeller(Verification found) {
    this.found = found;
  }

  /**
   * Tells it.
   *
   * @param mail as it came
   * @param theirs what our own server wrote about it
   */
  public static MailStory tell(byte[] mail, Verification found, List<String> theirs) {
    StoryTeller teller = new StoryTeller(found);
    teller.connection();
    teller.envelope();
    teller.spf();
    teller.signatures();
    teller.arc();
    teller.dmarc();
    Header header = new Header(SignedMail.of(MailPart.afterMboxLine(mail)));
    Dmarc dmarc = found.dmarc();
    return new MailStory(
        found.author() == null ? "" : found.author().toString(),
        plain(Header.readable(header.first("subject").orElse(""))),
        dmarc.result() == null ? "unknown" : dmarc.result().wire(),
        dmarc.reason(),
        teller.steps,
        theirs.stream().map(StoryTeller::plain).toList(),
        Differences.between(found, theirs),
        found.findings().stream()
            .map(
                one ->
                    new MailStory.Line(
                        one.rule().wire(),
                        one.severity().wire(),
                        plain(one.text()),
                        one.fix() == null ? null : plain(one.fix())))
            .toList());
  }

  private static String plain(String text) {
    return InertText.visible(text);
  }

  private void step(String title, State state, String word, List<String> lines) {
    steps.add(new Step(title, state, word, lines.stream().map(StoryTeller::plain).toList()));
  }

  private void connection() {
    Connection connection = found.connection();
    Reverse reverse = found.reverse();
    if (connection.ip() == null || reverse == null) {
      step(
          "Connection",
          State.OPEN,
          "not known",
          List.of("No server of yours says in the mail where it came from."));
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add("The host " + IpAddresses.toText(connection.ip()) + " connected.");
    lines.add(
        connection.helo() == null
            ? "How it named itself (HELO) is not known."
            : "It named itself " + connection.helo() + " (HELO).");
    lines.add(reverse(reverse));
    lines.add(
        switch (connection.tls()) {
          case USED ->
              "The connection was encrypted"
                  + (connection.tlsVersion() == null
                      ? "."
                      : " by " + connection.tlsVersion() + ".");
          case NOT_USED -> "The connection was not encrypted.";
          case UNKNOWN -> "Whether the connection was encrypted is not known.";
        });
    boolean named = !reverse.confirmed().isEmpty();
    boolean plain = connection.tls() == Tls.NOT_USED;
    State state =
        reverse.failed() ? State.OPEN : !named ? State.BAD : plain ? State.DOUBTFUL : State.GOOD;
    String word =
        reverse.failed()
            ? "not known"
            : named ? (plain ? "not encrypted" : "named") : "no confirmed name";
    step("Connection", state, word, lines);
  }

  private static String reverse(Reverse reverse) {
    if (reverse.failed()) {
      return "DNS did not answer for the reverse name.";
    }
    if (!reverse.confirmed().isEmpty()) {
      return "Its reverse name " + joined(reverse.confirmed()) + " leads back to it.";
    }
    return reverse.names().isEmpty()
        ? "It has no reverse name (PTR)."
        : "Its reverse name " + joined(reverse.names()) + " does not lead back to it.";
  }

  private static String joined(List<DomainName> names) {
    return names.stream().map(DomainName::toString).collect(Collectors.joining(", "));
  }

  private void envelope() {
    String path = found.connection().mailFrom();
    step(
        "Envelope",
        path == null ? State.OPEN : State.GOOD,
        path == null ? "not known" : path.isEmpty() ? "empty" : "known",
        List.of(
            path == null
                ? "The return path is not known."
                : path.isEmpty()
                    ? "The return path is empty, as that of bounces is."
                    : "The return path is " + path + "."));
  }

  private void spf() {
    Verification.Spf spf = found.spf();
    SpfVerdict verdict = spf.verdict();
    if (verdict == null) {
      step("SPF", State.OPEN, "not checked", List.of(String.valueOf(spf.unknown())));
      return;
    }
    List<String> lines = new ArrayList<>();
    String term = verdict.matchedTerm();
    lines.add(
        "SPF of "
            + spf.domain()
            + ": "
            + verdict.result().wire()
            + (term == null ? "." : ", decided by " + term + "."));
    if (verdict.problem() != null) {
      lines.add(verdict.problem());
    }
    trace(verdict.trace(), "", lines);
    lines.add(aligned("The domain of the return path", spf.aligned()));
    boolean pass = verdict.result() == SpfResult.PASS;
    State state =
        pass
            ? Boolean.FALSE.equals(spf.aligned()) ? State.DOUBTFUL : State.GOOD
            : verdict.result() == SpfResult.TEMPERROR ? State.OPEN : State.BAD;
    step("SPF", state, verdict.result().wire(), lines);
  }

  private static void trace(SpfTrace trace, String indent, List<String> lines) {
    if (lines.size() >= MOST_TRACE_LINES) {
      return;
    }
    String record = trace.record() == null ? "no record" : Findings.shortened(trace.record());
    lines.add(indent + trace.domain() + ": " + record);
    for (SpfTrace.Step step : trace.steps()) {
      if (step.outcome() == SpfTrace.Outcome.NOT_REACHED || lines.size() >= MOST_TRACE_LINES) {
        continue;
      }
      String outcome =
          switch (step.outcome()) {
            case MATCH -> "matches";
            case NO_MATCH -> "does not match";
            case ERROR -> "fails";
            default -> "is followed";
          };
      lines.add(indent + Findings.shortened(step.term()) + " " + outcome + ".");
      if (step.nested() != null) {
        trace(step.nested(), indent + "· ", lines);
      }
    }
  }

  private String aligned(String what, @Nullable Boolean aligned) {
    String author = found.author() == null ? "the author" : found.author().toString();
    return aligned == null
        ? "Whether " + lower(what) + " belongs to " + author + " is not known."
        : what + (aligned ? " belongs to " : " does not belong to ") + author + ".";
  }

  private static String lower(String text) {
    return Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  private void signatures() {
    if (found.signatures().isEmpty()) {
      step("DKIM", State.BAD, "not signed", List.of("The mail carries no signature."));
    }
    for (Signed signed : found.signatures()) {
      SignatureCheck check = signed.check();
      List<String> lines = new ArrayList<>();
      lines.add(
          "Signed for "
              + Findings.shortened(check.domain())
              + ", selector "
              + Findings.shortened(check.selector())
              + ", by "
              + Findings.shortened(check.algorithm())
              + (check.keyBits() == 0 ? "." : " with a key of " + check.keyBits() + " bits."));
      lines.add(
          check.problem() == null ? "Header and body are as they were signed." : check.problem());
      lines.add("Signed fields: " + Findings.shortened(String.join(", ", check.signedFields())));
      if (check.expires() != null) {
        lines.add("It holds until " + check.expires() + ".");
      }
      lines.add(aligned("The signer", signed.aligned()));
      boolean counts = check.passes() && !Boolean.FALSE.equals(signed.aligned());
      State state =
          check.passes()
              ? counts ? State.GOOD : State.DOUBTFUL
              : check.result() == SignatureCheck.Result.TEMPERROR ? State.OPEN : State.BAD;
      step("DKIM", state, check.result().wire(), lines);
    }
  }

  private void arc() {
    ArcChain arc = found.arc();
    if (arc.result() == ArcChain.Result.NONE) {
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add("Those who passed the mail on say what they found; nothing is concluded from it.");
    if (arc.problem() != null) {
      lines.add(arc.problem());
    }
    arc.sets()
        .forEach(set -> lines.add(set.instance() + ": " + set.domain() + " says " + set.results()));
    step("ARC", State.OPEN, arc.result().wire(), lines);
  }

  private void dmarc() {
    Dmarc dmarc = found.dmarc();
    List<String> lines = new ArrayList<>();
    PolicyLookup lookup = dmarc.lookup();
    if (lookup != null) {
      lookup.questions().forEach(one -> lines.add("Asked " + one.name() + ": " + answer(one)));
      lines.addAll(lookup.reasons());
    }
    lines.add(dmarc.reason());
    if (dmarc.disposition() != null) {
      lines.add("Receivers are asked to apply " + dmarc.disposition().wire() + " to it.");
    }
    Dmarc.Result result = dmarc.result();
    State state =
        result == Dmarc.Result.PASS
            ? State.GOOD
            : result == null || result == Dmarc.Result.TEMPERROR ? State.OPEN : State.BAD;
    step("DMARC", state, result == null ? "not known" : result.wire(), lines);
  }

  private static String answer(PolicyLookup.Question question) {
    return switch (question.outcome()) {
      case RECORD -> question.records().get(0);
      case NO_RECORD -> "no record";
      case SEVERAL_RECORDS -> "several records, all discarded";
      case FAILED -> "no answer";
    };
  }
}
