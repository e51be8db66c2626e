package dev.plumbline.dmarc;

import static dev.plumbline.dns.lint.Severity.ERROR;
import static dev.plumbline.dns.lint.Severity.HINT;
import static dev.plumbline.dns.lint.Severity.WARNING;

import dev.plumbline.dns.TagList.Tag;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.dns.lint.Spelling;
import dev.plumbline.dns.lint.TagEdits;
import dev.plumbline.dns.lint.TagLint;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What can be said of the tags of a record without asking DNS. */
final class TagRules {

  /** What people write for the names of tags. */
  private static final Map<String, String> ALIASES =
      Map.of("policy", "p", "dkim", "adkim", "spf", "aspf", "percent", "pct", "version", "v");

  /** What people write for values. */
  private static final Map<String, String> WORDS =
      Map.of("strict", "s", "relaxed", "r", "yes", "y", "true", "y", "no", "n", "false", "n");

  private static final Map<String, String> POLICIES =
      Map.of("monitor", "none", "spam", "quarantine", "junk", "quarantine", "block", "reject");

  private final TagLint lint;
  private final String text;
  private final DmarcRecord record;
  private final boolean versioned;

  /**
   * Rules for one record.
   *
   * @param text beginning with the version once mended
   */
  TagRules(TagLint lint, String text, DmarcRecord record) {
    this.lint = lint;
    this.text = text;
    this.record = record;
    this.versioned = RecordText.isRecord(text);
  }

  void check() {
    version();
    emptyTag();
    lint.tags().malformed().forEach(this::malformed);
    lint.tags().repeated().forEach(this::repeated);
    for (Tag tag : lint.tags().tags()) {
      name(tag);
      value(tag);
    }
    policies();
    retired();
    testMode();
    failureOptions();
  }

  private void version() {
    if (versioned) {
      if (RecordText.hasLeadingBlank(text)) {
        lint.tell(
            WARNING,
            DmarcRule.VERSION,
            0,
            text.length() - text.stripLeading().length(),
            "White space comes before v=DMARC1; strict receivers do not see a record then.",
            edits -> {});
      }
      return;
    }
    Optional<Tag> tag = lint.tags().tag("v");
    String sentence =
        tag.isPresent() && tag.get().value().equals("DMARC1") && !text.strip().startsWith(";")
            ? "v=DMARC1 is not the first tag, so receivers ignore the record."
            : "The record does not begin with exactly v=DMARC1, so receivers ignore it.";
    lint.tell(
        ERROR,
        DmarcRule.VERSION,
        tag.or(() -> lint.tags().all().stream().findFirst()),
        sentence,
        edits -> {
          lint.tags().malformed().stream().filter(TagRules::isVersion).forEach(edits::remove);
          lint.tags().repeated().stream()
              .filter(again -> again.name().equals("v"))
              .forEach(edits::remove);
          edits.remove("version").remove("dmarc").place(0, "v", "DMARC1");
        });
  }

  private void emptyTag() {
    RecordText.emptyTag(text)
        .ifPresent(
            place ->
                lint.tell(
                    WARNING,
                    DmarcRule.EMPTY_TAG,
                    place.start(),
                    place.end(),
                    "There is nothing between two semicolons; the grammar of records knows no"
                        + " empty tag, and strict receivers may discard the record.",
                    edits -> {}));
  }

  private static boolean isVersion(Tag malformed) {
    return malformed.value().matches("(?i)(v\\W?)?dmarc\\W?1");
  }

  private void malformed(Tag part) {
    if (isVersion(part) && !versioned) {
      return;
    }
    // One that a colon divides is read already, unless its tag is there a second time.
    lint.tell(
        ERROR,
        DmarcRule.SYNTAX,
        part,
        "\"" + part.value() + "\" is ignored: it is not of the form tag=value.",
        edits -> edits.remove(part));
  }

  private void repeated(Tag tag) {
    if (tag.name().equals("v") && !versioned) {
      return;
    }
    lint.tell(
        ERROR,
        DmarcRule.REPEATED_TAG,
        tag,
        "The tag "
            + tag.name()
            + " occurs more than once: some receivers take the first one, others discard the"
            + " record.",
        edits -> edits.remove(tag));
  }

