package dev.plumbline.web;

import dev.plumbline.dns.DomainName;
import dev.plumbline.mime.Submitter;
import dev.plumbline.people.Viewers;
import dev.plumbline.store.Scope;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.ReporterFacts;
import dev.plumbline.store.traffic.ReporterFacts.Latest;
import dev.plumbline.store.traffic.ReporterFacts.OtherPolicy;
import dev.plumbline.store.traffic.Reporters;
import dev.plumbline.store.traffic.Reporters.Reporter;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One reporter: what speaks for it and against it, and what is held back in its name. */
@Path("/reporters/{id: [0-9]{1,18}}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class ReporterPage {

  private static final int DAYS_COMPARED = 90;
  private static final int MOST_NAMED = 3;
  private static final int MOST_DOMAINS = 5_000;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(ReporterView view);
  }

  private final Reporters reporters;
  private final ReporterFacts facts;
  private final Viewers viewers;
  private final Clock clock;

  ReporterPage(Reporters reporters, ReporterFacts facts, Viewers viewers, Clock clock) {
    this.reporters = reporters;
    this.facts = facts;
    this.viewers = viewers;
    this.clock = clock;
  }

  @GET
  public TemplateInstance show(@PathParam("id") long id) {
    Scope scope = viewers.scope();
    Reporter reporter = reporters.byId(scope, id).orElseThrow(() -> Unknown.reporter(id));
    List<Latest> latest = facts.latest(scope, id);
    List<OtherPolicy> policies =
        facts.otherPolicies(scope, id, LocalDate.now(clock).minusDays(DAYS_COMPARED));
    ReportersView.Line line = ReportersPage.line(reporter);
    List<String> speaking = new ArrayList<>(line.trust());
    if (reporter.mails() == 0) {
      speaking.add("None of its reports came as a mail, so nothing shows who sent them.");
    }
    speaking.addAll(told(latest));
    if (!policies.isEmpty()) {
      speaking.add(policies(policies));
    }
    return Templates.show(
        new ReporterView(
            id,
            line.name(),
            "%s about %s, %s, %s."
                .formatted(
                    Format.count(reporter.reports(), "report", "reports"),
                    Format.count(reporter.domains(), "domain", "domains"),
                    Format.count(reporter.messages(), "message", "messages"),
                    line.days()),
            line.trustWord(),
            line.trustCss(),
            line.excluded(),
            speaking,
            domains(scope, reporter),
            mailed(latest),
            scope.isEverything() ? held(reporter) : List.of()));
  }

  private List<ReporterView.About> domains(Scope scope, Reporter reporter) {
    return reporters.domains(scope, List.of(reporter.id()), MOST_DOMAINS).stream()
        .map(
            one ->
                new ReporterView.About(
                    DomainName.forPeople(one.domain()),
                    WantedReports.By.of(reporter.name())
                        .in(Links.reportsOfDays(one.domain(), one.firstDay(), one.lastDay())),
                    Format.count(one.reports()),
                    Format.count(one.messages()),
                    Format.days(one.firstDay(), one.lastDay())))
        .toList();
  }

  private List<ReporterView.Held> held(Reporter reporter) {
    return facts.heldBack(reporter.name().toLowerCase(Locale.ROOT)).stream()
        .map(
            one ->
                new ReporterView.Held(
                    "/intake/" + one.intakeId(),
                    Format.time(one.receivedAt()),
                    DomainName.forPeople(one.domain()),
                    one.reason()))
        .toList();
  }

  private static List<String> told(List<Latest> latest) {
    List<String> sentences = new ArrayList<>();
    String of = "Of its %s latest reports ".formatted(Format.count(latest.size()));
    add(
        sentences,
        latest,
        one -> found(one, "pass"),
        of + "%s came in mails that Plumbline verified itself.");
    add(
        sentences,
        latest,
        one -> found(one, "fail"),
        of + "%s came in mails that it looked at and did not find proven.");
    add(
        sentences,
        latest,
        one -> !fileFits(one),
        of + "%s came in files that are named after another organization than mailed them.");
    add(
        sentences,
        latest,
        one -> !emailFits(one),
        of + "%s name an e-mail address of another organization than mailed them.");
    add(
        sentences,
        latest,
        Latest::contradicting,
        of
            + "%s contradict themselves: they evaluate DKIM or SPF as pass, and nothing that they"
            + " tell passed for the author domain.");
    return sentences;
  }

  private static boolean found(Latest one, String verified) {
    ReporterFacts.Found found = one.found();
    return found != null && found.verified().equals(verified);
  }

  private static void add(
      List<String> sentences, List<Latest> latest, Predicate<Latest> which, String sentence) {
    long count = latest.stream().filter(which).count();
    if (count > 0) {
      sentences.add(sentence.formatted(Format.count(count)));
    }
  }

  /** RFC 9990 section 3.3.2: a file is called by the domain of its receiver first. */
  private static boolean fileFits(Latest one) {
    String file = one.member().substring(one.member().lastIndexOf('/') + 1);
    int end = file.indexOf('!');
    String submitter = one.submitter();
    if (end <= 0 || submitter == null) {
      return true; // It names nobody, or there is nothing to compare with.
    }
    Optional<DomainName> receiver = DomainName.parseWritten(file.substring(0, end));
    return receiver.isEmpty() || Submitter.sameOrganization(receiver.get().toString(), submitter);
  }

  private static boolean emailFits(Latest one) {
    String email = one.email();
    String submitter = one.submitter();
    return email == null
        || submitter == null
        || email.indexOf('@') < 0
        || Submitter.sameOrganization(
            email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT), submitter);
  }

  private static String policies(List<OtherPolicy> policies) {
    String named =
        policies.stream()
            .limit(MOST_NAMED)
            .map(
                one ->
                    "%s on %s (%s, others %s)"
                        .formatted(
                            DomainName.forPeople(one.domain()),
                            Format.day(one.day()),
                            word(one.policy()),
                            word(one.others())))
            .collect(Collectors.joining("; "));
    return "It saw another policy than all other reporters of the day, %s: %s%s."
        .formatted(
            Format.count(policies.size(), "time", "times"),
            named,
            policies.size() > MOST_NAMED ? "; and more" : "");
  }

  private static String word(@Nullable String policy) {
    return policy == null || policy.isEmpty() ? "none told" : policy;
  }

  private static List<ReporterView.Mailed> mailed(List<Latest> latest) {
    Map<String, List<Latest>> bySubmitter = new TreeMap<>();
    for (Latest one : latest) {
      String submitter = one.submitter();
      if (submitter != null) {
        bySubmitter.computeIfAbsent(submitter, key -> new ArrayList<>()).add(one);
      }
    }
    return bySubmitter.entrySet().stream()
        .map(
            entry ->
                new ReporterView.Mailed(
                    DomainName.forPeople(entry.getKey()),
                    Format.count(entry.getValue().size()),
                    found(entry.getValue())))
        .toList();
  }

  private static String found(List<Latest> mails) {
    long proven = mails.stream().filter(one -> "pass".equals(one.check())).count();
    String share =
        proven == 0
            ? "None proven."
            : proven == mails.size()
                ? "All proven."
                : "%s of %s proven.".formatted(Format.count(proven), Format.count(mails.size()));
    return mails.stream()
        .filter(one -> !"pass".equals(one.check()))
        .map(Latest::found)
        .filter(Objects::nonNull)
        .findFirst()
        .map(one -> share + " The latest other one: " + one.reason())
        .orElse(share);
  }
}
