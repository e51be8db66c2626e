package dev.plumbline.web;

import dev.plumbline.dmarc.DmarcRecord;
import dev.plumbline.dns.RecordKind;
import dev.plumbline.report.ReporterName;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.checks.HistoryQueries;
import dev.plumbline.store.judgement.Decisions;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.ReporterDays;
import dev.plumbline.store.traffic.SenderTraffic;
import dev.plumbline.store.traffic.Shown;
import dev.plumbline.store.traffic.SourceDay;
import dev.plumbline.store.traffic.Traffic;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Charts of what happened on each day: what passed and what failed then, whatever is thought of its
 * senders now, with marks where a record changed or somebody decided.
 */
@ApplicationScoped
class TrafficCharts {

  private static final DayChart.Series PASS =
      new DayChart.Series("Pass", "st-authorized", DayChart.Lane.PASS);
  private static final DayChart.Series FAIL = failing("Fail", "st-regressed");

  private static final List<DayChart.Series> OF_DOMAIN =
      Stream.concat(Stream.of(PASS), Stream.of(Whose.values()).map(Whose::failing)).toList();

  private static final List<DayChart.Series> OF_RECEIVERS =
      List.of(
          new DayChart.Series("Delivered", "st-authorized", DayChart.Lane.PASS),
          fail("Quarantined", "st-needs-alignment", Shown.QUARANTINED),
          fail("Rejected", "st-regressed", Shown.REJECTED));

  /** Told apart from each other; the last is for all reporters without a colour of their own. */
  private static final List<String> OF_REPORTERS =
      List.of(
          "st-regressed",
          "st-needs-alignment",
          "st-unrecognized",
          "st-fixed",
          "st-needs-authorizing",
          "pl-field");

  /** Kinds of records that mail passes or fails by. */
  private static final Set<RecordKind> KINDS =
      Set.of(RecordKind.DMARC, RecordKind.SPF, RecordKind.DKIM);

  private static final int MOST_MARKS = 12;

  private final SenderTraffic traffic;
  private final ReporterDays reporters;
  private final HistoryQueries history;
  private final Decisions decisions;

  TrafficCharts(
      SenderTraffic traffic, ReporterDays reporters, HistoryQueries history, Decisions decisions) {
    this.traffic = traffic;
    this.reporters = reporters;
    this.history = history;
    this.decisions = decisions;
  }

  /** Leads to the reports that tell of messages that fail. */
  private static DayChart.Series failing(String label, String colour) {
    return fail(label, colour, Shown.FAILING);
  }

  /** Leads to the reports that tell of such messages. */
  private static DayChart.Series fail(String label, String colour, Shown show) {
    return new DayChart.Series(
        label, colour, DayChart.Lane.FAIL, HiddenField.query(Shows.fields(show)));
  }

  /** What the messages of a domain are told apart by. */
  enum By {
    RESULT("", "Passed or failed"),
    RECEIVER("receivers", "What receivers did"),
    REPORTER("reporters", "Who saw them fail");

    private final String wire;
    private final String label;

    By(String wire, String label) {
      this.wire = wire;
      this.label = label;
    }

    /**
     * The one of an address; the first if it says nothing.
     *
     * @throws jakarta.ws.rs.BadRequestException if it is the word of none
     */
    static By of(@Nullable String wire) {
      return AddressWords.one("chart", wire, List.of(values()), one -> one.wire).orElse(RESULT);
    }

    /** What an address says of it. */
    List<HiddenField> kept() {
      return wire.isEmpty() ? List.of() : List.of(new HiddenField("chart", wire));
    }

    /** All of them, as choices of a page about a domain. */
    static List<Tab> choices(String domain, Period period, By current) {
      return Stream.of(values())
          .map(
              one ->
                  new Tab(
                      one.label,
                      Links.domain(domain, period) + HiddenField.query(one.kept()) + "#traffic",
                      one == current))
          .toList();
    }
  }

