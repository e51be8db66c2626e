package dev.plumbline.spf.advice;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.spf.RecordSyntaxException;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.advice.RecordText.Placed;
import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Guesses what a mistyped term was meant to be. A guess is always a term that can be read. */
final class TermRepair {

  /**
   * What to put in the place of a stretch of the record.
   *
   * @param sentence what was mistyped, without a final full stop
   */
  record Repair(int start, int end, String replacement, String sentence) {}

  private static final String SIGNS = "+-~?";

  private static final List<String> NAMES =
      List.of("include", "ip4", "ip6", "a", "mx", "ptr", "exists", "all", "redirect", "exp");

  private static final Set<String> MODIFIERS = Set.of("redirect", "exp");

  private static final Map<String, String> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("ip", "ip4"),
          Map.entry("ipv", "ip4"),
          Map.entry("v4", "ip4"),
          Map.entry("ip4v", "ip4"),
          Map.entry("v6", "ip6"),
          Map.entry("ip6v", "ip6"),
          Map.entry("host", "a"),
          Map.entry("aaaa", "a"),
          Map.entry("spf", "include"),
          Map.entry("exist", "exists"),
          Map.entry("explanation", "exp"));

  private static final Pattern NAMED =
      Pattern.compile("([-+~?]*)([A-Za-z][A-Za-z0-9_-]*)\\s*([:=/]*)(.*)");

  private static final Pattern GLUED_ALL = Pattern.compile("(.+?)[,;.]*([-+~?])(?i:all)");

  private static final Pattern GLUED_TERM =
      Pattern.compile("(?i)[-+~?]?(?:include:|ip4:|ip6:|exists:|redirect=|mx:|exp=)");

  /** Longer terms are no slip of the keyboard, and would keep the patterns busy. */
  private static final int MAX_LENGTH = 400;

  private final Dns dns;
  private final DomainName root;

  /**
   * @param root whose record leads here: names below it are hosts rather than services
   */
  TermRepair(Dns dns, DomainName root) {
    this.dns = dns;
    this.root = root;
  }

  /** A guess for a term that cannot be read; empty if there is none. */
  Optional<Repair> unreadable(RecordText record, int index) {
    Placed placed = record.terms().get(index);
    if (placed.text().length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Placed next = index + 1 < record.terms().size() ? record.terms().get(index + 1) : null;
    return torn(placed, next).or(() -> glued(placed)).or(() -> whole(placed));
  }

  /** A guess for a term that can be read and was surely meant otherwise; empty for most terms. */
  Optional<Repair> suspicious(Placed placed) {
    if (placed.text().length() > MAX_LENGTH) {
      return Optional.empty();
    }
    if (placed.term() instanceof SpfRecord.UnknownModifier) {
      return named(placed.text())
          .filter(TermRepair::isReadable)
          .map(
              text ->
                  repair(
                      placed, text, "\"" + placed.text() + "\" is ignored as an unknown modifier"));
    }
    if (placed.text().indexOf('@') > 0 && placed.text().indexOf('%') < 0) {
      return named(placed.text())
          .filter(text -> text.indexOf('@') < 0 && isReadable(text))
          .map(
              text ->
                  repair(
                      placed,
                      text,
                      "\"" + placed.text() + "\" holds a mail address where a domain belongs"));
    }
    // No name has a colon in it, though the grammar of terms lets it pass.
    Matcher all = GLUED_ALL.matcher(placed.text());
    boolean two =
        (all.matches() && all.group(1).indexOf(':') > 0)
            || GLUED_TERM.matcher(placed.text()).region(1, placed.text().length()).find();
    return two ? glued(placed) : Optional.empty();
  }

  /** {@code ~ all} and {@code ip4: 192.0.2.1}. */
  private static Optional<Repair> torn(Placed placed, @Nullable Placed next) {
    if (next == null || next.text().length() > MAX_LENGTH) {
      return Optional.empty();
    }
    boolean open =
        placed.text().endsWith(":")
            || placed.text().endsWith("=")
            || (placed.text().length() == 1 && SIGNS.contains(placed.text()));
    if (!open) {
      return Optional.empty();
    }
    String joined = placed.text() + next.text();
    String text = isReadable(joined) ? joined : named(joined).orElse(joined);
    return isReadable(text)
        ? Optional.of(
            new Repair(
                placed.start(), next.end(), text, "there is a space inside \"" + joined + "\""))
        : Optional.empty();
  }

  /** {@code mx-all} and {@code ip4:192.0.2.1include:example.org}. */
  private static Optional<Repair> glued(Placed placed) {
    Matcher all = GLUED_ALL.matcher(placed.text());
    if (all.matches() && isReadable(all.group(1))) {
      return Optional.of(
          repair(placed, all.group(1) + " " + all.group(2) + "all", missingSpace("all")));
    }
    Matcher m = GLUED_TERM.matcher(placed.text());
    int from = 1;
    while (m.find(from)) {
      String before = placed.text().substring(0, m.start()).replaceAll("[,;]+$", "");
      String after = placed.text().substring(m.start());
      if (isReadable(before) && isReadable(after)) {
        return Optional.of(repair(placed, before + " " + after, missingSpace(m.group())));
      }
      from = m.start() + 1;
    }
    return Optional.empty();
  }

  private static String missingSpace(String before) {
    return "a space is missing before \"" + before + "\"";
  }

  private Optional<Repair> whole(Placed placed) {
    String text = placed.text().replaceAll("[,;.]+$", "");
    return address(text)
        .or(() -> named(text))
        .or(() -> bareName(text))
        .filter(TermRepair::isReadable)
        .map(
            guess ->
                repair(
                    placed,
                    guess,
                    placed.wrong() == null ? "it is mistyped" : placed.wrong().sentence()));
  }

  /** An address without a mechanism. */
  private static Optional<String> address(String text) {
    String sign = sign(text);
    String rest = text.substring(signs(text));
    return rest.isEmpty() ? Optional.empty() : RangeGuess.terms(rest, sign);
  }

  /** A name without a mechanism: DNS knows whether it is a service or a host. */
  private Optional<String> bareName(String text) {
    Optional<DomainName> name =
        DomainName.parse(text.substring(signs(text)))
            .filter(n -> n.labels().size() > 1 && n.isHostName());
    if (name.isEmpty()) {
      return Optional.empty();
    }
    boolean host =
        !dns.a(name.get()).values().isEmpty() || !dns.aaaa(name.get()).values().isEmpty();
    boolean service = dns.txt(name.get()).values().stream().anyMatch(SpfRecord::isSpf);
    if (service && !(host && name.get().isWithin(root))) {
      return Optional.of(sign(text) + "include:" + name.get());
    }
    return host ? Optional.of(sign(text) + "a:" + name.get()) : Optional.empty();
  }

  /** A term whose name, separator or value is mistyped. */
  private static Optional<String> named(String text) {
    Matcher m = NAMED.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    Optional<String> name = mechanismName(m.group(2));
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String sign = sign(m.group(1));
    String value = cleaned(m.group(4));
    if (m.group(3).isEmpty() && !value.isEmpty()) {
      return Optional.empty();
    }
    if (name.get().equals("all")) {
      return value.isEmpty() ? Optional.of(sign + "all") : Optional.empty();
    }
    if (MODIFIERS.contains(name.get())) {
      return Optional.of(name.get() + "=" + aLabels(value));
    }
    if (value.isEmpty()) {
      boolean mayStandAlone = Set.of("a", "mx", "ptr").contains(name.get());
      return mayStandAlone ? Optional.of(sign + name.get()) : Optional.empty();
    }
    if (m.group(3).startsWith("/") && Set.of("a", "mx").contains(name.get())) {
      return Optional.of(sign + name.get() + m.group(3) + value);
    }
    Optional<String> ranges =
        name.get().equals("exists") || name.get().equals("ptr")
            ? Optional.empty()
            : RangeGuess.terms(value, sign);
    return ranges.or(
        () -> {
          String kind = name.get().startsWith("ip") ? "a" : name.get();
          String domain = kind.equals("include") ? value.replaceAll("/.*$", "") : value;
          return Optional.of(sign + kind + ":" + aLabels(domain));
        });
  }

  private static Optional<String> mechanismName(String typed) {
    String name = typed.toLowerCase(Locale.ROOT);
    if (NAMES.contains(name)) {
      return Optional.of(name);
    }
    if (OTHER_NAMES.containsKey(name)) {
      return Optional.ofNullable(OTHER_NAMES.get(name));
    }
    if (name.matches("ip-?_?v?-?_?[46]")) {
      return Optional.of("ip" + name.charAt(name.length() - 1));
    }
    return NAMES.stream()
        .filter(known -> known.length() >= 3 && !known.startsWith("ip"))
        .filter(known -> distance(known, name) <= (known.length() >= 6 ? 2 : 1))
        .findFirst();
  }

  private static String cleaned(String value) {
    String text = value.strip().replaceAll("^[:=/]+", "");
    text = text.replaceAll("(?i)^(?:https?://|mailto:)", "").replaceAll("[,;/]+$", "");
    text = text.replaceAll("^\\[(.*)\\]$", "$1");
    return text.substring(text.lastIndexOf('@') + 1);
  }

  private static String aLabels(String domain) {
    try {
      return domain.chars().allMatch(c -> c < 0x80)
          ? domain
          : IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException e) {
      return domain;
    }
  }

  private static boolean isReadable(String terms) {
    try {
      return !SpfRecord.parse(SpfVersion.TEXT + " " + terms).terms().stream()
          .anyMatch(SpfRecord.UnknownModifier.class::isInstance);
    } catch (RecordSyntaxException e) {
      return false;
    }
  }

  private static Repair repair(Placed placed, String replacement, String sentence) {
    return new Repair(placed.start(), placed.end(), replacement, sentence);
  }

  private static int signs(String text) {
    int n = 0;
    while (n < text.length() && SIGNS.indexOf(text.charAt(n)) >= 0) {
      n++;
    }
    return n;
  }

  /** The last of the signs written; a plus is left out. */
  private static String sign(String text) {
    int n = signs(text);
    return n == 0 || text.charAt(n - 1) == '+' ? "" : text.substring(n - 1, n);
  }

  /** How many characters must change to make one word of the other; a swap counts as one. */
  private static int distance(String one, String other) {
    int[][] d = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[one.length()][other.length()];
  }
}
