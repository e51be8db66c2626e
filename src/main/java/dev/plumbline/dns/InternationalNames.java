package dev.plumbline.dns;

import static java.util.regex.Matcher.quoteReplacement;

import com.ibm.icu.text.IDNA;
import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * U-labels and A-labels (RFC 5890), mapped as browsers and mail programs do: UTS #46, in its form
 * that takes the letters of IDNA2008 as they are. {@code java.net.IDN} knows IDNA2003 only, in
 * which some names are others.
 */
final class InternationalNames {

  private static final String ACE_PREFIX = "xn--";

  /** A name with such a label, that neither goes on before or behind it nor has underscores. */
  private static final Pattern IN_SENTENCE =
      Pattern.compile("(?<![\\w.:=/@%+-])[A-Za-z0-9.-]*xn--[A-Za-z0-9.-]*+(?![_@/]|:\\w)");

  /** Faults that a name may have without being another name. */
  private static final Set<IDNA.Error> HARMLESS =
      EnumSet.of(IDNA.Error.LEADING_HYPHEN, IDNA.Error.TRAILING_HYPHEN, IDNA.Error.HYPHEN_3_4);

  private InternationalNames() {}

  /** Loaded when the first such name is met: most installations never see one. */
  private static final class Mapping {
    static final IDNA UTS_46 =
        IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.NONTRANSITIONAL_TO_UNICODE
                | IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ);
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7F) {
        return false;
      }
    }
    return true;
  }

  /** The name in A-labels; empty if it has none. */
  static Optional<String> toAscii(String name) {
    if (name.length() > DomainName.MAX_OCTETS) {
      return Optional.empty();
    }
    IDNA.Info info = new IDNA.Info();
    StringBuilder ascii = new StringBuilder();
    Mapping.UTS_46.nameToASCII(name, ascii, info);
    boolean readable = HARMLESS.containsAll(info.getErrors()) && isAscii(ascii.toString());
    return readable ? Optional.of(ascii.toString()) : Optional.empty();
  }

  static String forPeople(String name) {
    if (!name.contains(ACE_PREFIX)) {
      return name;
    }
    IDNA.Info info = new IDNA.Info();
    StringBuilder unicode = new StringBuilder();
    Mapping.UTS_46.nameToUnicode(name, unicode, info);
    String written = unicode.toString();
    if (!HARMLESS.containsAll(info.getErrors()) || written.equals(name)) {
      return name;
    }
    return mixesScripts(written) ? written + " (" + name + ")" : written;
  }

  static String inSentence(String sentence) {
    return sentence.contains(ACE_PREFIX)
        ? IN_SENTENCE.matcher(sentence).replaceAll(found -> quoteReplacement(word(found.group())))
        : sentence;
  }

  /** What ends a sentence ends no name. */
  private static String word(String text) {
    int end = text.length();
    while (end > 0 && ".-".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return forPeople(text.substring(0, end)) + text.substring(end);
  }

  private static boolean mixesScripts(String text) {
    EnumSet<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    text.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
    scripts.removeAll(EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED));
    return scripts.size() > 1;
  }
}
