package dev.plumbline.verify;

import dev.plumbline.dkim.SignedMail;
import dev.plumbline.dns.DomainName;
import dev.plumbline.report.mail.MailText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header of a mail, unfolded, and the addresses in it. */
final class Header {

  /** More of a field is not looked at. */
  private static final int MOST_CHARACTERS = 10_000;

  private static final int MOST_ADDRESSES = 100;

  /** Of comments within comments. */
  private static final int MOST_DEPTH = 5;

  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s<>,;:\"()\\[\\]@]{1,255}@([^\\s<>,;:\"()\\[\\]@]{1,255})");

  private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.){0,1000}+\"");
  private static final Pattern COMMENT = Pattern.compile("\\([^()]{0,1000}+\\)");

  /** RFC 5322 section 4.4: hosts to go by, which stand before the address. */
  private static final Pattern ROUTE = Pattern.compile("<\\s*@[^<>:]{1,1000}:");

  private static final Pattern IN_BRACKETS = Pattern.compile("<([^<>]{0,1000})>");

  private final SignedMail mail;

  Header(SignedMail mail) {
    this.mail = mail;
  }

  /** Values of a name, from the top. */
  List<String> all(String name) {
    return mail.fields(name).stream().map(field -> unfolded(mail.value(field))).toList();
  }

  Optional<String> first(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
  }

  boolean has(String name) {
    return !mail.fields(name).isEmpty();
  }

  /** Whether it could be read to its end; else fields may be missing here. */
  boolean isWhole() {
    return mail.isWhole();
  }

  int count(String name) {
    return mail.fields(name).size();
  }

  static String unfolded(String value) {
    String text = value.length() > MOST_CHARACTERS ? value.substring(0, MOST_CHARACTERS) : value;
    return text.replaceAll("[\\r\\n]+[ \\t]*", " ").strip();
  }

  /** For people: letters beyond ASCII are read. */
  static String readable(String value) {
    byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
    return MailText.decoded(MailText.of(octets, "").text());
  }

  /**
   * The domains of the addresses in a field, one for each address; what is quoted or in comments is
   * none. Of what commas part, the address in angle brackets counts where there is one.
   */
  static List<String> domains(String value) {
    List<String> domains = new ArrayList<>();
    for (String one : ROUTE.matcher(plain(value)).replaceAll("<").split("[,;]")) {
      Matcher brackets = IN_BRACKETS.matcher(one);
      StringBuilder inBrackets = new StringBuilder();
      while (brackets.find()) {
        inBrackets.append(brackets.group(1)).append(' ');
      }
      Matcher address = ADDRESS.matcher(inBrackets.isEmpty() ? one : inBrackets);
      while (address.find() && domains.size() < MOST_ADDRESSES) {
        domains.add(address.group(1));
      }
    }
    return domains;
  }

  /** Without comments, and with something plain for a local part in quotes. */
  private static String plain(String value) {
    String plain =
        QUOTED
            .matcher(value)
            .replaceAll(
                one ->
                    one.end() < value.length() && value.charAt(one.end()) == '@' ? "quoted" : " ");
    for (int depth = 0; depth < MOST_DEPTH; depth++) {
      plain = COMMENT.matcher(plain).replaceAll(" ");
    }
    return plain;
  }

  /** As {@link #domains}, those that are names. */
  static List<DomainName> names(String value) {
    return domains(value).stream()
        .flatMap(text -> written(text).stream())
        .filter(DomainName::isHostName)
        .distinct()
        .toList();
  }

  private static Optional<DomainName> written(String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    return DomainName.parseWritten(MailText.of(octets, "").text());
  }

  /** The words before the address, as mail programs show them. */
  static String displayName(String value) {
    int bracket = value.indexOf('<');
    return bracket <= 0 ? "" : readable(value.substring(0, bracket)).replace("\"", "").strip();
  }

  /** The one domain that mail is from; empty if there is none, or several. */
  Optional<DomainName> author() {
    List<String> from = all("from");
    if (from.size() != 1) {
      return Optional.empty();
    }
    List<DomainName> names = names(from.get(0));
    boolean all =
        domains(from.get(0)).stream()
            .allMatch(text -> written(text).filter(DomainName::isHostName).isPresent());
    return all && names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
  }
}