  private void name(Tag tag) {
    String written = text.substring(tag.start(), tag.start() + tag.name().length());
    if (!written.equals(tag.name())) {
      lint.tell(
          WARNING,
          DmarcRule.UPPERCASE_TAG,
          tag,
          "The tag " + written + " is written in capitals; its name is " + tag.name() + ".",
          edits -> edits.replace(tag, tag.name(), tag.value()));
    }
    if (RecordText.KNOWN_TAGS.contains(tag.name())
        || (!versioned && List.of("version", "dmarc").contains(tag.name()))) {
      return;
    }
    Optional<String> meant =
        Optional.ofNullable(ALIASES.get(tag.name()))
            .or(() -> Spelling.nearest(tag.name(), new TreeSet<>(RecordText.KNOWN_TAGS)))
            .filter(name -> lint.tags().tag(name).isEmpty());
    lint.tell(
        WARNING,
        DmarcRule.UNKNOWN_TAG,
        tag,
        "There is no tag "
            + tag.name()
            + ", so it is ignored"
            + meant.map(name -> "; perhaps " + name + " is meant.").orElse("."),
        meant.isPresent()
            ? edits -> edits.replace(tag, meant.get(), tag.value())
            : edits -> edits.remove(tag));
  }

  private void value(Tag tag) {
    switch (tag.name()) {
      case "p", "sp", "np" -> policyValue(tag);
      case "adkim", "aspf" -> letter(tag, List.of("r", "s"), "r (relaxed) or s (strict)");
      case "t" -> letter(tag, List.of("y", "n"), "y or n");
      case "psd" -> letter(tag, List.of("y", "n", "u"), "y, n or u");
      case "rua", "ruf" -> new DestinationRules(lint, text, tag).check();
      default -> {}
    }
  }

  private void policyValue(Tag tag) {
    if (Policy.ofWire(tag.value()).isPresent()) {
      return;
    }
    // What is asked for names below goes by the domain's own policy where it is left out.
    boolean own = tag.name().equals("p");
    Optional<String> meant =
        Optional.ofNullable(POLICIES.get(lower(tag.value())))
            .or(
                () ->
                    Spelling.nearest(
                        tag.value(), Arrays.stream(Policy.values()).map(Policy::wire).toList()));
    String effect =
        record.isUnusable()
            ? "so receivers do not apply the record at all"
            : "so the whole record counts as p=none";
    lint.tell(
        ERROR,
        DmarcRule.POLICY_VALUE,
        Optional.of(tag),
        "\""
            + tag.value()
            + "\" is no policy, "
            + effect
            + "; a policy is none, quarantine or reject.",
        meant
            .<Consumer<TagEdits>>map(word -> edits -> edits.set(tag.name(), word))
            .orElse(own ? null : edits -> edits.remove(tag.name())));
  }

  private void letter(Tag tag, List<String> allowed, String right) {
    String value = lower(tag.value());
    if (allowed.contains(value)) {
      return;
    }
    String meant = WORDS.getOrDefault(value, "");
    lint.tell(
        WARNING,
        DmarcRule.VALUE,
        tag,
        "The value \""
            + tag.value()
            + "\" of "
            + tag.name()
            + " is ignored; right is "
            + right
            + ".",
        allowed.contains(meant)
            ? edits -> edits.set(tag.name(), meant)
            : edits -> edits.remove(tag.name()));
  }

  private void policies() {
    Optional<Tag> p = lint.tags().tag("p");
    if (p.isEmpty()) {
      missingPolicy();
    } else if (lint.tags().all().indexOf(p.get()) != 1 && versioned) {
      lint.tell(
          WARNING,
          DmarcRule.POLICY_POSITION,
          p.get(),
          "The tag p is not the second one; receivers of RFC 7489 may discard the record.",
          edits -> edits.place(1, "p", p.get().value()));
    }
    Policy own = record.p();
    Policy existing = record.sp() == null ? own : record.sp();
    weaker("sp", record.sp(), own, "Subdomains get");
    weaker("np", record.np(), existing, "Names that do not exist get");
  }

  private void missingPolicy() {
    if (lint.tags().tag("policy").isPresent()) {
      return;
    }
    Severity severity = record.rua().isEmpty() ? ERROR : WARNING;
    String effect =
        record.rua().isEmpty()
            ? "; without rua receivers need not apply it at all."
            : ", which older receivers do not accept.";
    lint.tell(
        severity,
        DmarcRule.NO_POLICY,
        Optional.empty(),
        "The record has no policy; it counts as p=none" + effect,
        edits -> edits.place(1, "p", "none"));
  }

