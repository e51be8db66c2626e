package dev.plumbline.store.judgement;

import dev.plumbline.standing.Standing;
import dev.plumbline.store.Database;
import dev.plumbline.store.Scope;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.traffic.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads all monitored domains as a list, those that need somebody first; nothing is judged here.
 */
@ApplicationScoped
public class DomainList {

  private static final String LINES =
      """
      select d.id, d.name, s.domain_id is not null as judged, s.state, s.to_fix, s.to_decide,
        s.to_wait, s.messages, s.own_messages, s.own_failing, s.losing_messages, s.policy, s.senders,
        s.next_step, s.last_report_day, s.silent_since
      """;

  private static final String WANTED =
      """
      from domain d left join domain_summary s on s.domain_id = d.id
      where in_scope(d.name, ?::text[])
        and (?::text is null or d.name like ?)
        and (?::text[] is null or in_scope(d.name, ?::text[]))
      """;

  private static final String STATE = " and coalesce(s.state, 'unjudged') = any(?)";

  /** The order of the list, for whoever joins {@code domain d} and {@code domain_summary s}. */
  static final String MOST_PRESSING_FIRST = Sort.URGENCY.sql();

  private final Database database;

  public DomainList(Database database) {
    this.database = database;
  }

  /** By what the list is sorted; among equals, what is most pressing comes first. */
  public enum Sort {
    /** What costs mail now comes first, what is at rest last. */
    URGENCY(""),
    NAME("d.name, "),
    POLICY(
        "case s.policy when 'reject' then 3 when 'quarantine' then 2 when 'none' then 1 else 0 end,"
            + " "),
    FAILING("s.own_failing desc nulls last, "),
    MESSAGES("s.messages desc nulls last, "),
    NEWEST("s.last_report_day desc nulls last, ");

    private static final String MOST_PRESSING_FIRST =
        """
        array_position(array[%s], coalesce(s.state, 'unjudged')),
        case when s.losing_messages > 0 then s.losing_messages else s.own_failing end
          desc nulls last,
        s.messages desc nulls last, d.name
        """
            .formatted(
                Arrays.stream(DomainState.values())
                    .map(state -> "'" + state.wire() + "'")
                    .collect(Collectors.joining(",")));

    private final String order;

    Sort(String order) {
      this.order = order;
    }

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    private String sql() {
      return " order by " + order + MOST_PRESSING_FIRST;
    }
  }

  /**
   * Which domains are wanted.
   *
   * @param states all if empty
   * @param search a part of the name; all if empty
   * @param group of domains; null for all
   */
  public record Wanted(List<DomainState> states, String search, @Nullable String group, Sort sort) {

    /** Every one. */
    public static final Wanted ALL = new Wanted(List.of(), "", null, Sort.URGENCY);

    public Wanted {
      states = List.copyOf(states);
    }

    /** Those in one state. */
    public static Wanted in(DomainState state) {
      return new Wanted(List.of(state), "", null, Sort.URGENCY);
    }
  }

  /**
   * A domain in the list.
   *
   * @param judged whether it was judged yet; nothing but id and name is known before
   * @param messages reported in the window
   * @param ownMessages those of senders that are known to be the domain's
   * @param ownFailing of these, what fails
   * @param losing messages of its own that receivers refused of late
   * @param policy in force, null if there is none or that is not known
   * @param senders how many senders have each standing
   * @param nextStep what there is to do next, null before it was judged
   * @param lastReportDay the newest UTC day with a report, null if there is none
   * @param silentSince {@code lastReportDay}, if nobody reports about it any more
   */
  public record Line(
      long domainId,
      String domain,
      boolean judged,
      DomainState state,
      int toFix,
      int toDecide,
      int toWait,
      long messages,
      long ownMessages,
      long ownFailing,
      long losing,
      @Nullable String policy,
      Map<Standing, Integer> senders,
      @Nullable NextStep nextStep,
      @Nullable LocalDate lastReportDay,
      @Nullable LocalDate silentSince) {

    public Line {
      senders = Map.copyOf(senders);
    }
  }

  /**
   * What all domains come to.
   *
   * @param states how many are in each state
   * @param messages reported in the window
   * @param ownFailing messages of senders of one's own that fail
   */
  public record Sums(Map<DomainState, Long> states, long messages, long ownFailing) {

    public Sums {
      states = Map.copyOf(states);
    }

    /** How many domains there are. */
    public long domains() {
      return states.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Domains with something to do. */
    public long waiting() {
      return states.entrySet().stream()
          .filter(state -> state.getKey().isWaiting())
          .mapToLong(Map.Entry::getValue)
          .sum();
    }

    /** How many domains are in a state. */
    public long of(DomainState state) {
      return states.getOrDefault(state, 0L);
    }
  }

