package dev.plumbline.spf.advice;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.ProposedDns;
import dev.plumbline.dns.lint.Typography;
import dev.plumbline.spf.SpfRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The beginning of a record, as it is and as it is mistyped. */
final class SpfVersion {

  static final String TEXT = "v=spf1";

  private static final String END = "(?:[\\s,;:.]+|$|(?=[-+~?])|(?=(?:include|ip[46]|mx|a)[: ]))";

  /** {@code vspf1}, {@code v=spf1,}, {@code v = spf 1}, {@code v=sfp1}, {@code spf1}. */
  private static final Pattern MEANT =
      Pattern.compile(
          "(?i)\\s*(?:v\\s*[=:.-]*\\s*(?:spf|sfp|psf|spv)\\s*[-=]?\\s*[0-9]?(?:\\.0)?|spf[-=]?1)"
              + END);

  /** RFC 4406 section 3.1, also as those write it who know SPF. */
  private static final Pattern SENDER_ID = Pattern.compile("(?i)\\s*(?:v\\s*=\\s*)?spf2\\.0/");

  private SpfVersion() {}

  /** Whether a TXT record is one of Sender ID, which has a meaning of its own. */
  static boolean isSenderId(String text) {
    return SENDER_ID.matcher(text).lookingAt();
  }

  /** Whether a TXT record is an SPF record, or tries to be one. */
  static boolean isMeant(String text) {
    return SpfRecord.isSpf(text) || mended(Typography.mended(text)).isPresent();
  }

  /**
   * DNS as it would be with other SPF records. The texts given for a name take the place of the SPF
   * records there, and of what tries to be one; its other TXT records stay.
   *
   * @param changed by domain name; an empty list takes the records away
   * @throws IllegalArgumentException if a key is not a domain name
   */
  static Dns proposed(Dns dns, Map<String, List<String>> changed) {
    Map<DomainName, List<String>> byName = new HashMap<>();
    changed.forEach((name, texts) -> byName.put(DomainName.of(name), texts));
    return new ProposedDns(dns, byName, SpfVersion::isMeant);
  }

  /** A text that tries to be a record, with the version put right; empty for any other. */
  static Optional<String> mended(String text) {
    if (SpfRecord.isSpf(text)) {
      return Optional.of(text);
    }
    Matcher m = MEANT.matcher(text);
    if (isSenderId(text) || !m.lookingAt()) {
      return Optional.empty();
    }
    String rest = text.substring(m.end()).strip();
    return Optional.of(rest.isEmpty() ? TEXT : TEXT + " " + rest);
  }

  /** How many characters of a text are its mistyped version. */
  static int length(String text) {
    Matcher m = MEANT.matcher(text);
    return m.lookingAt() ? text.substring(0, m.end()).stripTrailing().length() : 0;
  }
}
