package dev.plumbline.standing.remedy;

import dev.plumbline.dns.DomainName;
import dev.plumbline.standing.Service;
import dev.plumbline.standing.remedy.SenderNeeds.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a sender comes to sign with DKIM. */
record SigningSteps(DomainName domain, Subject subject) {

  /** For mail whose envelope domain is the sender's own, so that SPF is of no use. */
  List<String> aligning() {
    Service.Guide guide = subject.guide();
    List<String> steps = new ArrayList<>();
    if (guide == null) {
      steps.add(
          "Have %s sign with DKIM as %s: its settings call this domain authentication, and show the"
                  .formatted(subject.name(), domain)
              + " records to publish. SPF is not the problem: its envelope domain is its own.");
      steps.add("If it cannot sign, let it use a return path below %s.".formatted(domain));
      return steps;
    }
    boolean signs = !guide.dkim().isEmpty() || guide.shown();
    if (!signs) {
      steps.add("%s cannot sign with DKIM as %s.".formatted(subject.name(), domain));
    } else {
      steps.add(
          "Have %s sign with DKIM as %s. SPF is not the problem: its envelope domain is its own."
              .formatted(subject.name(), domain));
      where(guide).ifPresent(steps::add);
      guide.dkim().forEach(record -> steps.add("Publish " + record + "."));
      if (guide.shown()) {
        steps.add("Publish the records for DKIM that it shows there.");
      }
    }
    if (guide.returnPath()) {
      steps.add(
          "It can use a return path below %s too; then SPF is aligned as well.".formatted(domain));
    } else if (!signs) {
      steps.add("Send this mail in another way, or with another author domain.");
    }
    return steps;
  }

  /** For addresses that nobody can vouch for. */
  List<String> insteadOfListing() {
    List<String> steps = new ArrayList<>();
    steps.add(
        "Have %s sign its mail with DKIM as %s. %s"
            .formatted(
                subject.name(),
                domain,
                subject.hired()
                    ? "Its addresses are not proposed for SPF, since its other customers send from"
                        + " them too."
                    : "Its address is not proposed for SPF, since a forwarder of signed mail would"
                        + " look the same."));
    where(subject.guide()).ifPresent(steps::add);
    return steps;
  }

  /** For mail that a record lets pass. */
  List<String> better() {
    if (subject.own()) {
      return List.of(
          "Better still, sign with DKIM on these hosts: a signature survives forwarding, SPF does"
              + " not.");
    }
    Service.Guide guide = subject.guide();
    if (guide == null || guide.dkim().isEmpty()) {
      return List.of();
    }
    List<String> steps = new ArrayList<>();
    steps.add(
        "Better still, have %s sign with DKIM as %s: a signature survives forwarding, SPF does not."
            .formatted(subject.name(), domain));
    where(guide).ifPresent(steps::add);
    return List.copyOf(steps);
  }

  private static Optional<String> where(Service.@Nullable Guide guide) {
    return guide == null
        ? Optional.empty()
        : Optional.of(
            "In its settings: %s. Its own page: %s".formatted(guide.where(), guide.link()));
  }
}