  /** The sums over the domains wanted, in whatever state, that may be seen. */
  public Sums sums(Scope scope, Wanted wanted) {
    Map<DomainState, Long> states = new EnumMap<>(DomainState.class);
    long[] sums = new long[2];
    database.list(
        "select coalesce(s.state, 'unjudged') as state, count(*) as domains,"
            + " coalesce(sum(s.messages), 0) as messages,"
            + " coalesce(sum(s.own_failing), 0) as failing "
            + WANTED
            + "group by 1",
        row -> {
          sums[0] += row.getLong("messages");
          sums[1] += row.getLong("failing");
          return states.put(state(row.getString("state")), row.getLong("domains"));
        },
        parameters(scope, wanted));
    return new Sums(states, sums[0], sums[1]);
  }

  /**
   * A page of the list of domains that may be seen.
   *
   * @param page its number, from 0
   * @param sums of the same domains
   */
  public Page<Line> page(Scope scope, Wanted wanted, int page, int size, Sums sums) {
    List<DomainState> states =
        wanted.states().isEmpty() ? List.of(DomainState.values()) : wanted.states();
    @Nullable Object[] parameters = Arrays.copyOf(parameters(scope, wanted), 8);
    parameters[5] = states.stream().map(DomainState::wire).toArray(String[]::new);
    parameters[6] = size;
    parameters[7] = (long) page * size;
    List<Line> lines =
        database.list(
            LINES + WANTED + STATE + wanted.sort().sql() + "limit ? offset ?",
            DomainList::line,
            parameters);
    return new Page<>(lines, page, size, states.stream().mapToLong(sums::of).sum());
  }

  /** The names of the domains wanted that may be seen, in whatever order. */
  public Set<String> names(Scope scope, Wanted wanted) {
    List<DomainState> states =
        wanted.states().isEmpty() ? List.of(DomainState.values()) : wanted.states();
    @Nullable Object[] parameters = Arrays.copyOf(parameters(scope, wanted), 6);
    parameters[5] = states.stream().map(DomainState::wire).toArray(String[]::new);
    return Set.copyOf(
        database.list("select d.name " + WANTED + STATE, row -> row.getString("name"), parameters));
  }

  private @Nullable Object[] parameters(Scope scope, Wanted wanted) {
    String search = SqlText.clean(wanted.search().strip().toLowerCase(Locale.ROOT));
    String like = search.isEmpty() ? null : SqlText.anywhere(search);
    String name = wanted.group();
    String[] group = name == null ? null : members(SqlText.clean(name));
    return new @Nullable Object[] {scope.parameter(), like, like, group, group};
  }

  /** The domains of a group; none if there is no such group. */
  private String[] members(String group) {
    return database
        .list(
            "select unnest(domains) as name from domain_group where name = ?",
            row -> row.getString("name"),
            group)
        .toArray(String[]::new);
  }

  /**
   * The groups of domains, by name: those with a domain that may be seen.
   *
   * @see #page
   */
  public List<String> groups(Scope scope) {
    return database.list(
        """
        select g.name from domain_group g
        where exists (select from unnest(g.domains) one where in_scope(one, ?::text[]))
        order by g.name\
        """,
        row -> row.getString("name"),
        (Object) scope.parameter());
  }

  /**
   * A group.
   *
   * @param domains those monitored that are in it and may be seen, by name
   */
  public record Group(String name, List<String> domains) {

    public Group {
      domains = List.copyOf(domains);
    }
  }

  /** The same with what is in them. */
  public List<Group> wholeGroups(Scope scope) {
    return database.list(
        """
        select g.name, array(select d.name from domain d
          where in_scope(d.name, g.domains) and in_scope(d.name, ?::text[]) order by 1) as domains
        from domain_group g
        where exists (select from unnest(g.domains) one where in_scope(one, ?::text[]))
        order by g.name\
        """,
        row -> new Group(row.getString("name"), Database.texts(row, "domains")),
        scope.parameter(),
        scope.parameter());
  }

  private static DomainState state(@Nullable String wire) {
    return DomainState.ofWire(wire).orElse(DomainState.UNJUDGED);
  }

  private static Line line(ResultSet row) throws SQLException {
    boolean judged = row.getBoolean("judged");
    return new Line(
        row.getLong("id"),
        row.getString("name"),
        judged,
        state(row.getString("state")),
        row.getInt("to_fix"),
        row.getInt("to_decide"),
        row.getInt("to_wait"),
        row.getLong("messages"),
        row.getLong("own_messages"),
        row.getLong("own_failing"),
        row.getLong("losing_messages"),
        row.getString("policy"),
        judged ? KeptJson.counts(row.getString("senders")) : Map.of(),
        judged ? KeptJson.read(row.getString("next_step"), NextStep.class) : null,
        row.getObject("last_report_day", LocalDate.class),
        row.getObject("silent_since", LocalDate.class));
  }
}
