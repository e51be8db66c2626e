package dev.plumbline.people;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.InertText;
import dev.plumbline.store.people.Limits;
import dev.plumbline.store.people.Person;
import dev.plumbline.store.people.Persons;
import dev.plumbline.store.people.Role;
import dev.plumbline.store.people.Sessions;
import dev.plumbline.store.people.Sessions.Link;
import dev.plumbline.store.people.Who;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says who may sign in, and with what. */
@ApplicationScoped
public class Accounts {

  public static final String LINK_IS_DEAD =
      "This link was used already, or is over; ask for a new one.";

  /** How long a link works if no setting says otherwise. */
  public static final Duration USUAL_LINK_TIME = Duration.ofHours(24);

  private static final int LONGEST = 200;

  private final Persons persons;
  private final Sessions sessions;
  private final Passwords passwords;
  private final Duration linkTime;
  private final Clock clock;

  @Inject
  Accounts(
      Persons persons,
      Sessions sessions,
      Passwords passwords,
      SignInSettings settings,
      Clock clock) {
    this(persons, sessions, passwords, settings.link(), clock);
  }

  /** For commands, which have no application. */
  public Accounts(
      Persons persons, Sessions sessions, Passwords passwords, Duration linkTime, Clock clock) {
    this.persons = persons;
    this.sessions = sessions;
    this.passwords = passwords;
    this.linkTime = linkTime;
    this.clock = clock;
  }

  /** A link that works once; the key stands in it. */
  public record MadeLink(String key, Instant endsAt) {

    /** Its path on this server. */
    public String path() {
      return "/welcome/" + key;
    }
  }

  /** A secret that was not confirmed yet, as people type it and as apps read it. */
  public record NewSecret(String hex, String typed, String address) {}

