package dev.plumbline.spf.advice;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.lint.Typography;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.advice.Findings.Place;
import java.util.List;

/** Mistakes that hide where a record and its terms begin and end. */
final class TextRules {

  private final List<DomainName> path;
  private final Findings findings;

  TextRules(List<DomainName> path, Findings findings) {
    this.path = path;
    this.findings = findings;
  }

  /**
   * Looks at a text that is a record or tries to be one.
   *
   * @return the text with these mistakes mended, for which {@link SpfRecord#isSpf} may still not
   *     hold
   */
  String check(String text) {
    return separators(version(typography(text)));
  }

  private String typography(String text) {
    String mended = Typography.mended(text);
    int at = Typography.first(text);
    if (at < 0) {
      return text;
    }
    Typography.Named named = Typography.at(text, at);
    boolean better = !mended.equals(text) && Typography.first(mended) < 0;
    findings.error(
        SpfRule.TYPOGRAPHY,
        new Place(path, text, at, at + named.length()),
        "The record holds " + named.name() + "; receivers read plain ASCII only.",
        better ? mended : null);
    return mended;
  }

  private String version(String text) {
    if (SpfRecord.isSpf(text)) {
      return text;
    }
    String mended = SpfVersion.mended(text).orElse(text);
    boolean better = SpfRecord.isSpf(mended);
    int end = better ? SpfVersion.length(text) : Math.min(text.length(), SpfVersion.TEXT.length());
    String beginning = Findings.quoted(text.substring(0, end));
    findings.error(
        SpfRule.VERSION,
        new Place(path, text, 0, end),
        beginning
            + " does not make this an SPF record: it must begin with \"v=spf1\" and a space, so"
            + " receivers find no record at all.",
        better ? mended : null);
    return mended;
  }

  private String separators(String text) {
    StringBuilder mended = new StringBuilder(text);
    int first = -1;
    boolean inMacro = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      inMacro = inMacro ? c != '}' : c == '{';
      if (!inMacro && (c == ',' || c == ';' || c == '\t' || c == '\r' || c == '\n')) {
        first = first < 0 ? i : first;
        mended.setCharAt(i, ' ');
      }
    }
    if (first < 0) {
      return text;
    }
    char c = text.charAt(first);
    String what = c == ',' ? "a comma" : c == ';' ? "a semicolon" : "a tab or line break";
    String spaced = mended.toString().replaceAll(" +", " ").strip();
    findings.error(
        SpfRule.SEPARATOR,
        new Place(path, text, first, first + 1),
        "Terms are divided by spaces, and here is " + what + ".",
        spaced);
    return spaced;
  }
}
