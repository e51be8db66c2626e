package dev.plumbline.recheck;

/**
 * What one round did.
 *
 * @param sources sources evaluated
 * @param evaluations SPF evaluations
 * @param keys selectors looked up
 * @param unanswered evaluations that DNS gave no answer for
 * @param found what is other than before
 */
public record RecheckReport(
    String domain, long sources, long evaluations, long keys, long unanswered, DnsChanges found) {}
