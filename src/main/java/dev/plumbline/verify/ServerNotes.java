package dev.plumbline.verify;

import dev.plumbline.dkim.SignedMail;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.mail.MailDate;
import dev.plumbline.report.mail.MailPart;
import dev.plumbline.verify.Connection.Tls;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server of ours wrote into the header of a mail that it took from others. All of it can be
 * forged below the first {@code Received} field that our servers did not write, so nothing below
 * that is looked at (RFC 8601 section 5, RFC 5321 section 4.4).
 *
 * @param connection how the mail came to us
 * @param results {@code Authentication-Results} of our server, each on one line
 */
public record ServerNotes(Connection connection, List<String> results) {

  private static final Pattern BY = Pattern.compile("(?i)(?:^|\\s)by\\s+([a-z0-9._-]{1,255})");
  private static final Pattern FROM =
      Pattern.compile("(?i)^from\\s+(\\[[^\\]]{1,60}\\]|[^\\s(;]{1,255})");
  private static final Pattern IN_BRACKETS =
      Pattern.compile("\\[(?:IPv6:)?([0-9a-fA-F.:]{2,45})\\]");
  private static final Pattern BARE =
      Pattern.compile(
          "[(\\s]([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})[)\\s]");
  private static final Pattern IN_COMMENT = Pattern.compile("\\([^()]{1,600}\\)");
  private static final Pattern HELO =
      Pattern.compile(
          "(?i)\\bhelo=([^\\s()]{1,255})|\\(helo\\s([^\\s()]{1,255})\\)(?=\\s{0,9}\\()");
  private static final Pattern TLS_VERSION =
      Pattern.compile("(?i)(?<![\\w.-])TLS\\s?v?_?([0-9])(?:[._]?([0-9]))?(?![\\w.-])");
  private static final Pattern WITH_TLS =
      Pattern.compile("(?i)\\bwith\\s+(?:UTF8)?E?(?:SMTP|LMTP)S(?:A)?\\b");
  private static final Pattern WITH_PLAIN =
      Pattern.compile("(?i)\\bwith\\s+(?:UTF8)?E?(?:SMTP|LMTP)A?\\b");

  public ServerNotes {
    results = List.copyOf(results);
  }

  /**
   * Reads the notes of mail that was fetched from a mailbox, or handed over by a server of ours.
   *
   * @param servers names of our own servers, in lower case, as they call themselves behind {@code
   *     by} and in {@code Authentication-Results}
   * @param otherwise when it came, if our server does not say so
   * @return empty if no server of ours wrote the first {@code Received} field
   */
  public static Optional<ServerNotes> of(byte[] bytes, Set<String> servers, Instant otherwise) {
    return read(SignedMail.of(MailPart.afterMboxLine(bytes)), servers, otherwise, true);
  }

  /**
   * The same for mail that we took from its sender ourselves: nothing but the field at the top is
   * ours.
   */
  public static Optional<ServerNotes> ofTop(byte[] bytes, String server, Instant otherwise) {
    return read(SignedMail.of(bytes), Set.of(server), otherwise, false)
        .map(notes -> new ServerNotes(notes.connection(), List.of()));
  }

