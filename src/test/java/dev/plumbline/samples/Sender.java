package dev.plumbline.samples;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Someone who sends mail that names a domain of the story in From:, from one or more addresses.
 *
 * @param domain the policy domain
 * @param name what people call the sender
 * @param standing what Plumbline must say of each of its sources
 * @param sources where it sends from
 * @param sourcesADay how many of them send on one day, chosen at random; 0 for all
 * @param volume how many messages on a day, seen by all reporters together
 * @param kinds the kinds of its messages, in shares of the volume
 */
record Sender(
    String domain,
    String name,
    String standing,
    List<Source> sources,
    int sourcesADay,
    Volume volume,
    List<Kind> kinds) {

  Sender {
    sources = List.copyOf(sources);
    kinds = List.copyOf(kinds);
  }

  /**
   * An address.
   *
   * @param host its HELO name
   * @param weight its share, relative to the others
   */
  record Source(String ip, String host, double weight) {}

  /** Messages on a day. */
  @FunctionalInterface
  interface Volume {
    double on(LocalDate day);
  }

  /** How a message came from its author to the reporter. */
  enum Route {
    DIRECT,
    FORWARDED,
    MAILING_LIST
  }

  /** A DKIM signature and what became of it. */
  record Signature(String domain, String selector, String result) {}

  /**
   * Messages that receivers judge alike.
   *
   * @param share its share of the volume, relative to the other kinds of that day
   * @param from the first day of this kind
   * @param until the last day of this kind
   * @param author the domain in From:
   * @param envelope the domain of MAIL FROM, empty for the null reverse path
   * @param spf the result for the envelope domain, or for the HELO name without one
   */
  record Kind(
      double share,
      LocalDate from,
      LocalDate until,
      String author,
      String envelope,
      String spf,
      Route route,
      List<Signature> signatures) {

    Kind {
      signatures = List.copyOf(signatures);
    }

    boolean isOn(LocalDate day) {
      return !day.isBefore(from) && !day.isAfter(until);
    }
  }

  /** Starts the description of a sender. */
  static Builder sender(String domain, String name, String standing) {
    return new Builder(domain, name, standing);
  }

  static Signature signed(String domain, String selector, String result) {
    return new Signature(domain, selector, result);
  }

  /** A sender under description. */
  static final class Builder {
    private final String domain;
    private final String name;
    private final String standing;
    private final List<Source> sources = new ArrayList<>();
    private final List<Kind> kinds = new ArrayList<>();
    private int sourcesADay;
    private Volume volume = day -> 0;
    private LocalDate from = Story.FIRST_DAY;
    private LocalDate until = Story.LAST_DAY;
    private Route route = Route.DIRECT;

    private Builder(String domain, String name, String standing) {
      this.domain = domain;
      this.name = name;
      this.standing = standing;
    }

    Builder at(String ip, String host, double weight) {
      sources.add(new Source(ip, host, weight));
      return this;
    }

    /** Many addresses of equal weight, {@code sourcesADay} of which send on one day. */
    Builder scattered(int sourcesADay, List<String> addresses) {
      this.sourcesADay = sourcesADay;
      addresses.forEach(ip -> at(ip, "unknown.invalid", 1));
      return this;
    }

    Builder sends(Volume volume) {
      this.volume = volume;
      return this;
    }

    /** The kinds that follow exist on these days only. */
    Builder during(LocalDate from, LocalDate until) {
      this.from = from;
      this.until = until;
      return this;
    }

    /** The kinds that follow came this way. */
    Builder by(Route route) {
      this.route = route;
      return this;
    }

    Builder kind(
        double share, String author, String envelope, String spf, Signature... signatures) {
      kinds.add(new Kind(share, from, until, author, envelope, spf, route, List.of(signatures)));
      return this;
    }

    Sender build() {
      return new Sender(domain, name, standing, sources, sourcesADay, volume, kinds);
    }
  }
}