  /** The chart of a domain. */
  DayChart ofDomain(DomainInfo domain, Period period, By by) {
    return switch (by) {
      case RESULT -> byResult(domain, period);
      case RECEIVER -> byReceiver(domain, period);
      case REPORTER -> byReporter(domain, period);
    };
  }

  private DayChart byReceiver(DomainInfo domain, Period period) {
    Stack stack = new Stack(period, OF_RECEIVERS);
    for (SenderTraffic.StandingDay day :
        traffic.standingDays(domain.id(), period.from(), period.to(), stack.step())) {
      Traffic told = day.traffic();
      stack.add(day.day(), 0, told.messages() - told.quarantined() - told.rejected());
      stack.add(day.day(), 1, told.quarantined());
      stack.add(day.day(), 2, told.rejected());
    }
    marks(stack, domain, period, null);
    return stack
        .chart("Messages per day by what receivers did with them", reports(domain))
        .in("delivered", "refused");
  }

  private DayChart byReporter(DomainInfo domain, Period period) {
    int most = OF_REPORTERS.size() - 1;
    List<ReporterDays.ReporterDay> days =
        reporters.of(domain.id(), period.from(), period.to(), Stack.step(period), most);
    List<String> named =
        days.stream()
            .map(ReporterDays.ReporterDay::reporter)
            .filter(Objects::nonNull)
            .distinct()
            .sorted()
            .toList();
    List<DayChart.Series> series = new ArrayList<>(List.of(PASS));
    for (int i = 0; i < named.size(); i++) {
      series.add(
          new DayChart.Series(
              "Fail, " + ReporterName.forPeople(named.get(i)),
              OF_REPORTERS.get(Math.min(i, most - 1)),
              DayChart.Lane.FAIL,
              HiddenField.query(new WantedReports.By(named.get(i), null, Shown.FAILING).fields())));
    }
    series.add(others(named, OF_REPORTERS.get(most)));
    Stack stack = new Stack(period, series);
    for (ReporterDays.ReporterDay day : days) {
      int known = day.reporter() == null ? named.size() : named.indexOf(day.reporter());
      stack.add(day.day(), 0, day.passMessages());
      stack.add(day.day(), known + 1, day.messages() - day.passMessages());
    }
    marks(stack, domain, period, null);
    return stack.chart("Messages per day that fail, by who reported them", reports(domain));
  }

  /** Leads to reports of those alone that have no colour of their own. */
  private static DayChart.Series others(List<String> named, String colour) {
    return named.isEmpty()
        ? failing("Fail", colour)
        : new DayChart.Series(
            "Fail, others",
            colour,
            DayChart.Lane.FAIL,
            HiddenField.query(new WantedReports.ByOthers(named).fields()));
  }

  private DayChart byResult(DomainInfo domain, Period period) {
    Stack stack = new Stack(period, OF_DOMAIN);
    for (SenderTraffic.StandingDay day :
        traffic.standingDays(domain.id(), period.from(), period.to(), stack.step())) {
      long pass = day.traffic().pass();
      stack.add(day.day(), 0, pass);
      Standing standing = day.standing();
      Whose whose = standing == null ? Whose.NOT_JUDGED : Whose.of(standing);
      stack.add(
          day.day(), 1 + List.of(Whose.values()).indexOf(whose), day.traffic().messages() - pass);
    }
    marks(stack, domain, period, null);
    return stack.chart("Messages per day that pass and that fail", reports(domain));
  }

  private static BiFunction<LocalDate, LocalDate, String> reports(DomainInfo domain) {
    return (first, last) -> Links.reportsOfDays(domain.name(), first, last);
  }

  /** The chart of one of its senders. */
  DayChart ofSender(DomainInfo domain, String key, Period period) {
    Stack stack = new Stack(period, List.of(PASS, FAIL));
    for (SenderTraffic.SenderDay day :
        traffic.senderDays(domain.id(), key, period.from(), period.to())) {
      stack.add(day.day(), 0, day.traffic().pass());
      stack.add(day.day(), 1, day.traffic().messages() - day.traffic().pass());
    }
    marks(stack, domain, period, key);
    return stack.chart(
        "Messages of this sender per day",
        (first, last) ->
            Links.reportsOfDays(domain.name(), first, last)
                + HiddenField.query(WantedReports.Behind.of(key, Shown.ALL).fields()));
  }

