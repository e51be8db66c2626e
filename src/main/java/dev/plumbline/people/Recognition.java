package dev.plumbline.people;

import dev.plumbline.store.people.ApiTokens;
import dev.plumbline.store.people.ApiTokens.Presented;
import dev.plumbline.store.people.Persons;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.people.Sessions;
import dev.plumbline.store.people.Sessions.SignedIn;
import dev.plumbline.store.people.Who;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows who asks by what a request brings with it. The database is asked each time, so that whoever
 * signed out, or was shut out, is out at once and everywhere.
 */
@ApplicationScoped
public class Recognition {

  /** How exactly it is known when a session or token was last used. */
  private static final Duration TOUCH_AFTER = Duration.ofMinutes(1);

  private final Persons persons;
  private final Sessions sessions;
  private final ApiTokens tokens;
  private final SignInSettings settings;
  private final FirstReader itself;
  private final Clock clock;

  Recognition(
      Persons persons,
      Sessions sessions,
      ApiTokens tokens,
      SignInSettings settings,
      FirstReader itself,
      Clock clock) {
    this.persons = persons;
    this.sessions = sessions;
    this.tokens = tokens;
    this.settings = settings;
    this.itself = itself;
    this.clock = clock;
  }

  /** Somebody at this machine, as long as there is nobody who could sign in. */
  public Optional<Viewer> local(String address) {
    return persons.any() ? Optional.empty() : Optional.of(Viewer.local(address));
  }

  /** Whose session a key is of. */
  public Optional<Viewer> bySession(String key, String address) {
    Instant now = clock.instant();
    byte[] hash = Keys.hash(key);
    Optional<Viewer> reader = itself.by(hash, address);
    if (reader.isPresent()) {
      return reader;
    }
    Optional<SignedIn> found =
        sessions.find(hash, now.minus(settings.idle()), now.minus(settings.longest()));
    if (found.isPresent() && isDue(found.get().seenAt(), now)) {
      sessions.touch(hash, now);
    }
    return found.map(
        one ->
            new Viewer(
                new Who(one.login(), address),
                one.personId(),
                false,
                one.role().rights(one.unmask()),
                one.scope()));
  }

  /** What a token may do; never more than its owner may today. */
  public Optional<Viewer> byToken(String token, String address) {
    Instant now = clock.instant();
    if (!token.startsWith(ProgramTokens.PREFIX)) {
      return Optional.empty();
    }
    Optional<Presented> found = tokens.find(Keys.hash(token), now);
    if (found.isPresent() && isDue(found.get().usedAt(), now)) {
      tokens.touch(found.get().id(), address, now);
    }
    return found.map(one -> viewer(one, address));
  }

  private static Viewer viewer(Presented token, String address) {
    Set<Right> rights = EnumSet.noneOf(Right.class);
    rights.addAll(token.rights());
    Set<Right> owner = token.ownerRights();
    if (owner != null) {
      rights.retainAll(owner);
    }
    return new Viewer(
        new Who(
            token.owner() == null
                ? "token " + token.name()
                : "token %s of %s".formatted(token.name(), token.owner()),
            address),
        token.personId(),
        true,
        rights,
        token.scope().and(token.ownerScope()));
  }

  private static boolean isDue(@Nullable Instant last, Instant now) {
    return last == null || Duration.between(last, now).compareTo(TOUCH_AFTER) >= 0;
  }
}
