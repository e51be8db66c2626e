package dev.plumbline.store.people;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may sign in.
 *
 * @param login what they sign in with: an email address in lower case, or any other word
 * @param unmask whether they may see the addresses in failure reports
 * @param hasPassword whether they can sign in by password
 * @param secondFactor whether they are asked for a code as well
 * @param providerSubject who they are at the OpenID provider, null if they never came from there
 * @param disabledAt since when they may not sign in any more, null if they may
 */
public record Person(
    long id,
    String login,
    String name,
    Role role,
    boolean unmask,
    Limits limits,
    boolean hasPassword,
    boolean secondFactor,
    @Nullable String providerSubject,
    Instant createdAt,
    @Nullable Instant disabledAt) {

  /** What an administrator says about somebody. */
  public record Draft(String login, String name, Role role, boolean unmask, Limits limits) {

    public Draft {
      if (role == Role.ADMINISTRATOR && limits.any()) {
        throw new IllegalArgumentException("An administrator sees all domains.");
      }
    }
  }
}