  /**
   * From server to server of ours, down to the one that took the mail from others. Anybody may
   * forge the field of another server of ours below that, and call himself as one of ours; so a
   * field leads on only where the mail came from an address that nobody has outside.
   */
  private static Optional<ServerNotes> read(
      SignedMail mail, Set<String> servers, Instant otherwise, boolean handedOn) {
    String border = null;
    int lastOurs = -1;
    List<SignedMail.Field> fields = mail.fields();
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals("received")) {
        String text = Header.unfolded(mail.value(fields.get(i)));
        if (!isBy(text, servers)) {
          break;
        }
        border = text;
        lastOurs = i;
        if (!handedOn || !isWithin(text)) {
          break;
        }
      }
    }
    return border == null
        ? Optional.empty()
        : Optional.of(
            new ServerNotes(
                connection(border, returnPath(mail, lastOurs), otherwise),
                results(mail, lastOurs, servers)));
  }

  private static boolean isWithin(String received) {
    Optional<InetAddress> ip = ip(fromPart(received));
    return ip.isEmpty() || IpAddresses.isOfOwnNetwork(ip.get());
  }

  private static String fromPart(String received) {
    Matcher by = by(received);
    return by.find() ? received.substring(0, by.start() + 1) : received;
  }

  /** Where the server names itself: neither in what the host said of itself nor in a comment. */
  private static Matcher by(String received) {
    String text = received;
    for (int depth = 0; depth < 2; depth++) {
      text = IN_COMMENT.matcher(text).replaceAll(one -> " ".repeat(one.group().length()));
    }
    Matcher from = FROM.matcher(text);
    Matcher by = BY.matcher(text);
    return from.find() ? by.region(from.end(), text.length()).useAnchoringBounds(false) : by;
  }

  /** Those above the last field that is surely ours, and right below it: servers differ in that. */
  private static List<String> results(SignedMail mail, int lastOurs, Set<String> servers) {
    List<String> results = new ArrayList<>();
    List<SignedMail.Field> fields = mail.fields();
    for (int i = 0; i < fields.size(); i++) {
      if (i > lastOurs && fields.get(i).name().equals("received")) {
        break;
      }
      if (fields.get(i).name().equals("authentication-results")) {
        String text = Header.unfolded(mail.value(fields.get(i)));
        String server = text.split(";", 2)[0].strip().split("\\s+", 2)[0];
        if (servers.contains(server.toLowerCase(Locale.ROOT))) {
          results.add(text);
        }
      }
    }
    return results;
  }

  private static boolean isBy(String received, Set<String> servers) {
    Matcher by = by(received);
    return by.find() && servers.contains(by.group(1).toLowerCase(Locale.ROOT));
  }

  /** The return path that stands in a mail, whoever wrote it. */
  public static Optional<String> returnPath(byte[] bytes) {
    return Optional.ofNullable(
        returnPath(SignedMail.of(MailPart.afterMboxLine(bytes)), Integer.MAX_VALUE));
  }

  /** Who delivers a mail writes it above all; whatever stands below the border is anybody's. */
  private static @Nullable String returnPath(SignedMail mail, int border) {
    return mail.fields().stream()
        .limit(border)
        .filter(field -> field.name().equals("return-path"))
        .findFirst()
        .map(field -> Header.unfolded(mail.value(field)))
        .map(text -> text.replaceAll("[<>\\s]", ""))
        .filter(text -> text.isEmpty() || text.indexOf('@') >= 0)
        .orElse(null);
  }

  private static Connection connection(
      String received, @Nullable String mailFrom, Instant otherwise) {
    String from = fromPart(received);
    Matcher date = Pattern.compile(";([^;]{5,200})$").matcher(received);
    Instant when =
        date.find()
            ? MailDate.parse(date.group(1).strip()).map(MailDate::at).orElse(otherwise)
            : otherwise;
    String version = tlsVersion(received);
    Tls tls =
        version != null || WITH_TLS.matcher(received).find()
            ? Tls.USED
            : WITH_PLAIN.matcher(received).find() ? Tls.NOT_USED : Tls.UNKNOWN;
    return new Connection(ip(from).orElse(null), helo(from), mailFrom, tls, version, when);
  }

  private static @Nullable String tlsVersion(String received) {
    Matcher version = TLS_VERSION.matcher(received);
    if (!version.find()) {
      return null;
    }
    String minor = version.group(2);
    return "TLSv" + version.group(1) + (minor == null ? "" : "." + minor);
  }

  /**
   * The address that the server saw. What the host said of itself may be an address as well, and of
   * whomever it likes; servers write that first or behind {@code helo}, and what they saw in round
   * brackets (RFC 5321 section 4.4). Exim writes what it saw first where that has no name, and the
   * address that an ident server or a reverse name is made of stands before it.
   */
  private static Optional<InetAddress> ip(String from) {
    String seen = HELO.matcher(from).replaceAll(" ");
    Matcher comment = IN_COMMENT.matcher(seen);
    while (comment.find()) {
      Optional<InetAddress> address = last(comment.group());
      if (address.isPresent()) {
        return address;
      }
    }
    return last(seen);
  }

  private static Optional<InetAddress> last(String text) {
    for (Pattern form : List.of(IN_BRACKETS, BARE)) {
      Optional<InetAddress> last =
          form.matcher(text)
              .results()
              .flatMap(one -> IpAddresses.parse(one.group(1)).stream())
              .reduce((unused, next) -> next);
      if (last.isPresent()) {
        return last;
      }
    }
    return Optional.empty();
  }

  /** Exim and qmail write the name of the host first, and what it said of itself behind. */
  private static @Nullable String helo(String from) {
    Matcher helo = HELO.matcher(from);
    if (helo.find()) {
      return helo.group(1) == null ? helo.group(2) : helo.group(1);
    }
    Matcher first = FROM.matcher(from);
    if (!first.find()) {
      return null;
    }
    String said = first.group(1);
    boolean literal = said.startsWith("[") && IN_COMMENT.matcher(from).find();
    return literal || DomainName.parse(said).isPresent() ? said : null;
  }
}
