package dev.plumbline.web;

import dev.plumbline.store.people.ApiTokens.Token;
import dev.plumbline.store.people.Right;
import java.time.Instant;
import java.util.stream.Collectors;

/** Tokens of programs in the words of the pages. */
final class TokenLines {

  private TokenLines() {}

  static AccountView.TokenLine of(Token token, Instant now) {
    Instant end = token.endsAt();
    boolean over = end != null && !end.isAfter(now);
    boolean revoked = token.revokedAt() != null;
    String state =
        revoked
            ? "revoked"
            : over ? "over" : end == null ? "works" : "works until " + Format.time(end);
    return new AccountView.TokenLine(
        token.id(),
        token.name(),
        token.owner(),
        token.rights().stream().map(Right::wire).sorted().collect(Collectors.joining(", ")),
        token.limits().words(),
        state,
        revoked || over ? "mark-plain" : "mark-good",
        token.usedAt() == null
            ? "never used"
            : "last used " + Format.time(token.usedAt()) + " from " + token.usedFrom(),
        !revoked && !over);
  }

  static String words(Right right) {
    return switch (right) {
      case READ -> "read";
      case DECIDE -> "write decisions";
      case UPLOAD -> "upload reports";
      case EXPORT -> "export";
      case METRICS -> "metrics";
      case UNMASK -> "unmask failure reports";
      case ADMINISTER -> "say who may do what";
    };
  }
}
