package dev.plumbline.alert;

import dev.plumbline.people.Keys;
import dev.plumbline.people.Viewer;
import dev.plumbline.people.Wishes;
import dev.plumbline.resolver.WebPosts;
import dev.plumbline.store.alert.Alert;
import dev.plumbline.store.alert.AlertKind;
import dev.plumbline.store.alert.Alerts.Mute;
import dev.plumbline.store.alert.Channel;
import dev.plumbline.store.alert.Channel.Draft;
import dev.plumbline.store.alert.Channel.Quiet;
import dev.plumbline.store.alert.Channel.Shape;
import dev.plumbline.store.alert.Channels;
import dev.plumbline.store.people.Right;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may have which alerts told where: people about what they may see, by mail to themselves;
 * administrators about anything, to anybody, and to other programs.
 */
@ApplicationScoped
public class AlertWishes {

  private static final Pattern SPAN = Pattern.compile("([1-9]\\d{0,3})([hd])");
  private static final int LONGEST_ADDRESS = 2_000;

  private final Channels channels;
  private final Wishes wishes;
  private final WebPosts web;
  private final Clock clock;

  AlertWishes(Channels channels, Wishes wishes, AlertSettings settings, Clock clock) {
    this.channels = channels;
    this.wishes = wishes;
    this.web = WebPosts.create(settings.insideHosts().orElse(List.of()), settings.timeout());
    this.clock = clock;
  }

  /** What somebody asks for, as it was typed. */
  public record Asked(
      String shape,
      String address,
      String secret,
      List<String> domains,
      List<String> groups,
      List<String> kinds,
      String quietFrom,
      String quietTo,
      String zone) {

    public Asked {
      domains = List.copyOf(domains);
      groups = List.copyOf(groups);
      kinds = List.copyOf(kinds);
    }
  }

  /** The channels that somebody may see and end. */
  public List<Channel> of(Viewer viewer) {
    if (viewer.may(Right.ADMINISTER)) {
      return channels.active();
    }
    Long person = viewer.personId();
    return person == null ? List.of() : channels.activeOf(person);
  }

  /**
   * Has alerts told from now on.
   *
   * @throws IllegalArgumentException if they cannot be, in one sentence
   */
  public void add(Viewer viewer, Asked asked) {
    Shape shape =
        Shape.ofWire(asked.shape())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Alerts are told as mail, json, slack, teams, matrix or ntfy."));
    String address =
        shape == Shape.MAIL ? mail(viewer, asked.address()) : web(viewer, asked.address());
    boolean own = shape == Shape.MAIL && address.equalsIgnoreCase(viewer.who().name());
    channels.add(
        viewer.who(),
        new Draft(
            shape,
            address,
            secret(shape, asked.secret().strip()),
            own ? viewer.personId() : null,
            wishes.about(viewer, asked.domains(), asked.groups()),
            kinds(asked.kinds()),
            quiet(asked)),
        Keys.next(),
        clock.instant());
  }

  private static String mail(Viewer viewer, String typed) {
    String address = Wishes.address(typed);
    if (!viewer.may(Right.ADMINISTER)) {
      if (viewer.personId() == null) {
        throw new IllegalArgumentException("Only people can have alerts sent.");
      }
      if (!address.equalsIgnoreCase(viewer.who().name())) {
        throw new IllegalArgumentException(
            "Alerts go to your own address; an administrator can have them sent to others.");
      }
    }
    return address;
  }

  private String web(Viewer viewer, String typed) {
    if (!viewer.may(Right.ADMINISTER)) {
      throw new IllegalArgumentException("An administrator has alerts posted to other programs.");
    }
    if (typed.length() > LONGEST_ADDRESS) {
      throw new IllegalArgumentException("The address is too long.");
    }
    return web.address(typed).toString();
  }

  private static String secret(Shape shape, String typed) {
    if (!typed.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException("The secret is of letters, digits and signs of ASCII.");
    }
    return switch (shape) {
      case MAIL, SLACK, TEAMS -> "";
      case JSON -> typed.isEmpty() ? Keys.next() : typed;
      case NTFY -> typed;
      case MATRIX -> {
        if (typed.isEmpty()) {
          throw new IllegalArgumentException(
              "For Matrix the secret is needed: the access token of whoever posts.");
        }
        yield typed;
      }
    };
  }

  private static @Nullable List<AlertKind> kinds(List<String> typed) {
    if (typed.isEmpty()) {
      return null;
    }
    List<AlertKind> kinds = new ArrayList<>();
    typed.forEach(one -> kinds.add(kind(one)));
    return kinds;
  }

  /**
   * A kind of alerts as it was typed.
   *
   * @throws IllegalArgumentException if there is no such kind, in one sentence
   */
  public static AlertKind kind(String typed) {
    return AlertKind.ofWire(typed)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no kind \"%s\"; there are: %s."
                        .formatted(
                            typed,
                            Arrays.stream(AlertKind.values())
                                .map(AlertKind::wire)
                                .collect(Collectors.joining(", ")))));
  }

  private static @Nullable Quiet quiet(Asked asked) {
    if (asked.quietFrom().isBlank() && asked.quietTo().isBlank()) {
      return null;
    }
    if (asked.quietFrom().isBlank() || asked.quietTo().isBlank()) {
      throw new IllegalArgumentException(
          "Quiet hours need both: when they begin and when they end.");
    }
    Quiet quiet =
        new Quiet(
            Wishes.number("hour", asked.quietFrom()),
            Wishes.number("hour", asked.quietTo()),
            Wishes.zone(asked.zone()));
    if (quiet.from() == quiet.to()) {
      throw new IllegalArgumentException(
          "Quiet hours that begin and end at %d are none; leave both empty to be told at any time."
              .formatted(quiet.from()));
    }
    return quiet;
  }

  /**
   * Until when something is muted.
   *
   * @param typed as {@code 12h} or {@code 7d}; empty for good
   * @throws IllegalArgumentException if it is no such time, in one sentence
   */
  public static @Nullable Instant until(Instant now, String typed) {
    if (typed.isBlank()) {
      return null;
    }
    Matcher span = SPAN.matcher(typed.strip());
    if (!span.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no time; write it as 12h or 7d.".formatted(typed));
    }
    long number = Long.parseLong(span.group(1));
    return now.plus(span.group(2).equals("h") ? Duration.ofHours(number) : Duration.ofDays(number));
  }

  /** Whether somebody may mute alerts of a domain, or of all. */
  public static boolean mayMute(Viewer viewer, @Nullable String domain) {
    return domain == null
        ? viewer.mayEverywhere(Right.DECIDE)
        : viewer.may(Right.DECIDE) && viewer.scope().covers(domain);
  }

  /** Whether somebody may see and end a mute. */
  public static boolean maySee(Viewer viewer, Mute mute) {
    String domain = mute.domain();
    return domain == null ? viewer.scope().isEverything() : viewer.scope().covers(domain);
  }

  /** Whether somebody may say that they take care of an alert that they see. */
  public static boolean mayAcknowledge(Viewer viewer, Alert one) {
    return one.domain().isEmpty() ? viewer.mayEverywhere(Right.DECIDE) : viewer.may(Right.DECIDE);
  }
}
