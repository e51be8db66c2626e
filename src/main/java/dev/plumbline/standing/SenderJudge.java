package dev.plumbline.standing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges a sender by its sources: the worst standing that enough of its messages have. */
public final class SenderJudge {

  /** A standing counts for the whole if at least this share of the messages has it. */
  public static final double WEIGHT = 0.01;

  /** From the most pressing to the least. */
  public static final List<Standing> BY_URGENCY =
      List.of(
          Standing.REGRESSED,
          Standing.NEEDS_AUTHORIZING,
          Standing.NEEDS_ALIGNMENT,
          Standing.UNRECOGNIZED,
          Standing.UNAUTHORIZED_USE,
          Standing.FIXED,
          Standing.FORWARDER,
          Standing.AUTHORIZED);

  /** The one that counts as leading is the same in whatever order they come. */
  private static final Comparator<Part> BY_MESSAGES =
      Comparator.comparingLong(Part::messages)
          .thenComparing(Part::source, Comparator.reverseOrder());

  private SenderJudge() {}

  /** One source's part. */
  public record Part(String source, long messages, Judgement judgement) {}

  /** Judges a sender with at least one source. */
  public static Judgement judge(List<Part> parts) {
    Map<Standing, Long> messages = new EnumMap<>(Standing.class);
    long total = 0;
    for (Part part : parts) {
      messages.merge(part.judgement().standing(), part.messages(), Long::sum);
      total += part.messages();
    }
    Standing worst = worst(messages, total);
    return new Judgement(worst, reasons(parts, worst, messages, total));
  }

  /** The most pressing standing that enough of the messages have. */
  public static Standing worst(Map<Standing, Long> messages, long total) {
    for (Standing standing : BY_URGENCY) {
      Long weight = messages.get(standing);
      if (weight != null && weight >= WEIGHT * total) {
        return standing;
      }
    }
    return Standing.AUTHORIZED;
  }

  private static List<Reason> reasons(
      List<Part> parts, Standing worst, Map<Standing, Long> messages, long total) {
    List<Part> standing =
        parts.stream().filter(part -> part.judgement().standing() == worst).toList();
    Part leading = leading(standing);
    List<Reason> reasons = new ArrayList<>(leading.judgement().reasons());
    if (parts.size() > 1) {
      reasons.add(
          new Reason.Spread(
              standing.size(), parts.size(), messages.getOrDefault(worst, 0L), leading.source()));
    }
    if (!leading.judgement().differs()) {
      difference(parts, total).ifPresent(reasons::add);
    }
    return reasons;
  }

  /** What reports say against our reading of a part is told, however the whole stands. */
  private static Optional<Reason> difference(List<Part> parts, long total) {
    List<Part> differing = parts.stream().filter(part -> part.judgement().differs()).toList();
    long messages = differing.stream().mapToLong(Part::messages).sum();
    return differing.isEmpty() || messages < WEIGHT * total
        ? Optional.empty()
        : leading(differing).judgement().reasons().stream()
            .filter(Reason.ReportsDiffer.class::isInstance)
            .findFirst();
  }

  private static Part leading(List<Part> parts) {
    return parts.stream().max(BY_MESSAGES).orElseThrow();
  }
}
