package dev.plumbline.people;

import dev.plumbline.dns.DomainName;
import dev.plumbline.store.digest.Rhythm;
import dev.plumbline.store.digest.Subscription;
import dev.plumbline.store.digest.Subscription.Draft;
import dev.plumbline.store.digest.Subscription.Timing;
import dev.plumbline.store.digest.Subscriptions;
import dev.plumbline.store.people.Limits;
import dev.plumbline.store.people.Persons;
import dev.plumbline.store.people.Right;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who may have which digest sent: people about what they may see, to themselves; administrators
 * about anything, to anybody.
 */
@ApplicationScoped
public class DigestWishes {

  private static final Pattern ADDRESS =
      Pattern.compile(
          "[^\\s@<>\",;:()\\[\\]\\\\\\p{Cntrl}]{1,64}@[^\\s@<>\",;:()\\p{Cntrl}]{1,255}");

  private final Subscriptions subscriptions;
  private final Persons persons;
  private final Clock clock;

  DigestWishes(Subscriptions subscriptions, Persons persons, Clock clock) {
    this.subscriptions = subscriptions;
    this.persons = persons;
    this.clock = clock;
  }

  /** What somebody asks for, as it was typed. */
  public record Asked(
      String address,
      List<String> domains,
      List<String> groups,
      String rhythm,
      String day,
      String hour,
      String zone) {

    public Asked {
      domains = List.copyOf(domains);
      groups = List.copyOf(groups);
    }
  }

  /** The digests that somebody may see and end. */
  public List<Subscription> of(Viewer viewer) {
    if (viewer.may(Right.ADMINISTER)) {
      return subscriptions.active();
    }
    Long person = viewer.personId();
    return person == null ? List.of() : subscriptions.activeOf(person);
  }

  /**
   * Has a digest sent from now on.
   *
   * @throws IllegalArgumentException if it cannot be, in one sentence
   */
  public void add(Viewer viewer, Asked asked) {
    String address = asked.address().strip();
    if (!ADDRESS.matcher(address).matches()) {
      throw new IllegalArgumentException("\"%s\" is no mail address.".formatted(address));
    }
    Long person = viewer.personId();
    if (!viewer.may(Right.ADMINISTER)) {
      if (person == null) {
        throw new IllegalArgumentException("Only people can have a digest sent.");
      }
      if (!address.equalsIgnoreCase(viewer.who().name())) {
        throw new IllegalArgumentException(
            "A digest goes to your own address; an administrator can have it sent to others.");
      }
    }
    boolean own = address.equalsIgnoreCase(viewer.who().name());
    subscriptions.add(
        viewer.who(),
        new Draft(address, own ? person : null, about(viewer, asked), timing(asked)),
        Keys.next(),
        clock.instant());
  }

  private Limits about(Viewer viewer, Asked asked) {
    List<String> domains =
        asked.domains().stream()
            .map(
                one ->
                    DomainName.parseWritten(one)
                        .map(DomainName::toString)
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException(
                                    "\"%s\" is no domain.".formatted(one))))
            .toList();
    for (String group : asked.groups()) {
      // Whether there is a group of domains that are not theirs is told to nobody.
      List<String> held = persons.groups().get(group);
      if (held == null || !held.stream().allMatch(viewer.scope()::covers)) {
        throw new IllegalArgumentException("There is no group \"%s\".".formatted(group));
      }
    }
    return Limits.of(domains, asked.groups());
  }

  private static Timing timing(Asked asked) {
    Rhythm rhythm =
        Rhythm.ofWire(asked.rhythm())
            .orElseThrow(
                () -> new IllegalArgumentException("A digest is daily, weekly or monthly."));
    return new Timing(
        rhythm,
        rhythm == Rhythm.DAILY ? 1 : number("day", asked.day()),
        number("hour", asked.hour()),
        zone(asked.zone().strip()));
  }

  private static int number(String what, String text) {
    if (!text.strip().matches("\\d{1,2}")) {
      throw new IllegalArgumentException(
          "The %s is \"%s\"; it must be a number.".formatted(what, text));
    }
    return Integer.parseInt(text.strip());
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text.isEmpty() ? "UTC" : text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "\"%s\" is no time zone; write it as Europe/Berlin.".formatted(text), e);
    }
  }
}
