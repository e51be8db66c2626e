package dev.plumbline.dmarc;

import static dev.plumbline.dns.lint.Severity.ERROR;
import static dev.plumbline.dns.lint.Severity.WARNING;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.TagList.Tag;
import dev.plumbline.dns.lint.TagEdits;
import dev.plumbline.dns.lint.TagLint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be said of the destinations of reports without asking DNS. */
final class DestinationRules {

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?<![^\\x00-\\x7f])[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}+@([a-zA-Z0-9._-]{1,253}+)"
              + "(?![^\\x00-\\x7f])");

  /** RFC 7489 section 6.2: receivers must support at least this many. */
  private static final int SURE_DESTINATIONS = 2;

  /** Findings about single destinations; records name one or two. */
  private static final int MAX_FINDINGS = 20;

  private final TagLint lint;
  private final String text;
  private final Tag tag;
  private final Set<String> seen = new HashSet<>();
  private int told;

  DestinationRules(TagLint lint, String text, Tag tag) {
    this.lint = lint;
    this.text = text;
    this.tag = tag;
  }

  void check() {
    int start = valueStart();
    String value = tag.value();
    int usable = 0;
    for (String part : value.split(",", -1)) {
      int place = start + part.length() - part.stripLeading().length();
      usable += destination(part.strip(), place) ? 1 : 0;
      start += part.length() + 1;
    }
    if (usable > SURE_DESTINATIONS) {
      lint.tell(
          WARNING,
          DmarcRule.MANY_DESTINATIONS,
          tag,
          tag.name()
              + " has "
              + usable
              + " destinations; receivers need to serve two, and may leave the others out.");
    }
  }

  private int valueStart() {
    int start = text.indexOf('=', tag.start()) + 1;
    while (start < tag.end() && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    return start;
  }

  /** Tells of one destination; true if receivers can use it. */
  private boolean destination(String part, int start) {
    Optional<ReportUri> parsed = ReportUri.parse(part);
    if (parsed.isEmpty()) {
      unreadable(part, start);
      return false;
    }
    ReportUri uri = parsed.get();
    if (!seen.add(key(part))) {
      tell(
          DmarcRule.REPEATED_DESTINATION,
          start,
          part,
          "The destination " + uri.text() + " is named twice.",
          edits -> edits.update(tag.name(), value -> withoutSecond(value, part)));
      return false;
    }
    if (uri.sizeLimit() != null) {
      tell(
          DmarcRule.SIZE_LIMIT,
          start,
          part,
          "The size limit !" + uri.sizeLimit() + " is obsolete, and reporters ignore it.",
          replacing(part, List.of(uri.text())));
    }
    if (!uri.isMail()) {
      tell(
          DmarcRule.SCHEME,
          start,
          part,
          "Reporters need to know mailto: only, so nothing may come to " + uri.text() + ".",
          null);
    }
    return uri.isMail();
  }

  private void unreadable(String part, int start) {
    List<String> addresses = addresses(part);
    Consumer<TagEdits> edit =
        replacing(part, addresses.stream().map(address -> "mailto:" + address).toList());
    if (told++ >= MAX_FINDINGS) {
      return;
    }
    if (addresses.size() == 1) {
      lint.tell(
          ERROR,
          DmarcRule.MAILTO,
          start,
          start + part.length(),
          "\""
              + part
              + "\" is not a URI; a mail address is written mailto:"
              + addresses.get(0)
              + ".",
          edit);
    } else if (addresses.isEmpty()) {
      lint.tell(
          ERROR,
          DmarcRule.REPORT_URI,
          start,
          start + part.length(),
          (part.isEmpty() ? "A destination is empty" : "\"" + part + "\" is no destination")
              + "; right is a list such as mailto:a@example.org,mailto:b@example.org.",
          edit);
    } else {
      lint.tell(
          ERROR,
          DmarcRule.REPORT_URI,
          start,
          start + part.length(),
          "Several addresses are written as one; they are divided by commas, each with mailto:"
              + " before it.",
          edit);
    }
  }

  private static List<String> addresses(String part) {
    List<String> addresses = new ArrayList<>();
    Matcher matcher = ADDRESS.matcher(part);
    while (matcher.find() && addresses.size() < SURE_DESTINATIONS + 2) {
      String address = matcher.group().replaceFirst("^/+", "");
      if (DomainName.parse(matcher.group(1)).filter(DomainName::isHostName).isPresent()
          && ReportUri.parse("mailto:" + address).isPresent()) {
        addresses.add(address);
      }
    }
    return addresses;
  }

  private void tell(
      DmarcRule rule, int start, String part, String sentence, @Nullable Consumer<TagEdits> edit) {
    if (told++ < MAX_FINDINGS) {
      lint.tell(WARNING, rule, start, start + part.length(), sentence, edit);
    }
  }

  /** Puts others in the place of a destination; the tag goes with its last one. */
  private Consumer<TagEdits> replacing(String part, List<String> others) {
    return edits -> {
      List<String> left = new ArrayList<>();
      edits.update(
          tag.name(),
          value -> {
            for (String one : value.split(",", -1)) {
              left.addAll(one.strip().equals(part) ? others : List.of(one.strip()));
            }
            return String.join(",", left);
          });
      if (left.isEmpty()) {
        edits.remove(tag.name());
      }
    };
  }

  private static String withoutSecond(String value, String part) {
    List<String> left = new ArrayList<>();
    boolean met = false;
    for (String one : value.split(",", -1)) {
      boolean same = key(one).equals(key(part));
      if (!same || !met) {
        left.add(one.strip());
      }
      met |= same;
    }
    return String.join(",", left);
  }

  private static String key(String part) {
    String text = ReportUri.parse(part.strip()).map(ReportUri::text).orElse(part);
    return text.toLowerCase(Locale.ROOT);
  }
}
