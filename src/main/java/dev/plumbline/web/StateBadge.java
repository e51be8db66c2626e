package dev.plumbline.web;

import dev.plumbline.store.judgement.DomainState;

/**
 * What a domain needs first, in the words of the pages.
 *
 * @param meaning one sentence for somebody who reads it for the first time
 */
public record StateBadge(String label, String meaning, String css) {

  static StateBadge of(DomainState state) {
    return switch (state) {
      case LOSING ->
          new StateBadge(
              "Losing mail", "Receivers put aside or refuse mail of your own.", "st-regressed");
      case REGRESSED ->
          new StateBadge(
              "Regressed", "Mail of your own passed, and would not any more.", "st-regressed");
      case FIX ->
          new StateBadge(
              "To fix",
              "Senders of yours fail, or your records are broken.",
              "st-needs-authorizing");
      case DECIDE ->
          new StateBadge("To decide", "Say whether senders are yours.", "st-unrecognized");
      case READY ->
          new StateBadge("Ready to tighten", "A stricter policy would lose no mail.", "st-fixed");
      case UNKNOWN ->
          new StateBadge(
              "Not known",
              "DNS said nothing about it, so that nothing can be concluded.",
              "st-forwarder");
      case UNJUDGED ->
          new StateBadge(
              "Not judged yet", "That happens soon after reports came in.", "st-forwarder");
      case FINE -> new StateBadge("Fine", "There is nothing to do.", "st-authorized");
      case PARKED -> new StateBadge("Parked", "It sends no mail, and says so.", "st-forwarder");
      case SILENT -> new StateBadge("Silent", "Nobody reports about it any more.", "st-forwarder");
    };
  }
}
