package dev.plumbline.store.judgement;

import dev.plumbline.dns.RecordKind;
import dev.plumbline.standing.Decision;
import dev.plumbline.store.Database;
import dev.plumbline.store.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what happened to domains: how judgements and records changed, and what was decided. */
@ApplicationScoped
public class Events {

  /** The newest ones; years of them, where reporters come and go. */
  private static final int MOST_SILENCES = 1_000;

  private final Database database;

  Events(Database database) {
    this.database = database;
  }

  /** What can happen. */
  public enum Kind {
    JUDGEMENT,
    RECORD,
    DECISION,
    TEST,
    REPORTER
  }

  /**
   * Something that happened; exactly one of the last five is not null.
   *
   * @param known whether the sender it is about, if it is about one, is still known
   * @param change of the judgement
   * @param record that gave way to another
   * @param decision about a sender
   * @param test mail that was sent through a sender
   * @param reporter that tells nothing any more; the domain is empty, since it is about all
   */
  public record Event(
      String domain,
      Instant at,
      boolean known,
      @Nullable StandingChange change,
      @Nullable Changed record,
      Decisions.@Nullable Recorded decision,
      SenderTests.@Nullable Done test,
      @Nullable Quiet reporter) {}

  /** A record set that changed; no texts stand for no record. */
  public record Changed(String name, RecordKind kind, List<String> before, List<String> after) {

