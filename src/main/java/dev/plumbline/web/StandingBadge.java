package dev.plumbline.web;

import dev.plumbline.standing.Standing;

/**
 * A standing in the words of the pages.
 *
 * @param label two or three words
 * @param meaning one sentence for somebody who reads it for the first time
 * @param css its class, as {@code st-fixed}
 */
public record StandingBadge(String label, String meaning, String css) {

  static StandingBadge of(Standing standing) {
    String css = "st-" + standing.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    return switch (standing) {
      case AUTHORIZED ->
          new StandingBadge(
              "Authorized",
              "Passes in the reports, and with today's records as far as these are known.",
              css);
      case REGRESSED ->
          new StandingBadge(
              "Regressed", "Passed in the reports, but today's records would make it fail.", css);
      case FIXED ->
          new StandingBadge(
              "Fixed, waiting",
              "Failed in the reports; today's records make it pass. The next reports will show it.",
              css);
      case NEEDS_ALIGNMENT ->
          new StandingBadge(
              "Needs alignment",
              "Authenticates, but as a domain that is not aligned with yours.",
              css);
      case NEEDS_AUTHORIZING ->
          new StandingBadge(
              "Needs authorizing",
              "Sends for you, but is not in your SPF record and does not sign as your domain.",
              css);
      case FORWARDER ->
          new StandingBadge(
              "Forwarder",
              "Passes on mail that was already delivered. Never add it to your SPF record.",
              css);
      case UNRECOGNIZED ->
          new StandingBadge("Unrecognized", "Fails, and nothing shows whether it is yours.", css);
      case UNAUTHORIZED_USE ->
          new StandingBadge("Unauthorized use", "Fails, and is known not to be yours.", css);
    };
  }
}
