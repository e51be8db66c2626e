package dev.plumbline.dmarc;

import dev.plumbline.dns.TagList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One DMARC record, such as {@code v=DMARC1; p=reject; rua=mailto:dmarc@example.org} (RFC 9989
 * section 4.7). Tags with a wrong value count as absent, as the RFC asks, and are told in {@link
 * #problems}; unknown tags are ignored.
 *
 * @param text as published
 * @param p the policy; null if absent or wrong
 * @param sp for existing subdomains; null if absent or wrong
 * @param np for subdomains that do not exist; null if absent or wrong
 * @param psd whether the domain is a public suffix
 * @param testing {@code t=y}
 * @param fo when failure reports are wanted: of 0, 1, d, s
 * @param rua where aggregate reports go
 * @param ruf where failure reports go
 * @param retired the tags pct, rf and ri of RFC 7489, if written
 * @param problems one sentence each for what is wrong
 */
public record DmarcRecord(
    String text,
    @Nullable Policy p,
    @Nullable Policy sp,
    @Nullable Policy np,
    PublicSuffix psd,
    boolean testing,
    Alignment.Mode adkim,
    Alignment.Mode aspf,
    List<String> fo,
    List<ReportUri> rua,
    List<ReportUri> ruf,
    Retired retired,
    List<String> problems) {

  static final String VERSION = "DMARC1";

  private static final List<String> DEFAULT_FO = List.of("0");

  public DmarcRecord {
    fo = List.copyOf(fo);
    rua = List.copyOf(rua);
    ruf = List.copyOf(ruf);
    problems = List.copyOf(problems);
  }

  /** The tag {@code psd}. */
  public enum PublicSuffix {
    YES("y"),
    NO("n"),
    UNSPECIFIED(null);

    private final @Nullable String wire;

    PublicSuffix(@Nullable String wire) {
      this.wire = wire;
    }

    /** The letter used in records; null if the tag is left out. */
    public @Nullable String wire() {
      return wire;
    }
  }

  /**
   * Tags that RFC 9989 removed; older receivers still act on them.
   *
   * @param pct the percentage of failing mail the policy is for
   * @param rf the format of failure reports
   * @param ri the seconds between aggregate reports
   */
  public record Retired(@Nullable Integer pct, @Nullable String rf, @Nullable Long ri) {}

  /** Reads a TXT record; empty if it does not begin with exactly {@code v=DMARC1}. */
  public static Optional<DmarcRecord> parse(String text) {
    TagList tags = TagList.parse(text);
    return isRecord(text, tags) ? Optional.of(new Reader(text, tags).record()) : Optional.empty();
  }

  /** Whether receivers take a text for a record; some pass over blanks before it. */
  static boolean isRecord(String text, TagList tags) {
    return tags.startsWith("v", VERSION) && !text.stripLeading().startsWith(";");
  }

  /** The DMARC records among the TXT records of a name. */
  static List<DmarcRecord> among(List<String> texts) {
    return texts.stream().flatMap(text -> parse(text).stream()).toList();
  }

  /**
   * The policy as discovery must take it: empty if the record asks for nothing at all (RFC 9989
   * section 4.10.1).
   *
   * @param subdomain whether the author domain lies below the domain of this record
   * @param exists whether the author domain exists in DNS
   */
  public Optional<Policy> policyFor(boolean subdomain, boolean exists) {
    if (isUnusable()) {
      return Optional.empty();
    }
    Policy own = hasWrongPolicy() || p == null ? Policy.NONE : p;
    if (!subdomain || hasWrongPolicy()) {
      return Optional.of(own);
    }
    // RFC 9989 section 4.7: np falls back to sp, and sp to p.
    Policy existing = sp == null ? own : sp;
    return Optional.of(exists || np == null ? existing : np);
  }

  /** The tag that {@link #policyFor} takes the policy from; P also if none is usable. */
  public PolicyTag tagFor(boolean subdomain, boolean exists) {
    if (!subdomain || hasWrongPolicy()) {
      return PolicyTag.P;
    }
    if (!exists && np != null) {
      return PolicyTag.NP;
    }
    return sp == null ? PolicyTag.P : PolicyTag.SP;
  }

  /**
   * The record with its tags in the usual order, without defaults, unknown tags and wrong values.
   * Reading it gives a record that differs from this one in nothing but text and problems.
   */
  public String toText() {
    StringBuilder record = new StringBuilder("v=" + VERSION);
    append(record, "p", p == null ? null : p.wire());
    append(record, "sp", sp == null ? null : sp.wire());
    append(record, "np", np == null ? null : np.wire());
    append(record, "psd", psd.wire());
    append(record, "t", testing ? "y" : null);
    append(record, "adkim", adkim == Alignment.Mode.STRICT ? adkim.wire() : null);
    append(record, "aspf", aspf == Alignment.Mode.STRICT ? aspf.wire() : null);
    append(record, "fo", fo.equals(DEFAULT_FO) ? null : String.join(":", fo));
    append(record, "rua", joined(rua));
    append(record, "ruf", joined(ruf));
    append(record, "pct", retired.pct() == null ? null : retired.pct().toString());
    append(record, "rf", retired.rf());
    append(record, "ri", retired.ri() == null ? null : retired.ri().toString());
    return record.toString();
  }

  private static void append(StringBuilder record, String tag, @Nullable String value) {
    if (value != null) {
      record.append("; ").append(tag).append('=').append(value);
    }
  }

  private static @Nullable String joined(List<ReportUri> uris) {
    return uris.isEmpty()
        ? null
        : uris.stream().map(ReportUri::toText).collect(Collectors.joining(","));
  }

  /** The policy of the domain itself that receivers apply: a tested or sampled one is weaker. */
  public Policy inForce() {
    Policy stated = p == null ? Policy.NONE : p;
    boolean sampled = retired.pct() != null && retired.pct() != 100;
    return testing || sampled ? stated.weaker() : stated;
  }

  /**
   * The text of this record with a stricter policy: tags that lower it ({@code t}, {@code pct}) go,
   * a weaker {@code sp} or {@code np} follows, everything else stays as it is written.
   */
  public String stricter(Policy policy) {
    List<String> tags = new ArrayList<>();
    boolean said = false;
    for (TagList.Tag tag : TagList.parse(text).tags()) {
      String name = tag.name().toLowerCase(Locale.ROOT);
      String value = tag.value().strip();
      switch (name) {
        case "t", "pct" -> {}
        case "p" -> {
          tags.add("p=" + policy.wire());
          said = true;
        }
        case "sp", "np" -> {
          boolean enough = Policy.ofWire(value).filter(one -> one.isAtLeast(policy)).isPresent();
          tags.add(name + "=" + (enough ? value : policy.wire()));
        }
        default -> tags.add(name + "=" + value);
      }
    }
    if (!said) {
      tags.add(Math.min(1, tags.size()), "p=" + policy.wire());
    }
    return String.join("; ", tags);
  }

  /**
   * The text of this record with one more address that aggregate reports are sent to; everything
   * else stays as it is written.
   */
  public String reportedTo(ReportUri address) {
    List<String> tags = new ArrayList<>();
    boolean said = false;
    for (TagList.Tag tag : TagList.parse(text).tags()) {
      String value = tag.value().strip();
      if (tag.name().equalsIgnoreCase("rua")) {
        tags.add("rua=" + value + (value.isEmpty() ? "" : ",") + address.toText());
        said = true;
      } else {
        tags.add(tag.name() + "=" + value);
      }
    }
    if (!said) {
      tags.add("rua=" + address.toText());
    }
    return String.join("; ", tags);
  }

  /** Whether a policy is what this record asks for, so that {@link #stricter} changes nothing. */
  public boolean asksFor(Policy policy) {
    String asWritten =
        TagList.parse(text).tags().stream()
            .map(tag -> tag.name().toLowerCase(Locale.ROOT) + "=" + tag.value().strip())
            .collect(Collectors.joining("; "));
    return stricter(policy).equals(asWritten);
  }

  /** Whether a policy tag has a wrong value and no report address makes up for it. */
  public boolean isUnusable() {
    return hasWrongPolicy() && rua.isEmpty();
  }

  /** Whether a policy tag is written with a wrong value. */
  boolean hasWrongPolicy() {
    if (p != null && sp != null && np != null) {
      return false;
    }
    TagList tags = TagList.parse(text);
    return (p == null && tags.get("p").isPresent())
        || (sp == null && tags.get("sp").isPresent())
        || (np == null && tags.get("np").isPresent());
  }

  /** Reads the tags one by one and collects the problems. */
  private static final class Reader {

    private final String text;
    private final TagList tags;
    private final List<String> problems;

    Reader(String text, TagList tags) {
      this.text = text;
      this.tags = tags;
      this.problems = new ArrayList<>(tags.problems());
    }

    DmarcRecord record() {
      return new DmarcRecord(
          text,
          policy("p"),
          policy("sp"),
          policy("np"),
          switch (oneOf("psd", "u", "y", "n", "u")) {
            case "y" -> PublicSuffix.YES;
            case "n" -> PublicSuffix.NO;
            default -> PublicSuffix.UNSPECIFIED;
          },
          oneOf("t", "n", "y", "n").equals("y"),
          mode("adkim"),
          mode("aspf"),
          failureOptions(),
          uris("rua"),
          uris("ruf"),
          new Retired(percentage(), tags.get("rf").orElse(null), interval()),
          problems);
    }

    private @Nullable Policy policy(String tag) {
      Optional<String> value = tags.get(tag);
      Optional<Policy> policy = value.flatMap(Policy::ofWire);
      if (value.isPresent() && policy.isEmpty()) {
        wrong(tag, value.get(), "none, quarantine or reject");
      }
      return policy.orElse(null);
    }

    private Alignment.Mode mode(String tag) {
      return Alignment.Mode.ofWire(oneOf(tag, "r", "r", "s"));
    }

    private String oneOf(String tag, String absent, String... allowed) {
      String value = tags.get(tag).orElse(absent).toLowerCase(Locale.ROOT);
      if (Arrays.asList(allowed).contains(value)) {
        return value;
      }
      wrong(tag, value, "one of " + String.join(", ", allowed));
      return absent;
    }

    private List<String> failureOptions() {
      String value = tags.get("fo").orElse("0").toLowerCase(Locale.ROOT);
      List<String> options = Arrays.stream(value.split(":", -1)).map(String::strip).toList();
      // RFC 9989 section 4.8: each at most once, and not both 0 and 1.
      boolean right =
          options.stream().allMatch(List.of("0", "1", "d", "s")::contains)
              && new HashSet<>(options).size() == options.size()
              && !(options.contains("0") && options.contains("1"));
      if (!right) {
        wrong("fo", value, "of 0 or 1, d and s, each at most once");
        return DEFAULT_FO;
      }
      return options;
    }

    private List<ReportUri> uris(String tag) {
      List<ReportUri> uris = new ArrayList<>();
      if (tags.get(tag).isEmpty()) {
        return uris;
      }
      for (String part : tags.get(tag).get().split(",", -1)) {
        Optional<ReportUri> uri = ReportUri.parse(part.strip());
        uri.ifPresentOrElse(
            uris::add, () -> wrong(tag, part.strip(), "a URI such as mailto:dmarc@example.org"));
      }
      return uris;
    }

    private @Nullable Integer percentage() {
      Optional<String> value = tags.get("pct");
      if (value.isEmpty()) {
        return null;
      }
      if (!value.get().matches("[0-9]{1,3}") || Integer.parseInt(value.get()) > 100) {
        wrong("pct", value.get(), "a number from 0 to 100");
        return null;
      }
      return Integer.valueOf(value.get());
    }

    private @Nullable Long interval() {
      Optional<String> value = tags.get("ri");
      if (value.isPresent() && !value.get().matches("[0-9]{1,10}")) {
        wrong("ri", value.get(), "a number of seconds");
        return null;
      }
      return value.map(Long::valueOf).orElse(null);
    }

    private void wrong(String tag, String value, String right) {
      problems.add(
          "The tag " + tag + "=" + value + " is ignored; its value should be " + right + ".");
    }
  }
}
