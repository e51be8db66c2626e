package dev.plumbline.standing;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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
    Standing worst = Standing.AUTHORIZED;
    for (Standing standing : BY_URGENCY) {
      Long weight = messages.get(standing);
      if (weight != null && weight >= WEIGHT * total) {
        worst = standing;
        break;
      }
    }
    return new Judgement(worst, reasons(parts, worst, messages));
  }

  private static List<Reason> reasons(
      List<Part> parts, Standing worst, Map<Standing, Long> messages) {
    Part leading = null;
    int sources = 0;
    for (Part part : parts) {
      if (part.judgement().standing() == worst) {
        sources++;
        if (leading == null || part.messages() > leading.messages()) {
          leading = part;
        }
      }
    }
    List<Reason> reasons =
        new ArrayList<>(java.util.Objects.requireNonNull(leading).judgement().reasons());
    if (parts.size() > 1) {
      reasons.add(
          new Reason.Spread(
              sources, parts.size(), messages.getOrDefault(worst, 0L), leading.source()));
    }
    return reasons;
  }
}
