package dev.plumbline.people;

import dev.plumbline.store.people.ApiTokens;
import dev.plumbline.store.people.ApiTokens.Draft;
import dev.plumbline.store.people.ApiTokens.Token;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.people.Who;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the tokens that programs come with; the secret is told once and never again. */
@ApplicationScoped
public class ProgramTokens {

  /** So that a token that got into the wrong place is known for what it is. */
  public static final String PREFIX = "plb_";

  /** What a program may be let do. */
  public static final Set<Right> GRANTABLE =
      Set.copyOf(EnumSet.complementOf(EnumSet.of(Right.ADMINISTER)));

  private static final int LONGEST_NAME = 100;

  /** Who wants a token for longer takes one without an end. */
  private static final Duration LONGEST = Duration.ofDays(3_650);

  private final ApiTokens tokens;
  private final Clock clock;

  public ProgramTokens(ApiTokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /** A token that was just made. */
  public record Made(long id, String secret) {}

  /**
   * Makes a token.
   *
   * @throws IllegalArgumentException if it makes no sense, in one sentence
   */
  public Made create(Who by, Draft draft) {
    if (draft.name().isBlank()) {
      throw new IllegalArgumentException("A token needs a name, so that it is known later.");
    }
    if (draft.name().length() > LONGEST_NAME) {
      throw new IllegalArgumentException("A name may have %d characters.".formatted(LONGEST_NAME));
    }
    if (draft.rights().isEmpty()) {
      throw new IllegalArgumentException("Say what the token may do; so far it is nothing.");
    }
    if (!GRANTABLE.containsAll(draft.rights())) {
      throw new IllegalArgumentException("A token never says who may do what.");
    }
    if (draft.rights().contains(Right.UPLOAD) && draft.limits().any()) {
      throw new IllegalArgumentException(
          "Reports that are uploaded may be about any domain, so a token for it cannot be limited"
              + " to some.");
    }
    Instant now = clock.instant();
    if (draft.endsAt() != null && !draft.endsAt().isAfter(now)) {
      throw new IllegalArgumentException("The token would be over before it is used.");
    }
    if (draft.endsAt() != null && draft.endsAt().isAfter(now.plus(LONGEST))) {
      throw new IllegalArgumentException(
          "A token with an end works for %d days at most.".formatted(LONGEST.toDays()));
    }
    String secret = PREFIX + Keys.next();
    long id = tokens.add(by, Keys.hash(secret), draft, now);
    return new Made(id, secret);
  }

  /** All tokens, or those of one person, the newest first. */
  public List<Token> all(@Nullable Long personId) {
    return tokens.all(personId);
  }

  /**
   * Makes a token worthless.
   *
   * @param owner only if it is this one's; null for anybody's
   * @return whether there is such a token
   */
  public boolean revoke(Who by, long id, @Nullable Long owner) {
    return tokens
        .byId(id)
        .filter(one -> owner == null || owner.equals(one.personId()))
        .map(
            one -> {
              tokens.revoke(by, one, clock.instant());
              return true;
            })
        .orElse(false);
  }
}
