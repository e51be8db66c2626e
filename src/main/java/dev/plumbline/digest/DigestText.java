package dev.plumbline.digest;

import dev.plumbline.digest.Digest.Part;
import dev.plumbline.digest.Digest.Step;
import org.jspecify.annotations.Nullable;

/** A digest as plain text: all that {@link DigestHtml} says. */
public final class DigestText {

  private static final String BREAK = "\r\n";

  private DigestText() {}

  /**
   * The text.
   *
   * @param end where the digest is ended, null if it is sent once
   */
  public static String of(Digest digest, @Nullable String end) {
    StringBuilder text = new StringBuilder(digest.headline()).append(BREAK);
    int number = 1;
    if (!digest.steps().isEmpty()) {
      text.append(BREAK).append("First:").append(BREAK);
    }
    for (Step step : digest.steps()) {
      text.append("  ").append(number++).append(". ").append(step.text()).append(BREAK);
      text.append("     ").append(step.href()).append(BREAK);
    }
    for (Part part : digest.parts()) {
      text.append(BREAK).append(part.domain()).append(BREAK);
      text.append("  ").append(part.figures()).append(BREAK);
      part.lines().forEach(line -> text.append("  - ").append(line).append(BREAK));
      text.append("  ").append(part.href()).append(BREAK);
    }
    DigestWords.others(digest).forEach(line -> text.append(BREAK).append(line).append(BREAK));
    text.append(BREAK).append("All domains: ").append(digest.base()).append("/").append(BREAK);
    if (end != null) {
      text.append("No more of this: ").append(end).append(BREAK);
    }
    return text.toString();
  }
}
