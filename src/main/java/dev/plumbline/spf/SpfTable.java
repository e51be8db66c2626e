package dev.plumbline.spf;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.RememberedDns;
import dev.plumbline.spf.AddressSet.Point;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A domain's SPF record, with all it includes, resolved once and turned into sorted ranges of
 * addresses. Answers what {@link SpfEvaluator} would have answered at that moment, without DNS.
 * Immutable; any number of threads may ask.
 *
 * <p>Some terms cannot be compiled: {@code ptr}, and those with macros other than {@code %{d}},
 * which depend on the message. The ranges before such a term answer as ever. Addresses that get as
 * far have to be evaluated: {@link #check} does so, {@link #find} says so. The same goes for the
 * rare address that an include sends away early and that then meets questions which the other
 * addresses never ask.
 *
 * <p>It does not give the {@code exp=} text, which is written for one message, nor a trace.
 */
public final class SpfTable {

  // The addresses of ::ffff:0:0/96 count as IPv4.
  private static final Point BEFORE_MAPPED = new Point(0, 0xFFFE_FFFF_FFFFL);
  private static final Point AFTER_MAPPED = new Point(0, 0x1_0000_0000_0000L);
  private static final Point LAST_IP4 = new Point(0, 0xFFFF_FFFFL);
  private static final Point LAST_IP6 = new Point(-1, -1);
  private static final long MAPPED_PREFIX = 0xFFFFL;

  private static final int MIN = Integer.MIN_VALUE;

  private final String domain;
  private final Duration ttl;
  private final List<SpfTrace.Question> questions;

  /** The first address of each range, as signed numbers with the highest bit turned over. */
  private final int[] ip4Starts;

  private final Answer[] ip4Answers;
  private final long[] ip6Highs;
  private final long[] ip6Lows;
  private final Answer[] ip6Answers;

  private SpfTable(String domain, Asked asked, List<Row> ip4, List<Row> ip6) {
    this.domain = domain;
    this.ttl = asked.ttl();
    this.questions = asked.questions();
    this.ip4Starts = ip4.stream().mapToInt(row -> (int) row.first().low() ^ MIN).toArray();
    this.ip4Answers = ip4.stream().map(Row::answer).toArray(Answer[]::new);
    this.ip6Highs = ip6.stream().mapToLong(row -> row.first().high()).toArray();
    this.ip6Lows = ip6.stream().mapToLong(row -> row.first().low()).toArray();
    this.ip6Answers = ip6.stream().map(Row::answer).toArray(Answer[]::new);
  }

  private record Row(Point first, Answer answer) {}

  /**
   * What the domain says about an address.
   *
   * @param result as check_host returns it; null if the address has to be evaluated
   * @param term the directive that decided, as written in the last record of {@code path}; null if
   *     none matched. Without a result it is the term that cannot be compiled, and null if only the
   *     table's limits keep the address out.
   * @param path the domains from the one asked about, through includes and redirects, to the one
   *     whose record decided or failed; never empty
   * @param lookups terms that needed DNS, as in {@link SpfVerdict}
   * @param voidLookups terms that found nothing, as in {@link SpfVerdict}
   * @param problem one sentence for NONE, TEMPERROR and PERMERROR
   */
  public record Answer(
      @Nullable SpfResult result,
      @Nullable String term,
      List<String> path,
      int lookups,
      int voidLookups,
      @Nullable String problem) {

    public Answer {
      path = List.copyOf(path);
    }
  }

  /**
   * Compiles a domain's record.
   *
   * <p>Asks each question once, and none that the evaluation of one IPv4 and one IPv6 address that
   * match nothing would not ask. Where no {@code a} and {@code mx} is met, both ask the same.
   *
   * @return a table even if the record is missing or broken: then each address gets that answer
   */
  public static SpfTable compile(Dns dns, String domain) {
    return compile(dns, domain, RememberedDns.NOBODY);
  }

  /**
   * The same.
   *
   * @param listener hears all that the table rests on
   */
  public static SpfTable compile(Dns dns, String domain, RememberedDns.Listener listener) {
    String name = SpfQuery.aLabels(domain);
    Asked asked = new Asked(listener);
    RememberedDns remembered = new RememberedDns(dns, asked);
    Publications publications = new Publications();
    MacroExpander expander = MacroExpander.ofNoMessage();
    AddressSet ip4 = new AddressSet().add(Point.ZERO, LAST_IP4);
    AddressSet ip6 = new AddressSet().add(Point.ZERO, BEFORE_MAPPED).add(AFTER_MAPPED, LAST_IP6);
    return new SpfTable(
        name,
        asked,
        rows(new TableCompiler(remembered, publications, expander, false).answers(name, ip4)),
        rows(new TableCompiler(remembered, publications, expander, true).answers(name, ip6)));
  }

  private static List<Row> rows(Map<Answer, AddressSet> answers) {
    List<Row> all = new ArrayList<>();
    answers.forEach(
        (answer, addresses) -> addresses.forEach((first, last) -> all.add(new Row(first, answer))));
    all.sort(Comparator.comparing(Row::first));
    List<Row> merged = new ArrayList<>();
    for (Row row : all) {
      if (merged.isEmpty() || !merged.get(merged.size() - 1).answer().equals(row.answer())) {
        merged.add(row);
      }
    }
    return merged;
  }

  /** What an address gets; an IPv4-mapped IPv6 address counts as IPv4. */
  public Answer find(InetAddress ip) {
    byte[] octets = ip.getAddress();
    if (octets.length == 4) {
      return findIp4((int) AddressRange.word(octets, 0, 4));
    }
    return findIp6(AddressRange.word(octets, 0, 8), AddressRange.word(octets, 8, 16));
  }

  /** What an IPv4 address gets, given as its 32 bits. */
  public Answer findIp4(int address) {
    int key = address ^ MIN;
    int from = 0;
    int to = ip4Starts.length - 1;
    while (from < to) {
      int middle = (from + to + 1) >>> 1;
      if (ip4Starts[middle] <= key) {
        from = middle;
      } else {
        to = middle - 1;
      }
    }
    return ip4Answers[from];
  }

  /** What an IPv6 address gets, given as its upper and lower 64 bits. */
  public Answer findIp6(long high, long low) {
    if (high == 0 && low >>> 32 == MAPPED_PREFIX) {
      return findIp4((int) low);
    }
    int from = 0;
    int to = ip6Highs.length - 1;
    while (from < to) {
      int middle = (from + to + 1) >>> 1;
      int order = Long.compareUnsigned(ip6Highs[middle], high);
      if (order < 0 || (order == 0 && Long.compareUnsigned(ip6Lows[middle], low) <= 0)) {
        from = middle;
      } else {
        to = middle - 1;
      }
    }
    return ip6Answers[from];
  }

  /**
   * What the client of a message gets: by the table, or by evaluating this domain's record where
   * the table has no result. Always with a result.
   *
   * @throws IllegalArgumentException if the query has neither MAIL FROM nor HELO domain
   */
  public Answer check(SpfQuery query, SpfEvaluator evaluator) {
    Answer answer = find(query.ip());
    if (answer.result() != null) {
      return answer;
    }
    SpfVerdict verdict = evaluator.evaluate(domain, query);
    return new Answer(
        verdict.result(),
        verdict.matchedTerm(),
        verdict.path(),
        verdict.lookups(),
        verdict.voidLookups(),
        verdict.problem());
  }

  /** The domain whose record was compiled, as A-labels. */
  public String domain() {
    return domain;
  }

  /**
   * How long the table holds, counted from its compilation: the smallest TTL of the answers it was
   * made of, and no time at all if DNS failed somewhere.
   */
  public Duration ttl() {
    return ttl;
  }

  /** What DNS was asked, and what it answered. */
  public List<SpfTrace.Question> questions() {
    return questions;
  }

  /** How many ranges of addresses the table tells apart. */
  public int size() {
    return ip4Starts.length + ip6Highs.length;
  }

  /** Whether every address has a result. */
  public boolean isComplete() {
    for (Answer[] answers : List.of(ip4Answers, ip6Answers)) {
      for (Answer answer : answers) {
        if (answer.result() == null) {
          return false;
        }
      }
    }
    return true;
  }
}
