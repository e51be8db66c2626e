package dev.plumbline.report.mail;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a page, line by line; nothing of it is ever shown as a page. */
public final class HtmlText {

  private static final Pattern BREAK =
      Pattern.compile("(?i)<(?:br|/p|/div|/tr|/li|/h[1-6]|/?pre)\\b[^<>]{0,500}>");
  private static final Pattern TAG = Pattern.compile("<[A-Za-z/!][^<>]{0,2000}>");
  private static final Pattern ENTITY = Pattern.compile("&(lt|gt|amp|quot|apos|nbsp|#[0-9]{1,6});");
  private static final Map<String, String> NAMED =
      Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'", "nbsp", " ");

  private HtmlText() {}

  /** What a page says, without its tags. */
  public static String of(String page) {
    String words = TAG.matcher(BREAK.matcher(page).replaceAll("\n")).replaceAll("");
    Matcher entity = ENTITY.matcher(words);
    StringBuilder text = new StringBuilder();
    while (entity.find()) {
      entity.appendReplacement(text, Matcher.quoteReplacement(character(entity.group(1))));
    }
    return entity.appendTail(text).toString();
  }

  private static String character(String entity) {
    if (!entity.startsWith("#")) {
      return NAMED.getOrDefault(entity, "");
    }
    int code = Integer.parseInt(entity.substring(1));
    return code == '\n' || (code >= ' ' && Character.isDefined(code) && code < 0xD800)
        ? Character.toString(code)
        : " ";
  }

  /** A page that says just this. */
  public static String page(String text) {
    return "<pre>"
        + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        + "</pre>\n";
  }
}
