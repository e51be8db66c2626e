package dev.plumbline.mailpolicy;

import static dev.plumbline.dns.lint.Severity.ERROR;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.TagList;
import dev.plumbline.dns.TagList.Tag;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.RecordFinding;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.dns.lint.TagLint;
import dev.plumbline.dns.lint.Typography;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the linters of TXT records in this room have in common.
 *
 * @param version what a record begins with, behind {@code v=}
 * @param tags the tags it may have
 */
record RecordLint(
    String version,
    Set<String> tags,
    MailRule several,
    MailRule trouble,
    MailRule wrongVersion,
    MailRule syntax) {

  /**
   * Finds the record of a name and examines it.
   *
   * @param missing said if there is none; null if that is no finding
   * @param rules what is special of this kind of record
   */
  Lint lint(Dns dns, String name, @Nullable Finding missing, Consumer<TagLint> rules) {
    return RecordFinding.lint(
        dns,
        name,
        this::isRecord,
        this::isMeant,
        new RecordFinding.Rules() {
          @Override
          public Finding failed(String reason) {
            return at(name, trouble, "DNS failed: " + reason);
          }

          @Override
          public Finding several(List<String> records) {
            return at(
                name,
                several,
                "There are " + records.size() + " records; with more than one, none counts.");
          }

          @Override
          public List<Finding> missing() {
            return missing == null ? List.of() : List.of(missing);
          }

          @Override
          public Lint examine(String text) {
            return lint(name, text, rules);
          }
        });
  }

  /** Examines a record. */
  Lint lint(String name, String written, Consumer<TagLint> rules) {
    String text = Typography.mended(written);
    List<Finding> findings = new ArrayList<>();
    if (!text.equals(written)) {
      int place = Math.max(0, Typography.first(written));
      findings.add(
          new Finding(
              ERROR,
              syntax,
              name,
              written,
              place,
              place + 1,
              "There are quotation marks or characters that are not ASCII in the record.",
              text));
    }
    TagLint lint = new TagLint(name, text);
    common(lint, text);
    rules.accept(lint);
    Lint rest = lint.finish();
    findings.addAll(rest.findings());
    String mended = rest.mended() == null ? text : rest.mended();
    return new Lint(name, written, findings, mended.equals(written) ? null : mended);
  }

  private void common(TagLint lint, String text) {
    boolean versioned = isRecord(text);
    if (!versioned) {
      lint.tell(
          ERROR,
          wrongVersion,
          lint.tags().all().stream().findFirst(),
          "The record does not begin with exactly v=" + version + ", so nobody reads it.",
          edits -> {
            lint.tags().malformed().stream()
                .filter(part -> isMeant(part.value()))
                .forEach(edits::remove);
            edits.place(0, "v", version);
          });
    }
    for (Tag part : lint.tags().malformed()) {
      if (versioned || !isMeant(part.value())) {
        lint.tell(
            ERROR,
            syntax,
            part,
            "\"" + part.value() + "\" is not of the form tag=value.",
            edits -> edits.remove(part));
      }
    }
    for (Tag again : lint.tags().repeated()) {
      if (versioned || !again.name().equals("v")) {
        lint.tell(
            ERROR,
            syntax,
            again,
            "The tag " + again.name() + " occurs twice.",
            edits -> edits.remove(again));
      }
    }
    for (Tag tag : lint.tags().tags()) {
      if (!tags.contains(tag.name())) {
        lint.tell(
            Severity.HINT,
            syntax,
            tag,
            "There is no tag " + tag.name() + ", so it is ignored.",
            edits -> edits.remove(tag.name()));
      }
    }
  }

  private boolean isRecord(String text) {
    return TagList.parse(text).startsWith("v", version);
  }

  private boolean isMeant(String text) {
    return text.toLowerCase(Locale.ROOT).contains(version.toLowerCase(Locale.ROOT));
  }

  private static Finding at(String name, MailRule rule, String sentence) {
    return Finding.at(name, ERROR, rule, sentence, null);
  }
}
