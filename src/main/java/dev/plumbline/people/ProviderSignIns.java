package dev.plumbline.people;

import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.AuditLog.Deed;
import dev.plumbline.store.people.Limits;
import dev.plumbline.store.people.Person;
import dev.plumbline.store.people.Persons;
import dev.plumbline.store.people.Role;
import dev.plumbline.store.people.Who;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets people in whom an OpenID provider proved to be themselves. Their groups there say what they
 * are here, anew each time they sign in; nobody of any group that is named is let in.
 */
@ApplicationScoped
public class ProviderSignIns {

  private final Accounts accounts;
  private final Persons persons;
  private final AuditLog audit;
  private final ProviderSettings settings;
  private final Clock clock;

  ProviderSignIns(
      Accounts accounts, Persons persons, AuditLog audit, ProviderSettings settings, Clock clock) {
    this.accounts = accounts;
    this.persons = persons;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Who somebody is, by the word of the provider.
   *
   * @param subject the provider's own, lasting name for them
   * @param login what they sign in as here
   * @param groups those they are in
   */
  public record Proven(
      String issuer, String subject, String login, @Nullable String name, Set<String> groups) {

    public Proven {
      groups = Set.copyOf(groups);
    }

    /** No two providers mean the same by it. */
    private String key() {
      return issuer + " " + subject;
    }
  }

  /** What people call the provider; empty if there is none. */
  public Optional<String> name() {
    return settings.issuer().map(unused -> settings.name());
  }

  /**
   * Who signs in, with the role their groups give them today.
   *
   * @throws IllegalArgumentException if they may not, in one sentence
   */
  public Person person(Proven proven, String address) {
    Who who = new Who(proven.login(), address);
    try {
      return person(who, proven);
    } catch (IllegalArgumentException e) {
      audit.add(who, clock.instant(), Deed.of("sign-in-refused", proven.login(), null));
      throw e;
    }
  }

  /** Writes down that somebody came whom the provider did not prove well enough. */
  public void refuse(String login, String address) {
    audit.add(new Who(login, address), clock.instant(), Deed.of("sign-in-refused", login, null));
  }

  private Person person(Who who, Proven proven) {
    Role role =
        role(proven.groups())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "None of your groups is let in here; an administrator can say which are."));
    boolean unmask = isIn(settings.unmask(), proven.groups());
    Optional<Person> known = persons.bySubject(proven.key());
    Person.Draft draft = draft(proven, role, unmask, known.orElse(null));
    if (known.isEmpty()) {
      return add(who, proven, draft);
    }
    Person person = known.get();
    if (person.disabledAt() != null) {
      throw new IllegalArgumentException("You cannot sign in here any more.");
    }
    if (!draft.equals(
        new Person.Draft(
            person.login(), person.name(), person.role(), person.unmask(), person.limits()))) {
      accounts.change(who, person, draft);
    }
    return persons.byId(person.id()).orElseThrow();
  }

  private Person add(Who who, Proven proven, Person.Draft draft) {
    // Whoever may choose their address at the provider must not become who has it here.
    return accounts
        .add(who, draft, proven.key())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Somebody signs in as %s already, and not by the provider."
                        .formatted(draft.login())));
  }

  /** Limits are those of domain groups of the same names; without any, what was said here. */
  private Person.Draft draft(Proven proven, Role role, boolean unmask, @Nullable Person known) {
    List<String> groups =
        persons.groups().keySet().stream().filter(proven.groups()::contains).toList();
    Person.Draft draft =
        accounts.draft(
            known == null ? proven.login() : known.login(),
            proven.name(),
            role.wire(),
            unmask,
            List.of(),
            role == Role.ADMINISTRATOR ? List.of() : groups);
    if (known == null || !groups.isEmpty() || role == Role.ADMINISTRATOR) {
      return draft;
    }
    Limits limits = known.limits();
    return new Person.Draft(draft.login(), draft.name(), draft.role(), draft.unmask(), limits);
  }

  private Optional<Role> role(Set<String> groups) {
    if (isIn(settings.administrators(), groups)) {
      return Optional.of(Role.ADMINISTRATOR);
    }
    if (isIn(settings.analysts(), groups)) {
      return Optional.of(Role.ANALYST);
    }
    return isIn(settings.viewers(), groups) ? Optional.of(Role.VIEWER) : Optional.empty();
  }

  private static boolean isIn(Optional<List<String>> named, Collection<String> groups) {
    return named.orElse(List.of()).stream().anyMatch(groups::contains);
  }
}
