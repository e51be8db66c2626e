package dev.plumbline.dmarc;

import dev.plumbline.dns.DomainName;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A destination of reports (RFC 9989 section 4.6).
 *
 * @param text as written, without a size limit
 * @param scheme in lower case, such as {@code mailto}
 * @param host whose destination it is; null if the text does not say
 * @param sizeLimit the obsolete limit behind {@code !}, such as {@code 10m}; null if there is none
 */
public record ReportUri(
    String text, String scheme, @Nullable DomainName host, @Nullable String sizeLimit) {

  private static final Pattern FORM =
      Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):([\\x21\\x23-\\x3B\\x3D\\x3F-\\x7E]+)");

  // RFC 9989 section 4.8, obs-dmarc-report-size
  private static final Pattern LIMIT = Pattern.compile("!([0-9]{1,18}[kmgtKMGT]?)$");

  private static final String MAILTO = "mailto:";

  /** What is before a domain beyond ASCII, that domain, and what is behind it. */
  private static final Pattern AT_BEYOND_ASCII =
      Pattern.compile("([^@]*@)(?=[^?!]*[^\\x00-\\x7F])([^@?!]+)((?:[?!].*)?)");

  /** Reads one URI; empty if it is none, or a mailto: URI without an address. */
  public static Optional<ReportUri> parse(String written) {
    Matcher limit = LIMIT.matcher(written);
    boolean limited = limit.find();
    String text = limited ? written.substring(0, limit.start()) : written;
    Matcher form = FORM.matcher(text);
    if (!form.matches() || text.indexOf('!') >= 0 || text.indexOf(',') >= 0) {
      return Optional.empty();
    }
    String scheme = form.group(1).toLowerCase(Locale.ROOT);
    Optional<DomainName> host =
        scheme.equals("mailto") ? mailHost(form.group(2)) : authorityHost(form.group(2));
    if (scheme.equals("mailto") && host.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ReportUri(text, scheme, host.orElse(null), limited ? limit.group(1) : null));
  }

  /**
   * Reads a mail address as people type it, with {@code mailto:} or without. A record is ASCII, so
   * letters of its domain beyond that become A-labels; the part before the {@code @} has none.
   */
  public static Optional<ReportUri> ofAddress(String typed) {
    String text = typed.strip();
    String address =
        text.regionMatches(true, 0, MAILTO, 0, MAILTO.length())
            ? text.substring(MAILTO.length())
            : text;
    Matcher parts = AT_BEYOND_ASCII.matcher(address);
    return parts.matches()
        ? DomainName.parseWritten(parts.group(2))
            .flatMap(domain -> parse(MAILTO + parts.group(1) + domain + parts.group(3)))
        : parse(MAILTO + address);
  }

  /** Whether reports go there by mail, the one way every reporter knows. */
  public boolean isMail() {
    return scheme.equals("mailto");
  }

  /** As written in a record. */
  public String toText() {
    return sizeLimit == null ? text : text + "!" + sizeLimit;
  }

  private static Optional<DomainName> mailHost(String rest) {
    int question = rest.indexOf('?');
    String address = question < 0 ? rest : rest.substring(0, question);
    int at = address.lastIndexOf('@');
    boolean oneAddress = at > 0 && address.indexOf('@') == at;
    return oneAddress
        ? DomainName.parse(address.substring(at + 1)).filter(DomainName::isHostName)
        : Optional.empty();
  }

  private static Optional<DomainName> authorityHost(String rest) {
    Matcher authority = Pattern.compile("//(?:[^/?#@]*@)?([^/?#:]+)").matcher(rest);
    return authority.lookingAt()
        ? DomainName.parse(authority.group(1)).filter(DomainName::isHostName)
        : Optional.empty();
  }
}
