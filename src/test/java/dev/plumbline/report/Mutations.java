package dev.plumbline.report;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Damages documents at random, but in the same way for the same seed. */
public final class Mutations {

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
