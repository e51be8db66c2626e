package dev.plumbline.dmarc;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.TagList;
import dev.plumbline.dns.TagList.Tag;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.dns.lint.Typography;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mends the text of a record until its tags can be told apart: characters of word processors, and
 * commas or spaces between tags.
 */
final class RecordText {

  /** All tags of RFC 9989 and RFC 7489. */
  static final Set<String> KNOWN_TAGS =
      Set.of(
          "v", "p", "sp", "np", "psd", "t", "adkim", "aspf", "fo", "rua", "ruf", "pct", "rf", "ri");

  private static final Pattern MISSING_SEMICOLON =
      Pattern.compile(
          "(?i)(?<=[^;,\\s])[\\s,]{1,20}+(?=(?:v|p|sp|np|psd|t|adkim|aspf|fo|rua|ruf|pct|rf|ri)\\s?=)");
  private static final Pattern MEANT =
      Pattern.compile("(?i)dmarc.?1|^\\W*p\\s{0,5}=\\s{0,5}(none|quarantine|reject)");

  /** The domain of an address with a letter beyond ASCII in it. */
  private static final Pattern U_LABELS =
      Pattern.compile("(?<=@)[^\\s,;!>@]{0,253}[^\\x00-\\x7f][^\\s,;!>@]{0,253}");

  private static final Pattern SEVERED_ADDRESS =
      Pattern.compile("(?i)((?:^|;)\\s*+ru[af]\\s*+=[^;]*+);[;\\s]*+(?=mailto:)");

  /** More addresses than anybody serves. */
  private static final int MAX_SEVERED = 20;

  private static final Pattern COLON = Pattern.compile("([a-zA-Z]{1,5})\\s?[: ]\\s?(.+)");

  private static final Pattern EMPTY_TAG = Pattern.compile(";\\s{0,20};|^\\s{0,20};");

  private final String name;
  private final List<Finding> findings = new ArrayList<>();
  private String text;

  /**
   * Mends a text.
   *
   * @param name the DNS name of the record
   */
  RecordText(String name, String written) {
    this.name = name;
    this.text = written;
    mendTypography();
    mendSeparators();
    mendAddresses();
    mendColons();
  }

  /** Whether somebody meant this to be a DMARC record. */
  static boolean isMeant(String text) {
    return MEANT.matcher(Typography.mended(text)).find();
  }

  /** The text as far as it is mended. */
  String text() {
    return text;
  }

  /** What was mended. */
  List<Finding> findings() {
    return findings;
  }

  private void mendTypography() {
    int place = Typography.first(text);
    if (place >= 0) {
      step(
          DmarcRule.TYPOGRAPHY,
          place,
          place + 1,
          "There are quotation marks or characters that are not ASCII in the record, as word"
              + " processors and web pages make them; only plain ASCII belongs there.",
          withALabels(Typography.mended(text)));
    }
  }

  private static String withALabels(String text) {
    return U_LABELS
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    DomainName.parseWritten(found.group())
                        .map(DomainName::toString)
                        .orElse(found.group())));
  }

  /** {@code rua=mailto:a@example.org; mailto:b@example.org}. */
  private void mendAddresses() {
    Matcher matcher = SEVERED_ADDRESS.matcher(text);
    for (int i = 0; i < MAX_SEVERED && matcher.find(); i++) {
      step(
          DmarcRule.SEPARATOR,
          matcher.end(1),
          matcher.end(),
          "A semicolon ends the tag, so the address after it is ignored; addresses are divided by"
              + " commas.",
          text.substring(0, matcher.end(1)).stripTrailing() + "," + text.substring(matcher.end()));
      matcher = SEVERED_ADDRESS.matcher(text);
    }
  }

  /** {@code p: reject}, where no other tag of that name is; the version has a rule of its own. */
  private void mendColons() {
    TagList tags = TagList.parse(text);
    for (Tag part : tags.malformed()) {
      Matcher colon = COLON.matcher(part.value());
      String name = colon.matches() ? colon.group(1).toLowerCase(Locale.ROOT) : "v";
      if (!name.equals("v") && KNOWN_TAGS.contains(name) && tags.tag(name).isEmpty()) {
        step(
            DmarcRule.SYNTAX,
            part.start(),
            part.end(),
            "\"" + part.value() + "\" is ignored: a tag and its value are divided by \"=\".",
            text.substring(0, part.start())
                + name
                + "="
                + colon.group(2).strip()
                + text.substring(part.end()));
        mendColons(); // The places of the others have moved.
        return;
      }
    }
  }

  private void mendSeparators() {
    Matcher matcher = MISSING_SEMICOLON.matcher(text);
    if (matcher.find()) {
      String next = text.substring(matcher.end()).toLowerCase(Locale.ROOT);
      step(
          DmarcRule.SEPARATOR,
          matcher.start(),
          matcher.end(),
          "A semicolon is missing before \""
              + next.substring(0, next.indexOf('=') + 1)
              + "\", so what follows belongs to the tag before.",
          matcher.replaceAll("; "));
    }
  }

  private void step(DmarcRule rule, int start, int end, String sentence, String mended) {
    findings.add(new Finding(Severity.ERROR, rule, name, text, start, end, sentence, mended));
    text = mended;
  }

  /**
   * Why receivers discard what a name publishes, or why strict ones may (RFC 9989 section 4.10).
   *
   * @param name such as {@code _dmarc.example.org}
   * @param published all its TXT records
   */
  static List<String> doubts(String name, List<String> published) {
    List<String> records = published.stream().filter(RecordText::isRecord).toList();
    if (records.size() > 1) {
      return List.of(
          name
              + " has "
              + records.size()
              + " DMARC records, so receivers discard all of them (RFC 9989 section 4.10).");
    }
    List<String> doubts = new ArrayList<>();
    for (String text : records) {
      if (hasLeadingBlank(text)) {
        doubts.add(
            "White space comes before v=DMARC1 at "
                + name
                + "; strict receivers do not see a record then (RFC 9989 section 4.8).");
      }
      if (emptyTag(text).isPresent()) {
        doubts.add(
            "There is an empty tag at "
                + name
                + ", which the grammar of records does not know; strict receivers may discard the"
                + " record (RFC 9989 section 4.8).");
      }
    }
    if (records.isEmpty()) {
      published.stream()
          .filter(RecordText::isMeant)
          .findFirst()
          .ifPresent(
              text ->
                  doubts.add(
                      name
                          + " has a text that does not begin with exactly v=DMARC1, so receivers"
                          + " discard it (RFC 9989 section 4.10)."));
    }
    return doubts;
  }

  static boolean hasLeadingBlank(String text) {
    return isRecord(text) && !text.startsWith("v") && !text.startsWith("V");
  }

  /** The place of two semicolons with nothing between them. */
  static Optional<MatchResult> emptyTag(String text) {
    Matcher matcher = EMPTY_TAG.matcher(text);
    return matcher.find() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
  }

  /** Whether the text is a record for receivers as it stands; some pass over blanks before it. */
  static boolean isRecord(String text) {
    return DmarcRecord.isRecord(text, TagList.parse(text));
  }
}
