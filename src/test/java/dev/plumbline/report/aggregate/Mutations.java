package dev.plumbline.report.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Damages documents at random, but in the same way for the same seed. */
public final class Mutations {

  /** An element no standard knows, put around another. */
  public static final String WRAPPER = "other";

  private static final String[] PIECES = {
    "<",
    ">",
    "&",
    "</",
    "/>",
    "<!--",
    "]]>",
    "<![CDATA[",
    "\0",
    "\u00ff",
    "<record>",
    "</record>",
    "</feedback>",
    "<feedback>",
    "<?xml?>",
    "xmlns=\"\"",
    " xmlns:a=\"b\"",
    "a:",
    "&#x;",
    "&#99999999;",
    "\"",
    "'",
    "<a:b>",
    "<row/>",
    "<?",
    "\ud83d",
    "&amp;",
    "<dkim>",
    "<x y='",
    ":"
  };

  private Mutations() {}

  /** A damaged copy: bytes changed, removed, doubled, or pieces put in. */
  public static byte[] mutate(byte[] original, Random random) {
    byte[] mutant = original;
    for (int n = 1 + random.nextInt(6); n > 0; n--) {
      mutant = once(mutant, random);
    }
    return mutant;
  }

  private static final String[] VALUES = {
    "",
    " ",
    "0",
    "-1",
    "00012",
    "1,234",
    "1.5",
    "99999999999999999999",
    "1e3",
    "0x1f",
    "+7",
    "2026-11-23",
    "-99999999999",
    "253402300800000",
    "hardfail",
    "unknown",
    "invalid",
    "error",
    "PASS",
    "Fail ",
    "fo",
    "r",
    "s",
    "=cmd|' /C calc'!A0",
    "a\r\nb",
    "\u202etxt",
    "::1",
    "::ffff:192.0.2.1",
    "192.0.2.1/24",
    "[2001:db8::1]",
    "256.1.1.1",
    "localhost",
    "xn--",
    "a..b",
    "\u00fc\u00f1\u00ee",
    "sampled_out",
    "policy_override",
    "100%",
    "none;reject"
  };

  private static final Pattern LEAF = Pattern.compile("<([A-Za-z_:]+)>([^<>]*)</\\1>");
  private static final Pattern ELEMENT = Pattern.compile("<([A-Za-z_:]+)(?: [^<>]*)?>");

  /**
   * A copy with other content, mostly still well-formed: elements left out, doubled, moved or
   * renamed, values replaced, foreign elements and attributes put in.
   */
  public static byte[] restructure(byte[] original, Random random) {
    String text = new String(original, StandardCharsets.ISO_8859_1);
    for (int n = 1 + random.nextInt(5); n > 0; n--) {
      text = rewritten(text, random);
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String rewritten(String text, Random random) {
    int operation = random.nextInt(7);
    if (operation < 2) {
      Matcher leaf = LEAF.matcher(text);
      if (!found(leaf, text, random)) {
        return text;
      }
      String value =
          new String(
              VALUES[random.nextInt(VALUES.length)].getBytes(StandardCharsets.UTF_8),
              StandardCharsets.ISO_8859_1);
      return text.substring(0, leaf.start(2)) + value + text.substring(leaf.end(2));
    }
    Matcher element = ELEMENT.matcher(text);
    if (!found(element, text, random)) {
      return text;
    }
    String name = element.group(1);
    int start = element.start();
    String end = "</" + name + ">";
    int close = text.indexOf(end, element.end());
    if (close < 0 || text.indexOf("<" + name, element.end()) < close && operation != 6) {
      return text;
    }
    int stop = close + end.length();
    String whole = text.substring(start, stop);
    return switch (operation) {
      case 2 -> text.substring(0, start) + text.substring(stop);
      case 3 -> text.substring(0, stop) + whole + text.substring(stop);
      case 4 ->
          text.substring(0, start)
              + "<x:ext xmlns:x=\"urn:x\">"
              + "1</x:ext>"
              + text.substring(start);
      case 5 ->
          text.substring(0, element.end() - 1) + " a=\"b\"" + text.substring(element.end() - 1);
      default ->
          text.substring(0, start)
              + "<"
              + WRAPPER
              + ">"
              + whole
              + "</"
              + WRAPPER
              + ">"
              + text.substring(stop);
    };
  }

  /** A random one of the matches: the next from a random place on, or the first. */
  private static boolean found(Matcher matcher, String text, Random random) {
    return matcher.find(random.nextInt(text.length() + 1)) || matcher.find(0);
  }

  private static byte[] once(byte[] bytes, Random random) {
    if (bytes.length < 2) {
      return bytes;
    }
    int from = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, from + random.nextInt(40));
    switch (random.nextInt(5)) {
      case 0 -> {
        byte[] changed = bytes.clone();
        changed[from] = (byte) random.nextInt(256);
        return changed;
      }
      case 1 -> {
        return joined(Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, to, bytes.length));
      }
      case 2 -> {
        return joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, from, bytes.length));
      }
      case 3 -> {
        byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.ISO_8859_1);
        return joined(
            joined(Arrays.copyOf(bytes, from), piece),
            Arrays.copyOfRange(bytes, from, bytes.length));
      }
      default -> {
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, from) : bytes;
      }
    }
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    byte[] joined = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, joined, head.length, tail.length);
    return joined;
  }
}