  /** The chart of one of its sources, which is behind a sender. */
  DayChart ofSource(
      DomainInfo domain, String key, InetAddress ip, List<SourceDay> days, Period period) {
    Stack stack = new Stack(period, List.of(PASS, FAIL));
    for (SourceDay day : days) {
      stack.add(day.day(), 0, day.passMessages());
      stack.add(day.day(), 1, day.messages() - day.passMessages());
    }
    marks(stack, domain, period, key);
    String with = HiddenField.query(new WantedReports.OfSource(ip, Shown.ALL).fields());
    return stack.chart(
        "Messages of this source per day",
        (first, last) -> Links.reportsOfDays(domain.name(), first, last) + with);
  }

  /** Records change for all senders; decisions are about one. */
  private void marks(Stack stack, DomainInfo domain, Period period, @Nullable String sender) {
    Stream<Event> records =
        history.changes(domain.id()).stream()
            .filter(one -> KINDS.contains(one.kind()))
            .map(
                one ->
                    new Event(
                        one.at(),
                        changed(one),
                        Links.dns(domain.name()) + "?" + period.query() + "#changes"));
    Stream<Event> decided =
        decisions.all(domain.id()).stream()
            .filter(one -> sender == null || one.senderKey().equals(sender))
            .map(one -> decision(domain.name(), one, period));
    Stream.concat(records, decided)
        .filter(one -> within(period, one.at()))
        .sorted(Comparator.comparing(Event::at).reversed())
        .limit(MOST_MARKS)
        .sorted(Comparator.comparing(Event::at))
        .forEach(one -> stack.mark(day(one.at()), one.text(), one.href()));
  }

  /** Of a DMARC record, what became of its policy. */
  private static String changed(HistoryQueries.RecordChange change) {
    String before = policy(change.before());
    String after = policy(change.after());
    return change.kind().wire()
        + " record changed: "
        + change.name()
        + (change.kind() != RecordKind.DMARC || before.isEmpty() || before.equals(after)
            ? ""
            : after.isEmpty() ? ", " + before + " is gone" : ", %s to %s".formatted(before, after));
  }

  /** As "p=reject"; empty where no single record says one. */
  private static String policy(List<String> texts) {
    List<String> policies =
        texts.stream()
            .flatMap(text -> DmarcRecord.parse(text).stream())
            .map(DmarcRecord::p)
            .flatMap(Stream::ofNullable)
            .map(policy -> "p=" + policy.wire())
            .toList();
    return policies.size() == 1 ? policies.get(0) : "";
  }

  /** Something to be marked. */
  private record Event(Instant at, String text, String href) {}

  private static Event decision(String domain, Decisions.Recorded recorded, Period period) {
    Decision decision = recorded.decision();
    boolean whole = recorded.senderKey().equals(Decision.WHOLE_DOMAIN);
    String what =
        switch (decision.verdict()) {
          case OURS -> whole ? "said to send mail" : "said to be ours";
          case NOT_OURS -> whole ? "said to send no mail" : "said not to be ours";
          case UNDECIDED -> "said to be undecided";
        };
    return new Event(
        decision.decidedAt(),
        (whole ? domain : name(recorded.senderKey())) + " " + what,
        whole
            ? Steps.policy(domain, period) + "#use"
            : Links.sender(domain, recorded.senderKey(), period) + "#decision");
  }

  /** A key without the word for its kind. */
  static String name(String key) {
    return key.substring(key.indexOf(':') + 1);
  }

  private static boolean within(Period period, Instant at) {
    LocalDate day = day(at);
    return !day.isBefore(period.from()) && !day.isAfter(period.to());
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }
}