  private void weaker(String tag, @Nullable Policy below, @Nullable Policy above, String who) {
    if (below == null || above == null || below.compareTo(above) >= 0) {
      return;
    }
    lint.tell(
        WARNING,
        DmarcRule.WEAKER_BELOW,
        lint.tags().tag(tag),
        who
            + " the weaker policy "
            + below.wire()
            + ", so whoever is stopped by "
            + above.wire()
            + " forges them instead.",
        edits -> edits.remove(tag));
  }

  private void retired() {
    lint.tags().tag("pct").ifPresent(this::percentage);
    for (String name : List.of("rf", "ri")) {
      lint.tags()
          .tag(name)
          .ifPresent(
              tag ->
                  lint.tell(
                      HINT,
                      DmarcRule.RETIRED_TAG,
                      tag,
                      "RFC 9989 removed the tag " + name + "; it can go.",
                      edits -> edits.remove(name)));
    }
  }

  private void percentage(Tag pct) {
    Integer percentage = record.retired().pct();
    if (percentage == null) {
      lint.tell(
          WARNING,
          DmarcRule.VALUE,
          pct,
          "The value \"" + pct.value() + "\" of pct is ignored, and RFC 9989 removed the tag.",
          edits -> edits.remove("pct"));
    } else if (percentage == 100) {
      lint.tell(
          HINT,
          DmarcRule.RETIRED_TAG,
          pct,
          "RFC 9989 removed the tag pct, and 100 was its default; it can go.",
          edits -> edits.remove("pct"));
    } else if (percentage == 0) {
      lint.tell(
          WARNING,
          DmarcRule.PERCENTAGE,
          pct,
          "RFC 9989 removed the tag pct: newer receivers apply the policy to all mail. What pct=0"
              + " meant is now written t=y.",
          edits -> edits.remove("pct").set("t", "y"));
    } else {
      lint.tell(
          WARNING,
          DmarcRule.PERCENTAGE,
          pct,
          "RFC 9989 removed the tag pct: newer receivers apply the policy to all mail, older ones"
              + " to "
              + percentage
              + " % of it.",
          edits -> edits.remove("pct"));
    }
  }

  private void testMode() {
    Optional<Tag> tag = lint.tags().tag("t");
    if (!record.testing() || tag.isEmpty()) {
      return;
    }
    Policy strongest = record.p() == null ? Policy.NONE : record.p();
    for (Policy policy : Arrays.asList(record.sp(), record.np())) {
      strongest = policy != null && policy.compareTo(strongest) > 0 ? policy : strongest;
    }
    if (strongest == Policy.NONE) {
      lint.tell(
          HINT,
          DmarcRule.TEST_WITHOUT_EFFECT,
          tag.get(),
          "t=y has no effect, since no policy is stronger than none.",
          edits -> edits.remove("t"));
    } else {
      lint.tell(
          HINT,
          DmarcRule.TEST_MODE,
          tag.get(),
          "In test mode receivers are asked for "
              + strongest.weaker().wire()
              + " instead of "
              + strongest.wire()
              + "; older ones do not know t and apply "
              + strongest.wire()
              + ".");
    }
  }

  private void failureOptions() {
    Optional<Tag> fo = lint.tags().tag("fo");
    if (fo.isEmpty()) {
      return;
    }
    List<String> options =
        Arrays.stream(lower(fo.get().value()).split("[:,\\s]+"))
            .filter(List.of("0", "1", "d", "s")::contains)
            .distinct()
            .toList();
    boolean wrong = record.problems().stream().anyMatch(p -> p.startsWith("The tag fo="));
    if (wrong) {
      // 1 asks for all that 0 asks for.
      String meant =
          String.join(
              ":", options.stream().filter(o -> !o.equals("0") || !options.contains("1")).toList());
      lint.tell(
          WARNING,
          DmarcRule.VALUE,
          fo.get(),
          "The value \""
              + fo.get().value()
              + "\" of fo is ignored; right are 0 or 1, d and s, each at most once, divided by"
              + " colons.",
          edits -> {
            if (meant.isEmpty()) {
              edits.remove("fo");
            } else {
              edits.set("fo", meant);
            }
          });
    }
    if (lint.tags().tag("ruf").isEmpty()) {
      lint.tell(
          HINT,
          DmarcRule.FO_WITHOUT_RUF,
          fo.get(),
          "fo has no effect without ruf, the addresses for failure reports.",
          edits -> edits.remove("fo"));
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
