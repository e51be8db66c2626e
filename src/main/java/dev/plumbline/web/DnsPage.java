package dev.plumbline.web;

import dev.plumbline.dns.RecordKind;
import dev.plumbline.report.ReporterName;
import dev.plumbline.resolver.DnsSwitch;
import dev.plumbline.review.PolicyDrifts;
import dev.plumbline.review.PolicyDrifts.PolicySeen;
import dev.plumbline.review.SelectorReviews;
import dev.plumbline.review.SelectorReviews.SelectorReview;
import dev.plumbline.store.checks.HistoryQueries;
import dev.plumbline.store.checks.HistoryQueries.RecordChange;
import dev.plumbline.store.checks.Records.PublishedRecord;
import dev.plumbline.store.checks.SelectorQueries;
import dev.plumbline.store.checks.SelectorQueries.Signed;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.RowFilter;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The records of a domain as they are and were, its DKIM selectors, and the policies seen. */
@Path("/domains/{domain}/dns")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class DnsPage {

  /** A key that signed nothing for so long is not in use any more. */
  private static final int QUIET_DAYS = 30;

  private static final int SHOWN_CHANGES = 50;

  private static final List<PolicyDrifts.Drift> WORST_FIRST =
      List.of(PolicyDrifts.Drift.OTHER, PolicyDrifts.Drift.SAME, PolicyDrifts.Drift.NOT_KNOWN);

  /** What everybody looks for; of the others there may be many, with long texts. */
  private static final Set<RecordKind> OPEN =
      Set.of(RecordKind.DMARC, RecordKind.SPF, RecordKind.MX);

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(DnsView view);
  }

  private final DomainRequests requests;
  private final HistoryQueries history;
  private final SelectorQueries signatures;
  private final SelectorReviews selectors;
  private final PolicyDrifts drifts;
  private final RecheckState recheckState;
  private final DnsSwitch dns;

  DnsPage(
      DomainRequests requests,
      HistoryQueries history,
      SelectorQueries signatures,
      SelectorReviews selectors,
      PolicyDrifts drifts,
      RecheckState recheckState,
      DnsSwitch dns) {
    this.requests = requests;
    this.history = history;
    this.signatures = signatures;
    this.selectors = selectors;
    this.drifts = drifts;
    this.recheckState = recheckState;
    this.dns = dns;
  }

  @GET
  public TemplateInstance show(@BeanParam DomainRequest request) {
    DomainRequests.Asked asked = requests.of(request);
    DomainInfo domain = asked.domain();
    String name = domain.name();
    Period period = asked.period();
    List<RecordChange> changes = history.changes(domain.id());
    List<PublishedRecord> records = history.records(domain.id());
    DnsView.Lint lint = KeptLint.of(domain, records);
    Map<String, Signed> signed = signed(domain, period);
    return Templates.show(
        new DnsView(
            name,
            Links.domain(name, period),
            period.picker(Links.dns(name)),
            Tabs.of(name, period, Tabs.DNS),
            recheckState.of(name, period, domain.dnsCheckedAt(), false),
            lint,
            published(
                records.stream()
                    .filter(
                        record -> !record.kind().isKey() || KeptLint.isOwn(record.name(), domain))
                    .toList()),
            changes.stream().limit(SHOWN_CHANGES).map(RecordChanges::line).toList(),
            changes.isEmpty()
                ? domain.isKnown()
                    ? "none seen since the first re-check"
                    : "not known: " + dns.noAnswer()
                : changes.size() > SHOWN_CHANGES
                    ? "the newest %d of %s".formatted(SHOWN_CHANGES, Format.count(changes.size()))
                    : Format.count(changes.size(), "change", "changes"),
            selectors.selectors(name, QUIET_DAYS).stream()
                .filter(one -> KeptLint.isOwn(one.use().domain(), domain))
                .map(one -> selector(one, lint, signed, Links.reports(name, period)))
                .toList(),
            seen(name, drifts.drifts(name, period.from(), period.to()), period)));
  }

  /** What was seen that nobody published comes first, and what cannot be compared last. */
  private static DnsView.SeenPolicies seen(String domain, List<PolicySeen> seen, Period period) {
    List<String> words = new ArrayList<>();
    for (PolicyDrifts.Drift drift : WORST_FIRST) {
      long some = seen.stream().filter(one -> one.drift() == drift).count();
      if (some > 0) {
        words.add((some == seen.size() ? "all " : Format.count(some) + " ") + word(drift));
      }
    }
    return new DnsView.SeenPolicies(
        String.join(", ", words),
        seen.stream().anyMatch(one -> one.drift() == PolicyDrifts.Drift.OTHER),
        seen.stream()
            .sorted(Comparator.comparingInt(one -> WORST_FIRST.indexOf(one.drift())))
            .map(one -> seen(domain, one, period))
            .toList());
  }

  private static String word(PolicyDrifts.Drift drift) {
    return switch (drift) {
      case SAME -> "as published";
      case OTHER -> "something else";
      case NOT_KNOWN -> "not known";
    };
  }

  private static List<DnsView.Published> published(List<PublishedRecord> records) {
    var published = new ArrayList<DnsView.Published>();
    for (RecordKind kind : RecordKind.values()) {
      List<DnsView.RecordSet> sets =
          records.stream()
              .filter(record -> record.current() && record.kind() == kind)
              .filter(record -> !record.texts().isEmpty() || !isOptional(kind))
              .map(
                  record ->
                      new DnsView.RecordSet(
                          "record-" + kind.wire() + "-" + Links.segment(record.name()),
                          record.name(),
                          "seen since " + Format.time(record.firstSeen()),
                          record.texts()))
              .toList();
      if (!sets.isEmpty()) {
        published.add(
            new DnsView.Published(
                RecordTitles.of(kind),
                OPEN.contains(kind),
                Format.count(sets.size(), "name", "names"),
                sets));
      }
    }
    return published;
  }

  /** That these are missing is normal, and not worth a line for each name. */
  private static boolean isOptional(RecordKind kind) {
    return kind == RecordKind.CNAME || kind == RecordKind.SPF_INCLUDE;
  }

  /** What was signed in a period, by the name of the key. */
  private Map<String, Signed> signed(DomainInfo domain, Period period) {
    Map<String, Signed> signed = new HashMap<>();
    for (Signed one : signatures.signed(domain.id(), period.from(), period.to())) {
      signed.put(key(one.selector(), one.domain()), one);
    }
    return signed;
  }

  private static String key(String selector, String domain) {
    return selector + "._domainkey." + domain;
  }

  private static DnsView.Selector selector(
      SelectorReview review, DnsView.Lint lint, Map<String, Signed> signed, String reports) {
    String key = key(review.use().selector(), review.use().domain());
    boolean doubtful = lint.found().stream().anyMatch(one -> one.name().equals(key));
    String word =
        switch (review.rotation()) {
          case STILL_SIGNS -> doubtful ? "in use, see above" : "in use";
          case CAN_GO -> "can go";
          case KEY_MISSING -> "key missing";
          case RETIRED -> "gone";
          case NOT_KNOWN -> "not known";
        };
    String css =
        switch (review.rotation()) {
          case STILL_SIGNS -> doubtful ? "mark-warn" : "mark-good";
          case CAN_GO -> "mark-warn";
          case KEY_MISSING -> "mark-bad";
          case RETIRED, NOT_KNOWN -> "mark-plain";
        };
    Signed now = signed.get(key);
    return new DnsView.Selector(
        review.use().domain(),
        review.use().selector(),
        Format.count(now == null ? 0 : now.messages()),
        now == null
            ? null
            : reports
                + "&"
                + Links.signature(new RowFilter.Signature(now.domain(), now.selector())),
        now == null ? Format.share(0, 0) : Format.share(now.passMessages(), now.messages()),
        Format.day(review.use().lastDay()),
        word,
        css,
        review.reason());
  }

  private static DnsView.Seen seen(String domain, PolicySeen seen, Period period) {
    String css =
        switch (seen.drift()) {
          case SAME -> "mark-good";
          case OTHER -> "mark-bad";
          case NOT_KNOWN -> "mark-plain";
        };
    return new DnsView.Seen(
        ReporterName.forPeople(seen.reporter()),
        WantedReports.By.of(seen.reporter()).in(Links.reports(domain, period)),
        seen.seen(),
        word(seen.drift()),
        css,
        Format.days(seen.firstDay(), seen.lastDay()),
        Format.count(seen.reports()));
  }
}
