package dev.plumbline.web;

import org.jspecify.annotations.Nullable;

/**
 * A sender in a list.
 *
 * @param detail where it sends from, as "4 sources"
 * @param reason the reason that weighs most for its standing
 * @param todo what to do first, null if nothing has to be done
 * @param share its part of the domain's messages
 */
public record SenderLine(
    String name,
    String href,
    StandingBadge badge,
    String detail,
    String reason,
    @Nullable String todo,
    String messages,
    String share) {}