  /**
   * What an administrator says about somebody, from text.
   *
   * @param domains names, in any case and script
   * @throws IllegalArgumentException if something makes no sense, in one sentence
   */
  public Person.Draft draft(
      String login,
      @Nullable String name,
      @Nullable String role,
      boolean unmask,
      List<String> domains,
      List<String> groups) {
    String signIn = login.strip().toLowerCase(Locale.ROOT);
    if (signIn.isEmpty()
        || signIn.length() > LONGEST
        || !signIn.codePoints().allMatch(c -> c > ' ' && InertText.isPlain(c))) {
      throw new IllegalArgumentException(
          "\"%s\" is nothing to sign in with; an email address would be right.".formatted(login));
    }
    String called = name == null || name.isBlank() ? signIn : name.strip();
    if (called.length() > LONGEST) {
      throw new IllegalArgumentException("A name may have %d characters.".formatted(LONGEST));
    }
    Role known =
        Role.ofWire(role)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The role is \"%s\"; it must be viewer, analyst or administrator."
                            .formatted(role)));
    return new Person.Draft(signIn, called, known, unmask, limits(domains, groups));
  }

  /**
   * Limits from text.
   *
   * @throws IllegalArgumentException if a domain is none, or a group is not known
   */
  public Limits limits(List<String> domains, List<String> groups) {
    Map<String, List<String>> known = groups.isEmpty() ? Map.of() : persons.groups();
    for (String group : groups) {
      if (!known.containsKey(group)) {
        throw new IllegalArgumentException("There is no group \"%s\".".formatted(group));
      }
    }
    return Limits.of(names(domains), groups);
  }

  private static List<String> names(List<String> domains) {
    List<String> names = new ArrayList<>();
    for (String domain : domains) {
      names.add(
          DomainName.parseWritten(domain.strip())
              .filter(DomainName::isHostName)
              .map(DomainName::toString)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "\"%s\" is no domain name; example.org would be one."
                              .formatted(domain))));
    }
    return names;
  }

  /**
   * Adds somebody, who still needs a password or a link.
   *
   * @throws IllegalArgumentException if somebody signs in with that already, or if it is the first
   *     and no administrator: nobody could add others
   */
  public Person add(Who by, Person.Draft draft) {
    return add(by, draft, null)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Somebody signs in as %s already.".formatted(draft.login())));
  }

  /**
   * As {@link #add(Who, Person.Draft)}.
   *
   * @param subject who they are at the OpenID provider, null if they do not come from there
   * @return empty if somebody signs in with that already
   */
  Optional<Person> add(Who by, Person.Draft draft, @Nullable String subject) {
    if (draft.role() != Role.ADMINISTRATOR && !persons.any()) {
      throw new IllegalArgumentException("The first user has to be an administrator.");
    }
    return persons.add(by, draft, subject, clock.instant()).flatMap(persons::byId);
  }

  /**
   * Changes what an administrator said about somebody.
   *
   * @throws IllegalArgumentException if nobody could say who may do what any more
   */
  public void change(Who by, Person person, Person.Draft draft) {
    if (draft.role() != Role.ADMINISTRATOR) {
      keepAnAdministrator(person);
    }
    persons.change(by, person, draft, clock.instant());
  }

  /** As {@link #change}: lets somebody in no more, or again. */
  public void disable(Who by, Person person, boolean disabled) {
    if (disabled) {
      keepAnAdministrator(person);
    }
    persons.disable(by, person, disabled, clock.instant());
  }

  private void keepAnAdministrator(Person person) {
    if (person.role() != Role.ADMINISTRATOR) {
      return;
    }
    boolean other =
        persons.all().stream()
            .anyMatch(
                one ->
                    one.id() != person.id()
                        && one.role() == Role.ADMINISTRATOR
                        && one.disabledAt() == null);
    if (!other) {
      throw new IllegalArgumentException(
          person.login() + " is the last administrator, and has to stay one.");
    }
  }

  /** A link by which somebody sets a password of their own; who has it can become them. */
  public MadeLink passwordLink(Who by, Person person) {
    Instant now = clock.instant();
    MadeLink made = made(now);
    sessions.addPasswordLink(by, Keys.hash(made.key()), person, now, made.endsAt());
    return made;
  }

  /** A link that makes the first administrator; empty if there is somebody. */
  public Optional<MadeLink> firstLink() {
    if (persons.any()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    MadeLink made = made(now);
    sessions.addFirstLink(Keys.hash(made.key()), now, made.endsAt());
    return Optional.of(made);
  }

  private MadeLink made(Instant now) {
    return new MadeLink(Keys.next(), now.plus(linkTime));
  }

  /** Whom a link is for; the inner one is empty if it makes the first administrator. */
  public Optional<Optional<Person>> ofLink(String key) {
    Optional<Link> link = sessions.link(Keys.hash(key), clock.instant());
    if (link.isEmpty()) {
      return Optional.empty();
    }
    Long id = link.get().personId();
    if (id == null) {
      return persons.any() ? Optional.empty() : Optional.of(Optional.empty());
    }
    Optional<Person> person = persons.byId(id).filter(one -> one.disabledAt() == null);
    return person.isPresent() ? Optional.of(person) : Optional.empty();
  }

  /**
   * Uses a link; it is dead from then on.
   *
   * @param login what the first administrator wants to sign in with; not asked otherwise
   * @return who can sign in now
   * @throws IllegalArgumentException if the password is too weak, or the link cannot be used any
   *     more
   */
  public Person useLink(String key, String login, String password, String address) {
    Optional<Person> known =
        ofLink(key).orElseThrow(() -> new IllegalArgumentException(LINK_IS_DEAD));
    Instant now = clock.instant();
    if (known.isPresent()) {
      Person person = known.get();
      requireGood(password, person.login());
      if (!sessions.usePasswordLink(
          new Who(person.login(), address),
          Keys.hash(key),
          person,
          passwords.hash(password),
          now)) {
        throw new IllegalArgumentException(LINK_IS_DEAD);
      }
      return person;
    }
    Person.Draft draft = draft(login, null, Role.ADMINISTRATOR.wire(), false, List.of(), List.of());
    requireGood(password, draft.login());
    long id =
        sessions
            .useFirstLink(
                new Who(draft.login(), address),
                Keys.hash(key),
                draft,
                passwords.hash(password),
                now)
            .orElseThrow(() -> new IllegalArgumentException(LINK_IS_DEAD));
    return persons.byId(id).orElseThrow();
  }

  /**
   * Sets a password and ends all sessions.
   *
   * @throws IllegalArgumentException if it is too weak, in one sentence
   */
  public void setPassword(Who by, Person person, String password) {
    requireGood(password, person.login());
    persons.setPassword(by, person, passwords.hash(password), clock.instant());
  }

  /**
   * As {@link #setPassword}, by the one whose it is.
   *
   * @throws IllegalArgumentException if the old one is wrong, or the new one too weak
   */
  public void changePassword(Who by, Person person, String old, String password) {
    requireOwn(person, old);
    setPassword(by, person, password);
  }

  private void requireOwn(Person person, String password) {
    String hash = persons.secrets(person.id()).password();
    if (hash != null && !passwords.matches(password, hash)) {
      throw new IllegalArgumentException("That is not your present password.");
    }
  }

  private void requireGood(String password, String login) {
    passwords
        .problem(password, login)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
  }

  /** A secret for the second factor, which counts once a code of it was given. */
  public NewSecret newSecret(Person person) {
    return secret(person, HexFormat.of().formatHex(Codes.newSecret()));
  }

  /** A secret that was shown before. */
  public NewSecret secret(Person person, String hex) {
    byte[] secret = HexFormat.of().parseHex(hex);
    return new NewSecret(hex, Codes.base32(secret), Codes.address(person.login(), secret));
  }

  /**
   * Has codes asked for from now on; by the one whose they are.
   *
   * @throws IllegalArgumentException if the password is wrong, or the code not one of the secret
   */
  public void confirmSecret(Who by, Person person, String password, String hex, String code) {
    requireOwn(person, password);
    byte[] secret = HexFormat.of().parseHex(hex);
    long step =
        Codes.step(secret, code, clock.instant(), null)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "That is not the code of this moment; the clock of the device may be"
                            + " wrong."));
    persons.setSecondFactor(by, person, secret, clock.instant());
    persons.useStep(person.id(), step);
  }

  /** Has no more codes asked for; by the one whose they are, or by an administrator. */
  public void dropSecret(Who by, Person person) {
    persons.setSecondFactor(by, person, null, clock.instant());
  }

  /** As {@link #dropSecret}, by the one whose they are. */
  public void dropOwnSecret(Who by, Person person, String password) {
    requireOwn(person, password);
    dropSecret(by, person);
  }

  /**
   * Says which domains a group has; none takes it away.
   *
   * @throws IllegalArgumentException if one of them is none
   */
  public void setGroup(Who by, String name, List<String> domains) {
    String called = name.strip();
    if (!called.matches("[\\p{Alnum}_.-]{1,50}")) {
      throw new IllegalArgumentException("A group is called by up to 50 letters, digits and . _ -");
    }
    persons.setGroup(by, called, names(domains), clock.instant());
  }
}
