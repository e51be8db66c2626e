package dev.plumbline.people;

import dev.plumbline.dns.Counted;
import dev.plumbline.dns.InertText;
import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.AuditLog.Deed;
import dev.plumbline.store.people.Person;
import dev.plumbline.store.people.Persons;
import dev.plumbline.store.people.Sessions;
import dev.plumbline.store.people.Sessions.Session;
import dev.plumbline.store.people.Who;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets people in by password, and out again. */
@ApplicationScoped
public class SignIns {

  /** As what it is written down. */
  private static final String REFUSED = "sign-in-refused";

  private static final int LONGEST_AGENT = 200;
  private static final int LONGEST_LOGIN = 320;

  private final Persons persons;
  private final Sessions sessions;
  private final AuditLog audit;
  private final Passwords passwords;
  private final Throttle throttle;
  private final SignInSettings settings;
  private final Clock clock;

  SignIns(
      Persons persons,
      Sessions sessions,
      AuditLog audit,
      Passwords passwords,
      Throttle throttle,
      SignInSettings settings,
      Clock clock) {
    this.persons = persons;
    this.sessions = sessions;
    this.audit = audit;
    this.passwords = passwords;
    this.throttle = throttle;
    this.settings = settings;
    this.clock = clock;
  }

  /** What became of a try to sign in. */
  public sealed interface Outcome {

    /** It worked; the key is what the browser keeps. */
    record Welcome(String sessionKey) implements Outcome {}

    /** The password is right, and a code is asked for. */
    record CodeWanted() implements Outcome {}

    /** It did not; nobody is told whether it was the name, the password or the code. */
    record Refused() implements Outcome {}

    /** It was not even looked at. */
    record TooMany(Duration toWait) implements Outcome {}
  }

  /**
   * Tries to sign in.
   *
   * @param code of the second factor, empty if none was given
   * @param agent what the browser says it is
   */
  public Outcome tryIt(String login, String password, String code, String address, String agent) {
    String name = login.strip();
    if (name.length() > LONGEST_LOGIN) {
      return new Outcome.Refused();
    }
    Optional<Duration> wait = throttle.tooMany(name, address);
    if (wait.isPresent()) {
      // Whoever goes on and on must not fill the log.
      if (throttle.isWorthTelling(address)) {
        audit.add(
            new Who(name, address), clock.instant(), Deed.of("sign-in-throttled", name, null));
      }
      return new Outcome.TooMany(wait.get());
    }
    Optional<Person> known = persons.byLogin(name).filter(one -> one.disabledAt() == null);
    Optional<Persons.Secrets> secrets = known.map(one -> persons.secrets(one.id()));
    Optional<String> hash = secrets.map(Persons.Secrets::password);
    boolean right =
        hash.map(kept -> passwords.matches(password, kept))
            .orElseGet(() -> passwords.matchesNobody(password));
    if (!right) {
      return refused(name, address);
    }
    Person person = known.orElseThrow();
    if (person.secondFactor()) {
      if (code.isBlank()) {
        // Somebody knows the password; it may be for others to hear of it.
        audit.add(
            new Who(name, address),
            clock.instant(),
            new Deed(REFUSED, name, null, null, Map.of("password", "right", "code", "not given")));
        return new Outcome.CodeWanted();
      }
      if (!isRightCode(person, secrets.orElseThrow(), code)) {
        return refused(name, address);
      }
    }
    if (passwords.isOld(hash.orElseThrow())) {
      persons.rehash(person.id(), passwords.hash(password));
    }
    throttle.succeeded(name, address);
    return new Outcome.Welcome(begin(person, "password", address, agent));
  }

  private Outcome refused(String name, String address) {
    audit.add(new Who(name, address), clock.instant(), Deed.of(REFUSED, name, null));
    return new Outcome.Refused();
  }

  private boolean isRightCode(Person person, Persons.Secrets secrets, String code) {
    String secret = secrets.totpSecret();
    return secret != null
        && Codes.step(
                HexFormat.of().parseHex(secret), code, clock.instant(), secrets.totpLastStep())
            .filter(step -> persons.useStep(person.id(), step))
            .isPresent();
  }

  /**
   * Signs somebody in who was proven to be themselves; always under a new key.
   *
   * @param how by what they were proven
   */
  public String begin(Person person, String how, String address, String agent) {
    Instant now = clock.instant();
    String key = Keys.next();
    sessions.begin(
        new Who(person.login(), address), person.id(), Keys.hash(key), inert(agent), how, now);
    sessions.clear(now.minus(settings.idle()), now.minus(settings.longest()), now);
    return key;
  }

  /** What a browser says it is may be anything. */
  private static String inert(String agent) {
    return agent
        .codePoints()
        .map(c -> InertText.isPlain(c) ? c : '?')
        .limit(LONGEST_AGENT)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Signs a session out. */
  public void end(Who who, String sessionKey) {
    sessions.end(who, Keys.hash(sessionKey), clock.instant());
  }

  /** Signs somebody out everywhere. */
  public void endAll(Who who, long personId) {
    sessions.endAll(who, personId, clock.instant());
  }

  /**
   * Has somebody who is signed in prove once more, by password, that it is them: a session that was
   * found open is no place to guess it.
   *
   * @param work refuses a wrong one by an exception
   * @throws IllegalArgumentException if that was tried too often
   */
  public void prove(Person person, String address, Runnable work) {
    throttle
        .tooManyProofs(person.login(), address)
        .ifPresent(
            wait -> {
              throw new IllegalArgumentException(
                  "Too many tries; try again in %s."
                      .formatted(Counted.of(wait.toSeconds() + 1, "second")));
            });
    work.run();
    throttle.proved(person.login(), address);
  }

  /** Where somebody is signed in; the one of the given key is told apart. */
  public List<Open> open(long personId, String ownKey) {
    Instant now = clock.instant();
    String own = HexFormat.of().formatHex(Keys.hash(ownKey));
    return sessions.of(personId, now.minus(settings.idle()), now.minus(settings.longest())).stream()
        .map(one -> new Open(one, one.keyHash().equals(own)))
        .toList();
  }

  /** A session and whether it is the one that asks. */
  public record Open(Session session, boolean own) {}
}
