package dev.plumbline.verify;

import dev.plumbline.spf.SpfVerdict;
import dev.plumbline.verify.Verification.Signed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the server that took the mail came to something else (RFC 8601). */
final class Differences {

  private static final Pattern COMMENT = Pattern.compile("\\([^()]{0,1000}\\)");

  private Differences() {}

  static List<String> between(Verification found, List<String> theirs) {
    List<String> differences = new ArrayList<>();
    String all =
        COMMENT.matcher(String.join("; ", theirs)).replaceAll(" ").toLowerCase(Locale.ROOT);
    SpfVerdict spf = found.spf().verdict();
    tell(
        differences,
        "SPF",
        results(all, "spf"),
        spf == null ? null : spf.result().wire(),
        "the record may have been changed since, or the server looked at another address or name");
    tell(
        differences,
        "DKIM",
        results(all, "dkim"),
        found.signatures().isEmpty() ? "none" : best(found.signatures()),
        "the key may have been changed since, the mail been changed between the server and here, or"
            + " the server accepts other keys than we do");
    tell(
        differences,
        "DMARC",
        results(all, "dmarc"),
        found.dmarc().result() == null ? null : found.dmarc().result().wire(),
        "the server may have relied on ARC, on a policy of its own, or on the public suffix list");
    return differences;
  }

  private static String best(List<Signed> signatures) {
    return signatures.stream().anyMatch(one -> one.check().passes())
        ? "pass"
        : signatures.get(0).check().result().wire();
  }

  private static List<String> results(String all, String method) {
    Matcher matcher = Pattern.compile("[;\\s]" + method + "\\s*=\\s*([a-z]{2,20})").matcher(all);
    List<String> results = new ArrayList<>();
    while (matcher.find() && results.size() < 20) {
      results.add(matcher.group(1));
    }
    return results;
  }

  private static void tell(
      List<String> differences,
      String method,
      List<String> theirs,
      @Nullable String ours,
      String why) {
    if (theirs.isEmpty() || ours == null) {
      return;
    }
    boolean theyPass = theirs.contains("pass");
    if (theyPass != ours.equals("pass")) {
      differences.add(
          "For "
              + method
              + " your server says "
              + (theyPass ? "pass" : theirs.get(0))
              + ", and it is "
              + ours
              + " here: "
              + why
              + ".");
    }
  }
}
