package dev.plumbline.people;

import dev.plumbline.store.digest.Rhythm;
import dev.plumbline.store.digest.Subscription;
import dev.plumbline.store.digest.Subscription.Draft;
import dev.plumbline.store.digest.Subscription.Timing;
import dev.plumbline.store.digest.Subscriptions;
import dev.plumbline.store.people.Right;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/**
 * Who may have which digest sent: people about what they may see, to themselves; administrators
 * about anything, to anybody.
 */
@ApplicationScoped
public class DigestWishes {

  private final Subscriptions subscriptions;
  private final Wishes wishes;
  private final Clock clock;

  DigestWishes(Subscriptions subscriptions, Wishes wishes, Clock clock) {
    this.subscriptions = subscriptions;
    this.wishes = wishes;
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
    String address = Wishes.address(asked.address());
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
        new Draft(
            address,
            own ? person : null,
            wishes.about(viewer, asked.domains(), asked.groups()),
            timing(asked)),
        Keys.next(),
        clock.instant());
  }

  private static Timing timing(Asked asked) {
    Rhythm rhythm =
        Rhythm.ofWire(asked.rhythm())
            .orElseThrow(
                () -> new IllegalArgumentException("A digest is daily, weekly or monthly."));
    return new Timing(
        rhythm,
        rhythm == Rhythm.DAILY ? 1 : Wishes.number("day", asked.day()),
        Wishes.number("hour", asked.hour()),
        Wishes.zone(asked.zone()));
  }
}
