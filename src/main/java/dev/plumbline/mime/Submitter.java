package dev.plumbline.mime;

import dev.plumbline.dmarc.PublicSuffixes;
import dev.plumbline.dns.DomainName;
import dev.plumbline.report.mail.MailPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who sent a mail with reports, and whether a server that we trust found that to be true (RFC
 * 8601).
 *
 * @param domain of From:, in lower case
 * @param check what the trusted server found
 */
public record Submitter(String domain, Check check) {

  /** More header than this is not looked at. */
  private static final int HEAD_BYTES = 64 * 1024;

  private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");
  private static final Pattern METHOD =
      Pattern.compile("(dmarc|dkim|spf)(?:/\\d+)?\\s*=\\s*([a-z]+)\\b(.*)", Pattern.DOTALL);
  private static final Pattern PROPERTY =
      Pattern.compile("(header\\.(?:from|d|i)|smtp\\.mailfrom)\\s*=\\s*\"?([^\\s\";]+)\"?");

  /** Whether the author domain was proven. */
  public enum Check {
    /** DMARC passed, or DKIM or SPF for the same organization. */
    PASS,
    /** The server looked, and none of them did. */
    FAIL,
    /** No field of a trusted server. */
    NONE;

    /** The name in the database and in exports. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The check of a name in the database. */
    public static Check of(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * Reads the header of a mail.
   *
   * @param trusted the servers whose {@code Authentication-Results} are believed, by their name in
   *     that field (authserv-id), in lower case; they must remove what others forge in their name
   *     (RFC 8601 section 5)
   * @return empty if it is no mail, or names no author domain
   */
  public static Optional<Submitter> of(ReceivedBytes content, Set<String> trusted) {
    byte[] head;
    try (InputStream in = content.open()) {
      head = in.readNBytes(HEAD_BYTES);
    } catch (IOException e) {
      return Optional.empty(); // Whoever reads it in earnest will say why.
    }
    if (Content.of(Arrays.copyOf(head, Math.min(head.length, Content.HEAD_BYTES)))
        != Content.MESSAGE) {
      return Optional.empty();
    }
    try {
      InternetHeaders headers =
          new InternetHeaders(new ByteArrayInputStream(MailPart.afterMboxLine(head)));
      return author(headers).map(domain -> new Submitter(domain, check(headers, domain, trusted)));
    } catch (MessagingException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> author(InternetHeaders headers) {
    String from = headers.getHeader("From", ",");
    if (from == null) {
      return Optional.empty();
    }
    try {
      InternetAddress[] addresses = InternetAddress.parseHeader(from, false);
      return addresses.length == 0 ? Optional.empty() : domain(addresses[0].getAddress());
    } catch (AddressException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> domain(String address) {
    String name = address == null ? "" : address.substring(address.lastIndexOf('@') + 1);
    return DomainName.parseWritten(name.strip())
        .map(DomainName::toString)
        .filter(one -> !one.isEmpty());
  }

  private static Check check(InternetHeaders headers, String author, Set<String> trusted) {
    String[] fields = headers.getHeader("Authentication-Results");
    List<String> believed =
        fields == null
            ? List.of()
            : Arrays.stream(fields)
                .map(field -> plain(field))
                .filter(field -> trusted.contains(server(field)))
                .toList();
    if (believed.isEmpty()) {
      return Check.NONE;
    }
    return believed.stream().anyMatch(field -> proves(field, author)) ? Check.PASS : Check.FAIL;
  }

  private static String plain(String field) {
    String text = field.toLowerCase(Locale.ROOT);
    for (String last = ""; !last.equals(text); ) {
      last = text;
      text = COMMENT.matcher(text).replaceAll(" ");
    }
    return text;
  }

  /** The authserv-id, which a version may follow. */
  private static String server(String field) {
    String first = field.split(";", 2)[0].strip();
    return first.split("\\s+", 2)[0];
  }

  private static boolean proves(String field, String author) {
    String[] results = field.split(";", -1);
    for (int i = 1; i < results.length; i++) {
      Matcher method = METHOD.matcher(results[i].strip());
      if (method.lookingAt() && method.group(2).equals("pass")) {
        Matcher property = PROPERTY.matcher(method.group(3));
        while (property.find()) {
          if (fits(method.group(1), property.group(1), property.group(2), author)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean fits(String method, String property, String value, String author) {
    boolean belongs =
        switch (method) {
          case "dmarc" -> property.equals("header.from");
          case "dkim" -> property.equals("header.d") || property.equals("header.i");
          default -> property.equals("smtp.mailfrom");
        };
    return belongs && domain(value).map(name -> sameOrganization(name, author)).orElse(false);
  }

  /** By the public suffix list, since nothing may ask DNS here. */
  public static boolean sameOrganization(String one, String other) {
    Optional<DomainName> first = DomainName.parse(one);
    Optional<DomainName> second = DomainName.parse(other);
    return first.isPresent()
        && second.isPresent()
        && PublicSuffixes.organizationalDomain(first.get())
            .equals(PublicSuffixes.organizationalDomain(second.get()));
  }
}
