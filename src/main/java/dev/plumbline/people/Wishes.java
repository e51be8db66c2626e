package dev.plumbline.people;

import dev.plumbline.dns.DomainName;
import dev.plumbline.store.Scope;
import dev.plumbline.store.people.Limits;
import dev.plumbline.store.people.Persons;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;

/** What those have in common who have something sent. */
@ApplicationScoped
public class Wishes {

  private static final Pattern ADDRESS =
      Pattern.compile(
          "[^\\s@<>\",;:()\\[\\]\\\\\\p{Cntrl}]{1,64}@[^\\s@<>\",;:()\\p{Cntrl}]{1,255}");

  private final Persons persons;
  private final TrafficQueries traffic;

  public Wishes(Persons persons, TrafficQueries traffic) {
    this.persons = persons;
    this.traffic = traffic;
  }

  /**
   * A mail address as it was typed.
   *
   * @throws IllegalArgumentException if it is none, in one sentence
   */
  public static String address(String typed) {
    String address = typed.strip();
    if (!ADDRESS.matcher(address).matches()) {
      throw new IllegalArgumentException("\"%s\" is no mail address.".formatted(address));
    }
    return address;
  }

  /**
   * The domains that somebody wants to be told about.
   *
   * @throws IllegalArgumentException if they cannot be, in one sentence
   */
  public Limits about(Viewer viewer, List<String> typed, List<String> groups) {
    List<String> domains = typed.stream().map(one -> domain(viewer, one)).toList();
    for (String group : groups) {
      // Whether there is a group of domains that are not theirs is told to nobody.
      List<String> held = persons.groups().get(group);
      if (held == null || !held.stream().allMatch(viewer.scope()::covers)) {
        throw new IllegalArgumentException("There is no group \"%s\".".formatted(group));
      }
    }
    return Limits.of(domains, groups);
  }

  /** Nobody waits for word of a domain that was mistyped. */
  private String domain(Viewer viewer, String typed) {
    String name =
        DomainName.parseWritten(typed)
            .map(DomainName::toString)
            .orElseThrow(
                () -> new IllegalArgumentException("\"%s\" is no domain.".formatted(typed)));
    if (traffic.domains(viewer.scope().and(Scope.of(List.of(name)))).isEmpty()) {
      throw new IllegalArgumentException("No report about %s has come in.".formatted(typed));
    }
    return name;
  }

  /**
   * A time zone; UTC if none is named.
   *
   * @throws IllegalArgumentException if there is no such one, in one sentence
   */
  public static ZoneId zone(String typed) {
    String text = typed.strip();
    try {
      return ZoneId.of(text.isEmpty() ? "UTC" : text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "\"%s\" is no time zone; write it as Europe/Berlin.".formatted(text), e);
    }
  }

  /**
   * A whole number of at most two digits.
   *
   * @throws IllegalArgumentException if it is none, in one sentence
   */
  public static int number(String what, String typed) {
    if (!typed.strip().matches("\\d{1,2}")) {
      throw new IllegalArgumentException(
          "The %s is \"%s\"; it must be a number.".formatted(what, typed));
    }
    return Integer.parseInt(typed.strip());
  }
}
