package dev.plumbline.verify;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The links of an HTML text. They are read, never followed. */
final class Links {

  private static final int MOST = 500;

  /** Characters of what a link shows, with its markup. */
  private static final int MOST_SHOWN = 600;

  private static final Pattern ANCHOR =
      Pattern.compile(
          "<a\\s[^<>]{0,1000}?href\\s*=\\s*[\"']?\\s*(https?://[^\"'\\s>]{1,2000})[^<>]{0,1000}>",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern END = Pattern.compile("</a\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern TAG = Pattern.compile("<[^<>]{0,1000}>");
  private static final Pattern HOST =
      Pattern.compile(
          "https?://(?:[^/?#@\\s]{0,200}@)?(\\[[^\\]]{1,60}\\]|[^/?#:\\s@<>\"')]{1,255})",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern SHOWN =
      Pattern.compile(
          "\\s*(?:https?://)?((?:[a-z0-9-]{1,63}\\.){1,8}[a-z]{2,24})(?:[/?#:].*)?\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Links() {}

  /**
   * One link.
   *
   * @param host it leads to; an address counts as a name here
   * @param shownHost what its text looks like; null if that is no host
   */
  record Link(DomainName host, boolean isAddress, @Nullable DomainName shownHost) {}

  static List<Link> in(String html) {
    List<Link> links = new ArrayList<>();
    Matcher anchor = ANCHOR.matcher(html);
    while (links.size() < MOST && anchor.find()) {
      link(anchor.group(1), shown(html, anchor.end())).ifPresent(links::add);
    }
    return links;
  }

  /** Those of a text without markup, which show what they lead to. */
  static List<Link> inPlain(String text) {
    List<Link> links = new ArrayList<>();
    Matcher host = HOST.matcher(text);
    while (links.size() < MOST && host.find()) {
      link(host.group(), "").ifPresent(links::add);
    }
    return links;
  }

  /** The words of a link, whatever is around them. */
  private static String shown(String html, int from) {
    String text = html.substring(from, Math.min(html.length(), from + MOST_SHOWN));
    Matcher end = END.matcher(text);
    return TAG.matcher(end.find() ? text.substring(0, end.start()) : text).replaceAll("");
  }

  private static Optional<Link> link(String target, String text) {
    Matcher host = HOST.matcher(target);
    if (!host.lookingAt()) {
      return Optional.empty();
    }
    String name = host.group(1).replaceAll("[\\[\\]]", "");
    boolean address = IpAddresses.parse(name).isPresent();
    Matcher shown = SHOWN.matcher(text);
    DomainName shownHost =
        shown.matches() ? DomainName.parseWritten(shown.group(1)).orElse(null) : null;
    return DomainName.parseWritten(name).map(to -> new Link(to, address, shownHost));
  }
}
