package dev.plumbline.web;

/**
 * A sender in a list.
 *
 * @param detail where it sends from, as "4 sources"
 * @param reason the reason that weighs most for its standing
 * @param share its part of the domain's messages
 */
public record SenderLine(
    String name,
    String href,
    StandingBadge badge,
    String detail,
    String reason,
    String messages,
    String share) {}