    public Changed {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /**
   * A reporter that told of domains on many days, and of none since.
   *
   * @param why what that was concluded from, in sentences
   */
  public record Quiet(long id, String name, String why) {}

  /**
   * Events, the newest first.
   *
   * @param domainId of a domain that may be seen; null for all of those
   * @param most so many are read of each kind, and returned at most
   */
  public List<Event> newest(
      Scope scope, @Nullable Long domainId, Set<Kind> kinds, int skip, int most) {
    List<Event> events = new ArrayList<>();
    if (kinds.contains(Kind.JUDGEMENT)) {
      events.addAll(changes(scope, domainId, skip + most));
    }
    if (kinds.contains(Kind.RECORD)) {
      events.addAll(records(scope, domainId, skip + most));
    }
    if (kinds.contains(Kind.DECISION)) {
      events.addAll(decisions(scope, domainId, skip + most));
    }
    if (kinds.contains(Kind.TEST)) {
      events.addAll(tests(scope, domainId, skip + most));
    }
    if (kinds.contains(Kind.REPORTER)) {
      events.addAll(reporters(scope, domainId, skip + most));
    }
    Stream<Event> sorted =
        events.stream().sorted(Comparator.comparing(Event::at).reversed()).skip(skip);
    return sorted.limit(most).toList();
  }

  private List<Event> changes(Scope scope, @Nullable Long domainId, int most) {
    return database.list(
        """
        select c.id, d.name as domain, c.at, c.sender_key, c.sender_name, c.what, c.was, c.became,
          c.cause, c.detail, exists (
            select from sender_standing n
            where n.domain_id = c.domain_id and n.sender_key = c.sender_key) as known
        from standing_change c join domain d on d.id = c.domain_id where
        """
            + where(domainId)
            + " order by c.at desc, c.id desc limit ?",
        row -> {
          StandingChange change = StandingChange.of(row);
          return new Event(
              change.domain(),
              change.at(),
              row.getBoolean("known"),
              change,
              null,
              null,
              null,
              null);
        },
        parameter(scope, domainId),
        most);
  }

  /** The first state of a record set is no change, and is known by having none before it. */
  private List<Event> records(Scope scope, @Nullable Long domainId, int most) {
    return database.list(
        """
        select d.name as domain, r.first_seen, r.name, r.type, r.texts, b.texts as before
        from dns_record r join domain d on d.id = r.domain_id
        cross join lateral (
          select texts from dns_record b
          where b.domain_id = r.domain_id and b.name = r.name and b.type = r.type
            and b.first_seen < r.first_seen
          order by b.first_seen desc limit 1) b
        where
        """
            + where(domainId)
            + " order by r.first_seen desc limit ?",
        row ->
            new Event(
                row.getString("domain"),
                Database.requiredInstant(row, "first_seen"),
                false,
                null,
                new Changed(
                    row.getString("name"),
                    RecordKind.ofWire(row.getString("type")),
                    Database.texts(row, "before"),
                    Database.texts(row, "texts")),
                null,
                null,
                null),
        parameter(scope, domainId),
        most);
  }

  private List<Event> decisions(Scope scope, @Nullable Long domainId, int most) {
    return database.list(
        """
        select d.name as domain, x.sender_key, x.verdict, x.owner, x.purpose, x.note, x.due,
          x.decided_by, x.decided_at, exists (
            select from sender_standing n
            where n.domain_id = x.domain_id and n.sender_key = x.sender_key) as known
        from decision x join domain d on d.id = x.domain_id where
        """
            + where(domainId)
            + " order by x.decided_at desc, x.id desc limit ?",
        row -> {
          Decision decision =
              new Decision(
                  Decision.Verdict.ofWire(row.getString("verdict")),
                  row.getString("owner"),
                  row.getString("purpose"),
                  row.getString("note"),
                  row.getObject("due", LocalDate.class),
                  row.getString("decided_by"),
                  Database.requiredInstant(row, "decided_at"));
          return new Event(
              row.getString("domain"),
              decision.decidedAt(),
              row.getBoolean("known"),
              null,
              null,
              new Decisions.Recorded(row.getString("sender_key"), decision),
              null,
              null);
        },
        parameter(scope, domainId),
        most);
  }

  private List<Event> tests(Scope scope, @Nullable Long domainId, int most) {
    return database.list(
        """
        select d.name as domain, t.sender_key, t.made_by, t.came_at, t.verdict, t.told, exists (
            select from sender_standing n
            where n.domain_id = t.domain_id and n.sender_key = t.sender_key) as known
        from sender_test t join domain d on d.id = t.domain_id where t.verdict is not null and
        """
            + where(domainId)
            + " order by t.came_at desc limit ?",
        row -> {
          SenderTests.Done test = SenderTests.done(row);
          return new Event(
              row.getString("domain"),
              test.cameAt(),
              row.getBoolean("known"),
              null,
              null,
              null,
              test,
              null);
        },
        parameter(scope, domainId),
        most);
  }

  /** They are silent about all domains; who may see some hears of those that told of one. */
  private List<Event> reporters(Scope scope, @Nullable Long domainId, int most) {
    List<Silence> silences =
        database.list(
            """
            select subject, why, raised_at from alert where kind = 'reporter_silent'
            order by raised_at desc, subject limit ?\
            """,
            row ->
                new Silence(
                    row.getString("subject"),
                    row.getString("why"),
                    Database.requiredInstant(row, "raised_at")),
            MOST_SILENCES);
    if (silences.isEmpty()) {
      return List.of();
    }
    Map<String, Known> told = new HashMap<>();
    for (Known known : known(scope, domainId, silences)) {
      told.put(known.name(), known);
    }
    List<Event> events = new ArrayList<>();
    for (Silence silence : silences) {
      Known known = told.get(silence.reporter());
      LocalDate day = LocalDate.ofInstant(silence.at(), ZoneOffset.UTC);
      if (known != null && !known.since().isAfter(day) && events.size() < most) {
        events.add(silence.event(known.id()));
      }
    }
    return events;
  }

  /** Those that are silent and told of one of these domains before. */
  private List<Known> known(Scope scope, @Nullable Long domainId, List<Silence> silences) {
    return database.list(
        """
        select p.id, p.name, min(u.first_day) as since
        from every_reporter_use u join domain d on d.id = u.domain_id
        join reporter p on p.id = u.reporter_id
        where p.name = any (?::text[]) and
        """
            + where(domainId)
            + " group by p.id, p.name",
        row ->
            new Known(
                row.getLong("id"), row.getString("name"), row.getObject("since", LocalDate.class)),
        silences.stream().map(Silence::reporter).distinct().toArray(String[]::new),
        parameter(scope, domainId));
  }

  private record Silence(String reporter, String why, Instant at) {

    Event event(long id) {
      return new Event("", at, true, null, null, null, null, new Quiet(id, reporter, why));
    }
  }

  private record Known(long id, String name, LocalDate since) {}

  private static String where(@Nullable Long domainId) {
    return domainId == null ? "in_scope(d.name, ?::text[])" : "d.id = ?";
  }

  private static @Nullable Object parameter(Scope scope, @Nullable Long domainId) {
    return domainId == null ? scope.parameter() : domainId;
  }
}
