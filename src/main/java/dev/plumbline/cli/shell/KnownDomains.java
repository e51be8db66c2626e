package dev.plumbline.cli.shell;

import dev.plumbline.dns.DomainName;
import dev.plumbline.store.Scope;
import dev.plumbline.store.traffic.DomainInfo;
import java.util.ArrayList;
import java.util.List;

/** Domains that reports came in about, as a command is given them. */
public final class KnownDomains {

  private KnownDomains() {}

  /**
   * Some domains and those below them; everything if none is given.
   *
   * @throws UserException if one is no domain, or no report about it has come in
   */
  public static Scope scope(Rooms rooms, List<String> given) {
    if (given.isEmpty()) {
      return Scope.EVERYTHING;
    }
    List<String> names = new ArrayList<>();
    for (String one : given) {
      String name = name(one);
      if (rooms.traffic().domains(Scope.of(List.of(name))).isEmpty()) {
        throw notFound(one);
      }
      names.add(name);
    }
    return Scope.of(names);
  }

  /**
   * One domain itself.
   *
   * @throws UserException if it is none, or no report about it has come in
   */
  public static DomainInfo one(Rooms rooms, String given) {
    return rooms.traffic().domain(name(given)).orElseThrow(() -> notFound(given));
  }

  private static String name(String given) {
    return DomainName.parseWritten(given.strip())
        .map(DomainName::toString)
        .orElseThrow(() -> noName(given));
  }

  /** What reports call a domain may be no name of a host; what nobody knows and is none is not. */
  public static UserException notFound(String given) {
    return couldBe(given) ? unknown(forPeople(given)) : noName(given);
  }

  /** Whether what was typed could be the name of a domain. */
  public static boolean couldBe(String given) {
    return DomainName.parseWritten(given.strip()).filter(DomainName::isHostName).isPresent();
  }

  private static String forPeople(String given) {
    return DomainName.parseWritten(given.strip())
        .map(name -> DomainName.forPeople(name.toString()))
        .orElse(given.strip());
  }

  private static UserException noName(String given) {
    return new UserException(
        "\"%s\" is not a domain name such as example.org.".formatted(Terminal.safe(given)));
  }

  /** What is said of a domain that no report has come in about. */
  private static UserException unknown(String shown) {
    return new UserException("No report about " + Terminal.safe(shown) + " has come in.");
  }
}
