package dev.plumbline.recheck;

/**
 * What one round did.
 *
 * @param sources sources evaluated
 * @param evaluations SPF evaluations
 * @param keys selectors looked up
 * @param unanswered evaluations that DNS gave no answer for
 */
public record RecheckReport(
    String domain, long sources, long evaluations, long keys, long unanswered) {}
