package dev.plumbline.mailpolicy;

import dev.plumbline.dns.DomainName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The policy file of MTA-STS (RFC 8461 section 3.2). Reading never fails: what is wrong is left out
 * and told in {@link #problems}.
 *
 * @param version {@code STSv1}; null if the file does not say so
 * @param mode what senders shall do; null if absent or wrong
 * @param maxAgeSeconds how long senders may keep the policy; null if absent or wrong
 * @param mx the patterns that names of mail hosts must match: a name, or {@code *.} and a name
 * @param problems what is wrong, with its line
 */
public record StsPolicy(
    @Nullable String version,
    @Nullable Mode mode,
    @Nullable Long maxAgeSeconds,
    List<String> mx,
    List<Problem> problems) {

  static final String VERSION = "STSv1";

  /** RFC 8461 section 3.2: at most a year. */
  static final long MAX_AGE_SECONDS = 31_557_600;

  /** More lines than any policy has. */
  private static final int MAX_LINES = 1_000;

  private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,31}");
  private static final Pattern END_OF_LINE = Pattern.compile("\r?\n");

  public StsPolicy {
    mx = List.copyOf(mx);
    problems = List.copyOf(problems);
  }

  /** What senders shall do when a mail host cannot be trusted. */
  public enum Mode {
    /** Not deliver to it. */
    ENFORCE,
    /** Deliver, and report. */
    TESTING,
    /** There is no policy any more. */
    NONE;

    /** The word in the file. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Mode> ofWire(String text) {
      for (Mode mode : values()) {
        if (mode.wire().equals(text)) {
          return Optional.of(mode);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * Something wrong in the file.
   *
   * @param start where in the text the line begins, counted from 0
   * @param end where it ends
   * @param sentence what is wrong and what would be right
   */
  public record Problem(int start, int end, String sentence) {}

  /** Reads a file. */
  public static StsPolicy parse(String text) {
    Reader reader = new Reader();
    Matcher end = END_OF_LINE.matcher(text);
    int start = 0;
    for (int lines = 0; start <= text.length() && lines < MAX_LINES; lines++) {
      boolean more = end.find();
      int stop = more ? end.start() : text.length();
      reader.line(text.substring(start, stop), start);
      start = more ? end.end() : text.length() + 1;
    }
    return reader.policy();
  }

  /** Whether senders may deliver to a mail host of this name (RFC 8461 section 4.1). */
  public boolean matches(DomainName host) {
    return mx.stream().anyMatch(pattern -> matches(pattern, host));
  }

  /** Whether a pattern matches a name; {@code *.} stands for exactly one label. */
  static boolean matches(String pattern, DomainName host) {
    if (!pattern.startsWith("*.")) {
      return DomainName.parse(pattern).filter(host::equals).isPresent();
    }
    Optional<DomainName> above = DomainName.parse(pattern.substring(2));
    return above.isPresent() && host.parent().equals(above);
  }

  /** The file as the RFC writes it, without what is wrong. */
  public String toText() {
    StringBuilder file = new StringBuilder();
    line(file, "version", version);
    line(file, "mode", mode == null ? null : mode.wire());
    mx.forEach(pattern -> line(file, "mx", pattern));
    line(file, "max_age", maxAgeSeconds == null ? null : maxAgeSeconds.toString());
    return file.toString();
  }

  private static void line(StringBuilder file, String key, @Nullable String value) {
    if (value != null) {
      file.append(key).append(": ").append(value).append("\r\n");
    }
  }

  /** Collects the lines. */
  private static final class Reader {

    private @Nullable String version;
    private @Nullable Mode mode;
    private @Nullable Long maxAgeSeconds;
    private final List<String> mx = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    void line(String line, int start) {
      if (line.isBlank()) {
        return;
      }
      int colon = line.indexOf(':');
      String key = colon < 0 ? "" : line.substring(0, colon);
      if (!KEY.matcher(key).matches()) {
        wrong(start, line, "The line is not of the form \"key: value\".");
        return;
      }
      String value = line.substring(colon + 1).strip();
      switch (key) {
        case "version" -> version(value, start, line);
        case "mode" -> mode(value, start, line);
        case "max_age" -> maxAge(value, start, line);
        case "mx" -> mx(value, start, line);
        default -> {
          // RFC 8461 section 3.2: unknown fields are ignored.
        }
      }
    }

    // RFC 8461 section 3.2: of fields that may occur once, the first one counts.
    private void version(String value, int start, String line) {
      if (version != null) {
        wrong(start, line, "The version is given twice.");
      } else if (value.equals(VERSION)) {
        version = value;
      } else {
        wrong(start, line, "The version has to be STSv1.");
      }
    }

    private void mode(String value, int start, String line) {
      Optional<Mode> read = Mode.ofWire(value);
      if (mode != null) {
        wrong(start, line, "The mode is given twice; the first one counts.");
      } else if (read.isPresent()) {
        mode = read.get();
      } else {
        wrong(start, line, "The mode has to be enforce, testing or none.");
      }
    }

    private void maxAge(String value, int start, String line) {
      if (maxAgeSeconds != null) {
        wrong(start, line, "max_age is given twice; the first one counts.");
      } else if (value.matches("[0-9]{1,10}") && Long.parseLong(value) <= MAX_AGE_SECONDS) {
        maxAgeSeconds = Long.valueOf(value);
      } else {
        wrong(start, line, "max_age has to be a number of seconds, at most 31557600 (a year).");
      }
    }

    private void mx(String value, int start, String line) {
      String name = value.startsWith("*.") ? value.substring(2) : value;
      if (DomainName.parse(name).filter(DomainName::isHostName).isPresent()) {
        mx.add(value);
      } else {
        wrong(
            start,
            line,
            "A mail host is one name such as mx.example.org or *.example.org, on a line of its"
                + " own.");
      }
    }

    private void wrong(int start, String line, String sentence) {
      problems.add(new Problem(start, start + line.length(), sentence));
    }

    StsPolicy policy() {
      return new StsPolicy(version, mode, maxAgeSeconds, mx, problems);
    }
  }
}
