package dev.plumbline.sender;

import dev.plumbline.standing.Standing;
import java.time.LocalDate;
import java.util.List;

/**
 * One judged sender.
 *
 * @param key names it in addresses and exports; stable
 * @param name for people
 * @param kind {@code own}, {@code service} or {@code network}
 * @param sources by messages
 */
public record SenderReview(
    String key,
    String name,
    String kind,
    Standing standing,
    List<String> reasons,
    long messages,
    long passMessages,
    LocalDate firstDay,
    LocalDate lastDay,
    List<SourceReview> sources) {

  public SenderReview {
    reasons = List.copyOf(reasons);
    sources = List.copyOf(sources);
  }
}
