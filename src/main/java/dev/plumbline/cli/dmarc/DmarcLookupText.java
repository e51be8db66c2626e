package dev.plumbline.cli.dmarc;

import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.dmarc.Alignment;
import dev.plumbline.dmarc.AlignmentCheck;
import dev.plumbline.dmarc.PolicyLookup;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which policy applies, for people at a terminal: the answer first, then how it came about. */
final class DmarcLookupText {

  private final StringBuilder page = new StringBuilder();

  private DmarcLookupText() {}

  static String page(PolicyLookup lookup, List<AlignmentCheck> checks) {
    DmarcLookupText text = new DmarcLookupText();
    text.answer(lookup);
    for (AlignmentCheck check : checks) {
      text.line("");
      text.alignment(check, lookup.applied());
    }
    text.line("");
    text.line("Why:");
    lookup.reasons().forEach(reason -> text.line("  - " + reason));
    text.line(
        "  - The organizational domain is "
            + lookup.organization().domain()
            + ": "
            + lookup.organization().reason());
    text.line("");
    text.line("Asked:");
    lookup.questions().forEach(text::question);
    return text.page.toString();
  }

  private void answer(PolicyLookup lookup) {
    PolicyLookup.Applied applied = lookup.applied();
    if (applied == null) {
      String failure = lookup.failure();
      line(
          lookup.author()
              + ": "
              + (failure == null ? "no DMARC policy." : "not known. " + failure));
    } else {
      line(lookup.author() + ": " + applied.policy().wire().toUpperCase(Locale.ROOT));
      fact("policy", applied.tag().wire() + " of the record of " + applied.domain());
      fact(
          "asked for",
          applied.asked().wire()
              + (applied.record().testing() ? ", in test mode (t=y): receivers apply less" : ""));
      fact(
          "alignment",
          "DKIM " + mode(applied.record().adkim()) + ", SPF " + mode(applied.record().aspf()));
      fact("record", applied.record().text());
    }
    fact("organization", lookup.organization().domain().toString());
    PolicyLookup.ListView list = lookup.listView();
    String byList =
        list.policy() != null
            ? list.policy().wire()
            : lookup.failure() == null ? "no policy" : "its policy is not known";
    fact(
        "by the list",
        list.organizationalDomain()
            + ", "
            + byList
            + (lookup.viewsAgree() ? "" : ": receivers that use the public suffix list differ"));
  }

  private void alignment(AlignmentCheck check, PolicyLookup.@Nullable Applied applied) {
    String answer =
        check.failure() != null
            ? "not known. " + check.failure()
            : check.strict()
                ? "aligned, strictly."
                : check.relaxed()
                    ? "aligned, relaxed: both belong to " + check.authorOrganization() + "."
                    : "not aligned: it belongs to " + check.identifierOrganization() + ".";
    line(check.identifier() + ": " + answer);
    if (applied != null && check.failure() == null) {
      fact("DKIM", check.aligned(applied.record().adkim()) ? "aligned" : "not aligned");
      fact("SPF", check.aligned(applied.record().aspf()) ? "aligned" : "not aligned");
    }
    if (check.relaxedByList() != check.relaxed()) {
      fact("by the list", check.relaxedByList() ? "aligned, relaxed" : "not aligned");
    }
  }

  private static String mode(Alignment.Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  private void question(PolicyLookup.Question question) {
    String answer =
        switch (question.outcome()) {
          case RECORD -> question.records().get(0);
          case NO_RECORD -> "no record";
          case SEVERAL_RECORDS -> question.records().size() + " records, all discarded";
          case FAILED -> "no answer";
        };
    line("  " + question.name() + "  " + answer);
  }

  private void fact(String name, String value) {
    line(String.format(Locale.ROOT, "  %-14s%s", name, value));
  }

  private void line(String text) {
    page.append(Terminal.safe(text)).append('\n');
  }
}
