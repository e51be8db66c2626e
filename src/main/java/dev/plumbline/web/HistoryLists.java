package dev.plumbline.web;

import dev.plumbline.report.ReporterName;
import dev.plumbline.standing.Decision;
import dev.plumbline.store.Scope;
import dev.plumbline.store.judgement.Decisions;
import dev.plumbline.store.judgement.Events;
import dev.plumbline.store.judgement.Events.Event;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BadRequestException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened, as lists to page through and to limit. */
@ApplicationScoped
class HistoryLists {

  private static final int PAGE_SIZE = 50;

  /** Farther back pages become slow; the exports have all. */
  private static final int MOST = 1_000;

  private final Events events;
  private final Tables tables;

  HistoryLists(Events events, Tables tables) {
    this.events = events;
    this.tables = tables;
  }

  /** The list over all domains that may be seen. */
  HistoryView all(Scope scope, @Nullable String kind, int page) {
    List<Event> found = found(scope, null, kind, page);
    return new HistoryView(
        null,
        null,
        List.of(),
        kinds("/history", "?", kind),
        found.stream().limit(size()).map(one -> entry(one, true)).toList(),
        pager("/history?", kind, page, found.size()));
  }

  /** The list of one domain. */
  HistoryView of(DomainRequests.Asked asked, @Nullable String kind, int page) {
    String name = asked.domain().name();
    Period period = asked.period();
    String self = Links.history(name) + "?" + period.query();
    List<Event> found = found(Scope.EVERYTHING, asked.domain().id(), kind, page);
    return new HistoryView(
        name,
        Links.domain(name, period),
        Tabs.of(name, period, Tabs.HISTORY),
        kinds(self, "&", kind),
        found.stream().limit(size()).map(one -> entry(one, false)).toList(),
        pager(self + "&", kind, page, found.size()));
  }

  private List<Event> found(Scope scope, @Nullable Long domain, @Nullable String kind, int page) {
    if (page > MOST / size()) {
      throw new BadRequestException(
          "This page shows the newest %s; the export has all."
              .formatted(Format.count(MOST, "entry", "entries")));
    }
    return events.newest(scope, domain, wanted(kind), (page - 1) * size(), size() + 1);
  }

  private int size() {
    return tables.size("history", PAGE_SIZE);
  }

  private Pager pager(String self, @Nullable String kind, int page, int found) {
    String address = self + (kind == null ? "" : "kind=" + Links.value(kind) + "&") + "page=";
    // How many pages there are is not counted; the first is there whatever was asked for.
    boolean beyond = page > 1 && found == 0;
    return new Pager(
        "page " + page,
        page > 1 ? address + (beyond ? 1 : page - 1) : null,
        found > size() && page < MOST / size() ? address + (page + 1) : null,
        beyond);
  }

  private static Set<Events.Kind> wanted(@Nullable String kind) {
    return AddressWords.one("kind", kind, List.of(Events.Kind.values()), HistoryLists::wire)
        .map(EnumSet::of)
        .orElse(EnumSet.allOf(Events.Kind.class));
  }

  private static String wire(Events.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static List<Tab> kinds(String self, String joint, @Nullable String current) {
    List<Tab> chips = new ArrayList<>();
    chips.add(new Tab("Everything", self, current == null || current.isBlank()));
    for (Events.Kind kind : Events.Kind.values()) {
      String word =
          switch (kind) {
            case JUDGEMENT -> "Senders and policies";
            case RECORD -> "Records";
            case DECISION -> "Decisions";
            case TEST -> "Test mails";
            case REPORTER -> "Silent reporters";
          };
      chips.add(new Tab(word, self + joint + "kind=" + wire(kind), wire(kind).equals(current)));
    }
    return chips;
  }

  private static HistoryView.Entry entry(Event event, boolean named) {
    if (event.change() != null) {
      return new HistoryView.Entry(History.line(event.change(), named, event.known()), null);
    }
    String domain = named ? event.domain() : null;
    String when = Format.time(event.at());
    if (event.record() != null) {
      Events.Changed changed = event.record();
      return new HistoryView.Entry(
          new History.Line(
              when,
              domain,
              null,
              Links.dns(event.domain()) + "#changes",
              "A record changed: " + changed.name() + "."),
          RecordChanges.line(
              event.at(), changed.name(), changed.kind(), changed.before(), changed.after()));
    }
    if (event.reporter() != null) {
      return entry(event.reporter(), when);
    }
    if (event.test() != null) {
      String key = event.test().senderKey();
      return new HistoryView.Entry(
          new History.Line(
              when,
              domain,
              TrafficCharts.name(key),
              event.known()
                  ? Links.sender(event.domain(), key) + "#tests"
                  : Links.domain(event.domain()),
              SenderPage.outcome(event.test()) + " " + event.test().told()),
          null);
    }
    Decisions.Recorded recorded = event.decision();
    if (recorded == null) {
      throw new AssertionError(event);
    }
    boolean whole = recorded.senderKey().equals(Decision.WHOLE_DOMAIN);
    return new HistoryView.Entry(
        new History.Line(
            when,
            domain,
            whole ? null : TrafficCharts.name(recorded.senderKey()),
            whole
                ? Links.policy(event.domain()) + "#use"
                : event.known()
                    ? Links.sender(event.domain(), recorded.senderKey()) + "#decision"
                    : Links.domain(event.domain()),
            sentence(recorded.decision(), whole)),
        null);
  }

  private static HistoryView.Entry entry(Events.Quiet reporter, String when) {
    return new HistoryView.Entry(
        new History.Line(
            when,
            null,
            ReporterName.forPeople(reporter.name()),
            "/reporters/" + reporter.id(),
            "Reports about none of your domains any more. " + reporter.why()),
        null);
  }

  private static String sentence(Decision decision, boolean whole) {
    String what =
        switch (decision.verdict()) {
          case OURS -> whole ? "Sends mail" : "Ours";
          case NOT_OURS -> whole ? "Sends no mail" : "Not ours";
          case UNDECIDED -> whole ? "As its records tell" : "Undecided";
        };
    return what
        + ", said "
        + decision.decidedBy()
        + (decision.note() == null ? "." : ": " + decision.note());
  }
}
