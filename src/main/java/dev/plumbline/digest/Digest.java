package dev.plumbline.digest;

import java.time.LocalDate;
import java.util.List;

/**
 * What a digest says; both parts of the mail say all of it.
 *
 * @param subject the answer
 * @param headline the same in a sentence
 * @param steps what to do first, three at most
 * @param parts domains about which there is something to say, the most pressing first
 * @param more how many of these are left out, since nobody reads so many
 * @param silent those that need somebody, of which nothing was reported and nothing else is to be
 *     said, each with the day since when that is so if it is for long
 * @param quiet the others, by name
 * @param unjudged those of which nothing can be said yet, by name
 * @param base where the pages are
 */
public record Digest(
    Period period,
    String subject,
    String headline,
    List<Step> steps,
    List<Part> parts,
    int more,
    List<String> silent,
    List<String> quiet,
    List<String> unjudged,
    String base) {

  public Digest {
    steps = List.copyOf(steps);
    parts = List.copyOf(parts);
    silent = List.copyOf(silent);
    quiet = List.copyOf(quiet);
    unjudged = List.copyOf(unjudged);
  }

  /** One thing to do, and where. */
  public record Step(String text, String href) {}

  /**
   * One domain.
   *
   * @param figures its messages in the period, in words
   * @param bars its days, for a chart; what they say is in {@code figures}, too
   * @param lines what happened
   */
  public record Part(
      String domain, String href, String figures, List<Bar> bars, List<String> lines) {

    public Part {
      bars = List.copyOf(bars);
      lines = List.copyOf(lines);
    }
  }

  /** The messages of a day, those that pass DMARC and those that do not. */
  public record Bar(LocalDate day, long pass, long fail) {}
}
