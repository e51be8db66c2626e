package dev.plumbline.dns.lint;

import java.util.List;
import java.util.Random;

/** Records that somebody broke: characters changed, left out, doubled, and parts exchanged. */
public final class Mutations {

  private static final String CHARACTERS =
      "vptsnaork=;:,. \t\"'!@%0123456789\u00a0\u00e2\u0080\u009c\u2019\u0000\n=;;==mailto:";

  private Mutations() {}

  /** One seed with up to six changes, or now and then pure noise. */
  public static String of(List<String> seeds, Random random) {
    StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
    if (random.nextInt(50) == 0) {
      text.setLength(0);
      for (int n = random.nextInt(80); n > 0; n--) {
        text.append(character(random));
      }
      return text.toString();
    }
    for (int n = random.nextInt(7); n > 0 && text.length() > 1; n--) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + random.nextInt(12));
      switch (random.nextInt(6)) {
        case 0 -> text.setCharAt(at, character(random));
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.insert(at, character(random));
        case 3 -> text.insert(random.nextInt(text.length()), text.substring(at, to));
        case 4 -> text.delete(at, to);
        default -> text.setCharAt(at, Character.toUpperCase(text.charAt(at)));
      }
    }
    return text.toString();
  }

  private static char character(Random random) {
    return CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
  }
}
