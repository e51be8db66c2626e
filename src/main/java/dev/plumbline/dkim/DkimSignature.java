package dev.plumbline.dkim;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.TagList;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One {@code DKIM-Signature} field (RFC 6376 section 3.5). Reading never fails: what is wrong is
 * told in {@link #problems}.
 *
 * @param domain the tag d as written, or in A-labels
 * @param selector the tag s as written
 * @param algorithm the tag a, in lower case
 * @param relaxedHeader whether the header is hashed in the relaxed form
 * @param relaxedBody whether the body is
 * @param signedFields the tag h: names in lower case, some of them twice
 * @param identity the domain of the tag i; that of d without one
 * @param bodyHash the tag bh
 * @param signature the tag b
 * @param bodyLength the tag l; null without one
 * @param made the tag t; null without one
 * @param expires the tag x; null without one
 * @param problems why nobody can verify it, one sentence each
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record DkimSignature(
    String domain,
    String selector,
    String algorithm,
    boolean relaxedHeader,
    boolean relaxedBody,
    List<String> signedFields,
    String identity,
    byte[] bodyHash,
    byte[] signature,
    @Nullable Long bodyLength,
    @Nullable Instant made,
    @Nullable Instant expires,
    List<String> problems) {

  /** Names of fields in one signature; more would be no list but an attack. */
  private static final int MOST_NAMES = 2_000;

  private static final String LENGTH_DIGITS = "[0-9]{1,18}";

  /** Which of the two kinds of signatures it is. */
  enum Kind {
    DKIM,
    /** An {@code ARC-Message-Signature} (RFC 8617 section 4.1.2), which has i= for its number. */
    ARC_MESSAGE
  }

  DkimSignature {
    signedFields = List.copyOf(signedFields);
    problems = List.copyOf(problems);
  }

  static DkimSignature parse(String value, Kind kind) {
    return new Reading(TagList.parse(value), kind).signature();
  }

  Optional<DomainName> signer() {
    return DomainName.parse(domain);
  }

  boolean signs(String field) {
    return signedFields.contains(field);
  }

  /** A signature while it is read. */
  private static final class Reading {
    private final TagList tags;
    private final Kind kind;
    private final List<String> problems = new ArrayList<>();

    Reading(TagList tags, Kind kind) {
      this.tags = tags;
      this.kind = kind;
    }

    DkimSignature signature() {
      syntax();
      String domain = inAscii(required("d"));
      String[] canonical = canonical();
      List<String> names = names();
      byte[] bodyHash = octets("bh");
      byte[] signature = octets("b");
      Instant made = time("t");
      Instant expires = time("x");
      if (made != null && expires != null && !expires.isAfter(made)) {
        problems.add("It expires (x=) before it was made (t=).");
      }
      if (DomainName.parse(domain).isEmpty() && !domain.isEmpty()) {
        problems.add("The tag d is no domain name.");
      }
      return new DkimSignature(
          domain,
          required("s"),
          required("a").toLowerCase(Locale.ROOT),
          canonical[0].equals("relaxed"),
          canonical[1].equals("relaxed"),
          names,
          identity(domain),
          bodyHash,
          signature,
          length(),
          made,
          expires,
          problems);
    }

    private void syntax() {
      if (!tags.malformed().isEmpty()) {
        problems.add("A part of it is not of the form tag=value.");
      }
      if (!tags.repeated().isEmpty()) {
        problems.add("The tag " + tags.repeated().get(0).name() + " occurs more than once.");
      }
      if (kind == Kind.DKIM && !"1".equals(tags.get("v").orElse(""))) {
        problems.add("The tag v is not 1.");
      }
      List<String> methods = Arrays.asList(text("q", "dns/txt").split(":", -1));
      if (methods.stream().noneMatch(one -> one.strip().equals("dns/txt"))) {
        problems.add("It names no way to find the key that is known (q=).");
      }
    }

    private String[] canonical() {
      String[] both = text("c", "simple/simple").toLowerCase(Locale.ROOT).split("/", 2);
      String header = both[0];
      String body = both.length == 2 ? both[1] : "simple";
      List<String> known = List.of("simple", "relaxed");
      if (!known.contains(header) || !known.contains(body)) {
        problems.add("It was made in a form (c=) that is not known.");
      }
      return new String[] {header, body};
    }

    private List<String> names() {
      List<String> names =
          Arrays.stream(required("h").split(":", MOST_NAMES + 1))
              .map(name -> name.strip().toLowerCase(Locale.ROOT))
              .filter(name -> !name.isEmpty())
              .toList();
      if (names.size() > MOST_NAMES) {
        problems.add("It signs more than " + MOST_NAMES + " fields.");
        return List.of();
      }
      // RFC 6376 section 6.1.1: without From, it is about nobody.
      if (!names.isEmpty() && !names.contains("from")) {
        problems.add("It does not sign the field From.");
      }
      return names;
    }

    private String identity(String domain) {
      if (kind != Kind.DKIM) {
        return domain;
      }
      String text = text("i", "@" + domain);
      String identity = inAscii(text.substring(text.lastIndexOf('@') + 1)).toLowerCase(Locale.ROOT);
      String signer = domain.toLowerCase(Locale.ROOT);
      if (!identity.equals(signer) && !identity.endsWith("." + signer)) {
        problems.add("Its identity (i=) is not within its domain (d=).");
      }
      return identity;
    }

    /** RFC 8616 section 5: mail with letters beyond ASCII may name its signer in U-labels. */
    private static String inAscii(String domain) {
      byte[] octets = domain.getBytes(StandardCharsets.ISO_8859_1);
      return DomainName.parseWritten(new String(octets, StandardCharsets.UTF_8))
          .map(DomainName::toString)
          .filter(unused -> domain.chars().anyMatch(c -> c > 0x7E))
          .orElse(domain);
    }

    private @Nullable Long length() {
      String text = text("l", "");
      if (text.isEmpty()) {
        return null;
      }
      if (!text.matches(LENGTH_DIGITS)) {
        problems.add("The tag l is no length.");
        return null;
      }
      return Long.valueOf(text);
    }

    private @Nullable Instant time(String tag) {
      String text = text(tag, "");
      if (text.isEmpty()) {
        return null;
      }
      try {
        return text.matches("[0-9]{1,12}") ? Instant.ofEpochSecond(Long.parseLong(text)) : far(tag);
      } catch (DateTimeException e) {
        return far(tag);
      }
    }

    private @Nullable Instant far(String tag) {
      problems.add("The tag " + tag + " is no time.");
      return null;
    }

    private byte[] octets(String tag) {
      try {
        return Base64.getDecoder().decode(required(tag).replaceAll("\\s", ""));
      } catch (IllegalArgumentException e) {
        problems.add("The tag " + tag + " is not written in Base64.");
        return new byte[0];
      }
    }

    private String required(String tag) {
      String text = text(tag, "");
      if (text.isEmpty()) {
        problems.add("The tag " + tag + " is missing.");
      }
      return text;
    }

    private String text(String tag, String otherwise) {
      return tags.get(tag).filter(value -> !value.isEmpty()).orElse(otherwise);
    }
  }
}
