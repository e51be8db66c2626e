package dev.plumbline.spf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.RandomZone.Flavour;
import dev.plumbline.spf.SpfTrace.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.james.jspf.impl.SPF;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Asks another implementation, Apache jSPF, about thousands of random records. Where it differs,
 * the reason must stand in {@code spf/peer-differences.tsv} with the section that decides.
 */
class PeerComparisonTest {

  private static final String DIFFERENCES = "/spf/peer-differences.tsv";
  private static final String MX = "[+?~-]?mx([:/].*)?";
  private static final int ZONES = 400;

  /** Every so manieth address of a zone, or the peer would take minutes. */
  private static final int STRIDE = 5;

  /** It reports every broken record with a stack trace, hundreds of thousands of lines. */
  private static final Logger PEER_LOG = Logger.getLogger("org.apache.james");

  private record Reason(Set<String> here, Set<String> there, String section, String explanation) {}

  private record Comparison(SpfVerdict here, String there, PeerDns dns) {

    /** Whether this reason can be behind the difference. */
    boolean shows(String reason) {
      String problem = String.valueOf(here.problem());
      return switch (reason) {
        case "void-lookups" -> problem.equals(Budget.VOID_LOOKUPS_SPENT);
        case "many-exchanges" -> problem.contains("has more than 10 MX records");
        case "exists-failure" -> failedTerm(here.trace()).matches("[+?~-]?exists:.*");
        case "null-exchange" -> dns.metNullExchange();
        case "stale-exchanges" -> mxAfterOneWithoutAddresses(here.trace());
        case "exchange-failure" -> dns.metFailure() && mxMatched(here.trace());
        case "mapped-address" -> dns.metMappedAddress();
        default -> throw new AssertionError("No condition for the reason " + reason);
      };
    }
  }

  @BeforeAll
  static void keepThePeerQuiet() {
    PEER_LOG.setLevel(Level.OFF);
  }

  @Test
  void every_difference_from_the_other_implementation_is_explained() throws IOException {
    Map<String, Reason> reasons = reasons();
    Map<String, Integer> uses = new TreeMap<>();
    int compared = 0;
    for (int seed = 0; seed < ZONES; seed++) {
      for (Flavour flavour : Flavour.values()) {
        RandomZone zone = new RandomZone(seed, flavour);
        SpfEvaluator evaluator = new SpfEvaluator(zone.dns());
        List<InetAddress> addresses = zone.addresses();
        for (int i = seed % STRIDE; i < addresses.size(); i += STRIDE) {
          Comparison comparison = compare(zone, evaluator, addresses.get(i));
          compared++;
          if (!comparison.there().equals(comparison.here().result().wire())) {
            String reason = reason(comparison, reasons);
            assertThat(reason)
                .as(
                    "seed %d, %s, %s: %s here, %s there, %s",
                    seed,
                    flavour,
                    IpAddresses.toText(addresses.get(i)),
                    comparison.here(),
                    comparison.there(),
                    zone.records())
                .isNotEmpty();
            uses.merge(reason, 1, Integer::sum);
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(8_000);
    assertThat(uses.keySet()).as("reasons met").isEqualTo(reasons.keySet());
    // The two must mostly agree, or the comparison proves little.
    assertThat(uses.values().stream().mapToInt(n -> n).sum()).isLessThan(compared / 8);
  }

  @Test
  void every_reason_names_its_section() throws IOException {
    assertThat(reasons()).isNotEmpty();
    assertThat(reasons().values())
        .allSatisfy(reason -> assertThat(reason.section()).matches("RFC \\d{4} section [\\d.]+"))
        .allSatisfy(reason -> assertThat(reason.explanation()).hasSizeGreaterThan(40));
  }

  private static Comparison compare(RandomZone zone, SpfEvaluator evaluator, InetAddress ip) {
    SpfVerdict here = evaluator.evaluate(SpfQuery.of(ip, "user@d0.example", "h0.example"));
    PeerDns dns = new PeerDns(zone.dns());
    String there;
    try {
      there =
          new SPF(dns)
              .checkSPF(IpAddresses.toText(ip), "user@d0.example", "h0.example")
              .getResult();
    } catch (RuntimeException e) {
      there = "exception";
    }
    return new Comparison(here, there, dns);
  }

  /** The first reason that fits, empty if none does. */
  private static String reason(Comparison comparison, Map<String, Reason> reasons) {
    return reasons.entrySet().stream()
        .filter(entry -> entry.getValue().here().contains(comparison.here().result().wire()))
        .filter(entry -> entry.getValue().there().contains(comparison.there()))
        .filter(entry -> comparison.shows(entry.getKey()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  /** The innermost term that ended the evaluation. */
  private static String failedTerm(SpfTrace trace) {
    for (SpfTrace.Step step : trace.steps()) {
      if (step.outcome() == Outcome.ERROR || step.outcome() == Outcome.FOLLOWED) {
        return step.nested() == null ? step.term() : failedTerm(step.nested());
      }
    }
    return "";
  }

  private static boolean mxMatched(SpfTrace trace) {
    return steps(trace)
        .anyMatch(step -> step.outcome() == Outcome.MATCH && step.term().matches(MX));
  }

  private static boolean mxAfterOneWithoutAddresses(SpfTrace trace) {
    List<SpfTrace.Step> tried = steps(trace).filter(step -> step.term().matches(MX)).toList();
    for (SpfTrace.Step earlier : tried.subList(0, Math.max(0, tried.size() - 1))) {
      List<SpfTrace.Question> questions = earlier.questions();
      boolean noHosts = questions.size() == 1 && questions.get(0).answer().endsWith(" .");
      if (noHosts) {
        return true;
      }
      if (questions.size() > 1
          && questions.stream().skip(1).allMatch(q -> q.answer().startsWith("no such "))) {
        return true;
      }
    }
    return false;
  }

  /** The terms reached, in the order tried. */
  private static Stream<SpfTrace.Step> steps(SpfTrace trace) {
    return trace.steps().stream()
        .filter(step -> step.outcome() != Outcome.NOT_REACHED)
        .flatMap(
            step ->
                step.nested() == null
                    ? Stream.of(step)
                    : Stream.concat(Stream.of(step), steps(step.nested())));
  }

  private static Map<String, Reason> reasons() throws IOException {
    Map<String, Reason> reasons = new LinkedHashMap<>();
    try (InputStream file = PeerComparisonTest.class.getResourceAsStream(DIFFERENCES)) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
        String[] cells = line.split("\t", -1);
        reasons.put(
            cells[0],
            new Reason(
                Set.of(cells[1].split(" ")), Set.of(cells[2].split(" ")), cells[3], cells[4]));
      }
    }
    return reasons;
  }
}
