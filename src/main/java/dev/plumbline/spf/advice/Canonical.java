package dev.plumbline.spf.advice;

import dev.plumbline.spf.Mechanism;
import java.util.Locale;

/** What a mechanism means in a domain's record, however it is written. */
final class Canonical {

  private Canonical() {}

  static String of(Mechanism mechanism, String domain) {
    String lower = mechanism.toText().toLowerCase(Locale.ROOT);
    String name = mechanism instanceof Mechanism.A ? "a:" : "mx:";
    boolean host = mechanism instanceof Mechanism.A || mechanism instanceof Mechanism.Mx;
    if (host && lower.startsWith(name)) {
      int slash = lower.indexOf('/');
      String target =
          withoutDot(lower.substring(name.length(), slash < 0 ? lower.length() : slash));
      String length = slash < 0 ? "" : lower.substring(slash);
      boolean here = target.equals(domain.toLowerCase(Locale.ROOT));
      return name.substring(0, name.length() - 1) + (here ? "" : ":" + target) + length;
    }
    return withoutDot(lower);
  }

  private static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
