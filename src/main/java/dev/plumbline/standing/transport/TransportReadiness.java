package dev.plumbline.standing.transport;

import dev.plumbline.dns.Counted;
import dev.plumbline.standing.Words;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether {@code mode: enforce} is safe, with the care that is taken of {@code p=reject}: only what
 * reports have shown counts, for long enough and from more than one side.
 *
 * @param ready whether nothing speaks against it
 * @param blockers what does, a sentence each
 * @param evidence what speaks for it
 */
public record TransportReadiness(boolean ready, List<String> blockers, List<String> evidence) {

  /** Weeks of reports looked at. */
  public static final int WINDOW_DAYS = 28;

  /** Days with reports that are enough. */
  static final int ENOUGH_DAYS = 14;

  static final int ENOUGH_REPORTERS = 2;

  /** So long nothing may have failed. */
  static final int QUIET_DAYS = 14;

  public TransportReadiness {
    blockers = List.copyOf(blockers);
    evidence = List.copyOf(evidence);
  }

  /** The answer about one domain on a day. */
  public static TransportReadiness of(Published published, TransportFacts facts, LocalDate today) {
    List<String> blockers = new ArrayList<>();
    policy(published, blockers);
    hosts(published, blockers);
    servers(published, blockers);
    reports(facts, today, blockers);
    List<String> evidence = new ArrayList<>();
    if (facts.sessions() > 0) {
      evidence.add(
          "%,d of %s under the policy succeeded, on %d of the last %d days."
              .formatted(
                  facts.success(),
                  Counted.of(facts.sessions(), "session"),
                  facts.days(),
                  WINDOW_DAYS));
    }
    if (published.hostState() == Published.State.THERE && published.uncovered().isEmpty()) {
      evidence.add("The policy names every mail server: " + list(published.hosts()) + ".");
    }
    for (ServerNow server : published.servers()) {
      if (server.state() == ServerNow.State.FITS) {
        evidence.add(server.host() + ": " + server.words());
      }
    }
    return new TransportReadiness(blockers.isEmpty(), blockers, evidence);
  }

  /** A server that was not reached is no reason to wait: reports tell of it. */
  private static void servers(Published published, List<String> blockers) {
    for (ServerNow server : published.servers()) {
      if (server.state() == ServerNow.State.FAILS) {
        blockers.add(
            server.host() + ": " + server.words() + " With mode: enforce it would get no mail.");
      }
    }
  }

  private static void policy(Published published, List<String> blockers) {
    if (published.stsState() == Published.State.UNKNOWN) {
      blockers.add("What the domain publishes now is not known.");
    } else if (published.mode() == null || published.mode().equals("none")) {
      blockers.add("There is no MTA-STS policy yet; begin with mode: testing.");
    }
  }

  private static void hosts(Published published, List<String> blockers) {
    if (published.mode() == null) {
      return;
    }
    if (published.hostState() == Published.State.UNKNOWN) {
      blockers.add("The mail servers of the domain are not known now.");
    } else if (!published.uncovered().isEmpty()) {
      blockers.add(
          "The policy does not name %s: mail to it would not be delivered any more."
              .formatted(list(published.uncovered())));
    }
  }

  private static void reports(TransportFacts facts, LocalDate today, List<String> blockers) {
    if (facts.days() < ENOUGH_DAYS) {
      blockers.add(
          "Sessions under the policy were reported on %d of the last %d days; %d are needed."
              .formatted(facts.days(), WINDOW_DAYS, ENOUGH_DAYS));
    }
    if (facts.reporters() < ENOUGH_REPORTERS) {
      blockers.add(
          facts.reporters() == 0
              ? "No receiver has reported sessions under the policy of late."
              : "Only one receiver reports sessions under the policy; wait for a second.");
    }
    LocalDate last = facts.lastFailure();
    if (last != null && last.isAfter(today.minusDays(QUIET_DAYS))) {
      blockers.add(
          "Sessions failed, last on %s: with mode: enforce that mail would not come. %d days"
                  .formatted(Words.day(last), QUIET_DAYS)
              + " without a failure are needed.");
    }
  }

  private static String list(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(5, names.size())))
        + (names.size() > 5 ? " and " + (names.size() - 5) + " more" : "");
  }
}
