package dev.plumbline.report;

import static dev.plumbline.report.RepairLedger.quote;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the texts of a report into values; whatever had to be tolerated goes into the ledger. */
public final class Values {

  /** Longest free text kept, in chars: a report id, an organisation, a comment. */
  public static final int MAX_TEXT_CHARS = 1_000;

  /** Longest domain text kept: more than a domain name can have (RFC 1035 section 2.3.4). */
  public static final int MAX_DOMAIN_CHARS = 255;

  /** Most messages one row may stand for; keeps every sum of a report within a long. */
  public static final long MAX_MESSAGES_PER_ROW = 1_000_000_000_000L;

  private static final int MAX_NUMBER_CHARS = 60;
  private static final String ABSENT = ": read as absent";
  private static final Map<String, Boolean> YES_NO =
      Map.of("yes", true, "true", true, "1", true, "no", false, "false", false, "0", false);
  private static final Pattern GROUPED = Pattern.compile("[0-9]{1,3}([, _'\u00a0][0-9]{3})+");
  private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]+(\\.[0-9]*)?");

  /** DMARC reports exist since 2012 (RFC 7489 appendix B of the first drafts). */
  private static final long FIRST_PLAUSIBLE_SECOND =
      Instant.parse("2012-01-01T00:00:00Z").getEpochSecond();

  private static final long LAST_PLAUSIBLE_SECOND =
      Instant.parse("2100-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private final RepairLedger repairs;

  public Values(RepairLedger repairs) {
    this.repairs = repairs;
  }

  /** Free text without white space around it; null if absent or empty. */
  public @Nullable String text(@Nullable String raw, String element) {
    if (raw == null) {
      return null;
    }
    String text = strip(raw);
    if (text.length() > MAX_TEXT_CHARS) {
      repairs.add(
          RepairCode.TEXT_TOO_LONG,
          element + " of " + text.length() + " characters cut to " + MAX_TEXT_CHARS);
      text = cut(text, MAX_TEXT_CHARS);
    }
    return text.isEmpty() ? null : text;
  }

  /** A domain as written, but trimmed, lower case, without final dot; null if absent. */
  public @Nullable String domain(@Nullable String raw, String element) {
    if (raw == null) {
      return null;
    }
    String domain = withoutAngles(bare(raw, element), element);
    int at = domain.lastIndexOf('@');
    if (at >= 0) {
      repairs.add(
          RepairCode.ADDRESS_AS_DOMAIN, element + " " + quote(domain) + ": its domain was taken");
      domain = domain.substring(at + 1);
      if (domain.endsWith(">")) {
        domain = domain.substring(0, domain.length() - 1);
      }
    }
    if (domain.length() > MAX_DOMAIN_CHARS) {
      repairs.add(
          RepairCode.TEXT_TOO_LONG,
          element + " of " + domain.length() + " characters cut to " + MAX_DOMAIN_CHARS);
      domain = cut(domain, MAX_DOMAIN_CHARS);
    }
    int end = domain.length();
    while (end > 0 && domain.charAt(end - 1) == '.') {
      end--;
    }
    return aLabels(domain.substring(0, end), element);
  }

  /** RFC 5890 section 2.3.2.1: both forms are one name; the one of DNS is kept. */
  private String aLabels(String name, String element) {
    boolean ascii = name.chars().allMatch(c -> c < 0x80);
    if (ascii) {
      return lower(name);
    }
    Optional<String> read = DomainName.parseWritten(name).map(DomainName::toString);
    repairs.add(
        read.isPresent() ? RepairCode.U_LABEL : RepairCode.UNKNOWN_VALUE,
        element + " " + quote(name) + read.map(a -> " read as " + a).orElse(" kept as written"));
    return read.orElseGet(() -> lower(name));
  }

  /** A DKIM selector, which is a part of a name in DNS; null if absent or empty. */
  public @Nullable String selector(@Nullable String raw, String element) {
    String selector = text(raw, element);
    return selector == null || selector.chars().allMatch(c -> c < 0x80)
        ? selector
        : aLabels(selector, element);
  }

  /** A path without the brackets of RFC 5321; the null reverse path is empty. */
  private String withoutAngles(String domain, String element) {
    if (!domain.startsWith("<") || !domain.endsWith(">")) {
      return domain;
    }
    String path = strip(domain.substring(1, domain.length() - 1));
    if (path.indexOf('@') < 0) {
      repairs.add(
          RepairCode.ALIAS_VALUE,
          element + " " + quote(domain) + " read as " + (path.isEmpty() ? "empty" : quote(path)));
    }
    return path;
  }

  /**
   * A word of a fixed set.
   *
   * @param known the set; other words are kept and reported
   * @param aliases what else is understood, and as what
   * @return lower case; null if absent, empty if empty
   */
  public @Nullable String word(
      @Nullable String raw, String element, Set<String> known, Map<String, String> aliases) {
    return word(raw, element, known, aliases, " kept as written");
  }

  /** A word of a fixed set, as above; the last says what becomes of another word. */
  public @Nullable String word(
      @Nullable String raw,
      String element,
      Set<String> known,
      Map<String, String> aliases,
      String otherwise) {
    if (raw == null) {
      return null;
    }
    if (known.contains(raw)) {
      return raw;
    }
    String bare = bare(raw, element);
    if (bare.isEmpty()) {
      return bare;
    }
    String word = lower(bare);
    if (known.contains(word)) {
      if (!word.equals(bare)) {
        repairs.add(RepairCode.LETTER_CASE, element + " " + quote(bare) + " read as " + word);
      }
      return word;
    }
    String alias = aliases.get(word);
    if (alias != null) {
      repairs.add(RepairCode.ALIAS_VALUE, element + " " + quote(bare) + " read as " + alias);
      return alias;
    }
    repairs.add(RepairCode.UNKNOWN_VALUE, element + " " + quote(bare) + otherwise);
    return cut(word, MAX_DOMAIN_CHARS);
  }

  /** A source address of a row; null if absent or not readable. */
  public @Nullable InetAddress sourceIp(@Nullable String raw) {
    String text = raw == null ? "" : bare(raw, "source_ip");
    if (text.isEmpty()) {
      repairs.add(RepairCode.MISSING_SOURCE_IP, "row kept without source address");
      return null;
    }
    return address(text, "source_ip", "row");
  }

  /**
   * An address; null if it is not readable.
   *
   * @param whole what is kept without it then
   */
  public @Nullable InetAddress address(String text, String element, String whole) {
    SourceAddress source = SourceAddress.parse(text);
    if (source == null) {
      repairs.add(
          RepairCode.UNREADABLE_SOURCE_IP,
          element + " " + quote(text) + " is no IP address; " + whole + " kept without it");
      return null;
    }
    if (source.form() != SourceAddress.Form.PLAIN) {
      repairs.add(
          source.form() == SourceAddress.Form.MAPPED
              ? RepairCode.MAPPED_SOURCE_IP
              : RepairCode.UNUSUAL_SOURCE_IP,
          element + " " + quote(text) + " read as " + IpAddresses.toText(source.address()));
    }
    return source.address();
  }

  /** A number of messages, 0 if absent or not readable. */
  public long messages(@Nullable String raw) {
    if (raw == null) {
      repairs.add(RepairCode.MISSING_ELEMENT, "row without count: counted as 0 messages");
      return 0;
    }
    return count(raw, "count");
  }

  /** A number from 0 up to {@link #MAX_MESSAGES_PER_ROW}, 0 if not readable. */
  public long count(String raw, String element) {
    long plain = plainNumber(raw);
    if (plain >= 0) {
      return plain;
    }
    BigInteger number = number(raw, element, ": counted as 0");
    if (number == null) {
      return 0;
    }
    if (number.signum() < 0) {
      repairs.add(RepairCode.NEGATIVE_NUMBER, element + " " + quote(raw) + " read as 0");
      return 0;
    }
    if (number.compareTo(BigInteger.valueOf(MAX_MESSAGES_PER_ROW)) > 0) {
      repairs.add(
          RepairCode.NUMBER_TOO_LARGE,
          element + " " + quote(raw) + " read as " + MAX_MESSAGES_PER_ROW);
      return MAX_MESSAGES_PER_ROW;
    }
    return number.longValueExact();
  }

  /** A percentage; null if absent, empty or not one. */
  public @Nullable Integer percent(@Nullable String raw) {
    if (raw == null || raw.isBlank()) {
      return null;
    }
    long plain = plainNumber(raw);
    if (plain >= 0 && plain <= 100) {
      return (int) plain;
    }
    String text = bare(raw, "pct");
    String digits = text.endsWith("%") ? strip(text.substring(0, text.length() - 1)) : text;
    BigInteger number = number(digits, "pct", ABSENT);
    if (number == null) {
      return null;
    }
    if (number.signum() < 0 || number.compareTo(BigInteger.valueOf(100)) > 0) {
      repairs.add(RepairCode.UNKNOWN_VALUE, "pct " + quote(raw) + " ignored: not within 0 to 100");
      return null;
    }
    if (!digits.equals(text)) {
      repairs.add(RepairCode.UNUSUAL_NUMBER, "pct " + quote(text) + " read as " + number);
    }
    return number.intValueExact();
  }

  /** A yes or no; null if absent, empty or neither. */
  public @Nullable Boolean yesNo(@Nullable String raw, String element) {
    if (raw == null || raw.isBlank()) {
      return null;
    }
    String word = lower(bare(raw, element));
    if (word.equals("y") || word.equals("n")) {
      return word.equals("y");
    }
    Boolean read = YES_NO.get(word);
    repairs.add(
        read == null ? RepairCode.UNKNOWN_VALUE : RepairCode.ALIAS_VALUE,
        element
            + " "
            + quote(word)
            + (read == null ? " ignored: neither y nor n" : " read as " + (read ? "y" : "n")));
    return read;
  }

  /**
   * An instant in seconds since 1970, as RFC 9990 section 3.1.1.4 has it; null if absent or not
   * readable.
   */
  public @Nullable Instant instant(@Nullable String raw, String element) {
    if (raw == null || raw.isBlank()) {
      return null;
    }
    long plain = plainNumber(raw);
    BigInteger number = plain >= 0 ? BigInteger.valueOf(plain) : null;
    if (number == null) {
      Instant written = isoInstant(strip(raw));
      if (written != null) {
        repairs.add(
            RepairCode.UNUSUAL_DATE, element + " " + quote(raw) + " read as a calendar date, UTC");
        return written;
      }
      number = number(raw, element, ABSENT);
    }
    return number == null ? null : instant(number, raw, element);
  }

  private @Nullable Instant instant(BigInteger seconds, String raw, String element) {
    BigInteger number = seconds;
    if (number.compareTo(BigInteger.valueOf(FIRST_PLAUSIBLE_SECOND * 1000)) >= 0
        && number.compareTo(BigInteger.valueOf(LAST_PLAUSIBLE_SECOND * 1000)) < 0) {
      repairs.add(RepairCode.UNUSUAL_DATE, element + " " + quote(raw) + " read as milliseconds");
      number = number.divide(BigInteger.valueOf(1000));
    }
    if (number.signum() < 0 || number.compareTo(BigInteger.valueOf(LAST_SECOND)) > 0) {
      repairs.add(
          RepairCode.UNREADABLE_DATE,
          element + " " + quote(raw) + " ignored: no date from 1970 on");
      return null;
    }
    long second = number.longValueExact();
    if (second < FIRST_PLAUSIBLE_SECOND || second >= LAST_PLAUSIBLE_SECOND) {
      repairs.add(
          RepairCode.IMPLAUSIBLE_DATE,
          element + " " + quote(raw) + " kept: " + Instant.ofEpochSecond(second));
    }
    return Instant.ofEpochSecond(second);
  }

  private static @Nullable Instant isoInstant(String text) {
    if (text.length() < 10 || text.length() > 40 || text.charAt(4) != '-') {
      return null;
    }
    try {
      String iso = text.replace(' ', 'T');
      if (text.length() == 10) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      return iso.matches(".*(Z|[+-][0-9:]{5})$")
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The common case without any object: up to 15 digits; -1 for everything else. */
  private static long plainNumber(String raw) {
    int length = raw.length();
    if (length == 0 || length > 15 || (length > 1 && raw.charAt(0) == '0')) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < length; i++) {
      char c = raw.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number <= MAX_MESSAGES_PER_ROW ? number : -1;
  }

  private @Nullable BigInteger number(String raw, String element, String otherwise) {
    String text = bare(raw, element);
    if (text.isEmpty()) {
      repairs.add(RepairCode.EMPTY_VALUE, element + " is empty" + otherwise);
      return null;
    }
    String digits = GROUPED.matcher(text).matches() ? text.replaceAll("[^0-9]", "") : text;
    if (text.length() > MAX_NUMBER_CHARS || !DECIMAL.matcher(digits).matches()) {
      repairs.add(
          RepairCode.UNREADABLE_NUMBER, element + " " + quote(text) + " is no number" + otherwise);
      return null;
    }
    BigInteger number = new BigDecimal(digits).setScale(0, RoundingMode.DOWN).toBigInteger();
    if (!number.toString().equals(text)) {
      repairs.add(RepairCode.UNUSUAL_NUMBER, element + " " + quote(text) + " read as " + number);
    }
    return number;
  }

  /** Without white space around it, which is recorded. */
  private String bare(String raw, String element) {
    String text = strip(raw);
    if (text.length() != raw.length() && !text.isEmpty()) {
      repairs.add(RepairCode.SURROUNDING_WHITESPACE, element + " trimmed");
    }
    return text;
  }

  private static String strip(String raw) {
    int length = raw.length();
    if (length > 0 && !blank(raw.charAt(0)) && !blank(raw.charAt(length - 1))) {
      return raw;
    }
    int start = 0;
    while (start < length && blank(raw.charAt(start))) {
      start++;
    }
    while (length > start && blank(raw.charAt(length - 1))) {
      length--;
    }
    return raw.substring(start, length);
  }

  private static boolean blank(char c) {
    return c <= ' ' || c == '\u00a0' || c == '\u200b' || c == '\ufeff' || Character.isWhitespace(c);
  }

  private static String cut(String text, int chars) {
    if (text.length() <= chars) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
