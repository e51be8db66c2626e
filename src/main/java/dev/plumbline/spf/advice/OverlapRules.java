package dev.plumbline.spf.advice;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpRange;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.Mechanism;
import dev.plumbline.spf.Qualifier;
import dev.plumbline.spf.SpfRecord.Directive;
import dev.plumbline.spf.advice.Findings.Place;
import dev.plumbline.spf.advice.RecordText.Placed;
import dev.plumbline.spf.advice.RecordWalk.Node;
import dev.plumbline.spf.advice.RecordWalk.Visit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Terms of one record that say the same, or contradict each other. */
final class OverlapRules {

  /** Each term is compared with each; a record of more terms has other troubles. */
  private static final int MAX_TERMS = 300;

  private final Visit visit;
  private final Findings findings;
  private final List<Node> nodes = new ArrayList<>();

  /** Those that can go, so that they make no other term superfluous. */
  private final List<Node> costly = new ArrayList<>();

  OverlapRules(Visit visit, Findings findings) {
    this.visit = visit;
    this.findings = findings;
    visit.nodes().stream()
        .filter(node -> node.placed().term() instanceof Directive && !node.placed().isAll())
        .limit(MAX_TERMS)
        .forEach(nodes::add);
  }

  void check() {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (!repeated(i) && !broughtByAnother(i) && !coveredByAddresses(i)) {
        left.add(i);
      }
    }
    left.forEach(this::covered);
  }

  /** A term with lookups whose addresses are all listed by terms that need none. */
  private boolean coveredByAddresses(int i) {
    Node node = nodes.get(i);
    RangeSet own = node.ranges();
    if (!isHost(node) || own == null || own.isEmpty()) {
      return false;
    }
    List<IpRange> listed = new ArrayList<>();
    for (int j = 0; j < nodes.size(); j++) {
      Node other = nodes.get(j);
      boolean counts =
          other.lookups() == 0 && qualifier(other) == qualifier(node) && sameBetween(i, j);
      if (counts && other.ranges() != null && !matchesAll(other.ranges())) {
        listed.addAll(other.ranges().ranges());
      }
    }
    if (!new RangeSet(listed).covers(own)) {
      return false;
    }
    findings.warning(
        SpfRule.COVERED,
        place(node),
        quoted(node) + " costs a lookup and lists only addresses that are listed already.",
        visit.record().without(node.placed()));
    costly.add(node);
    return true;
  }

  private static boolean isHost(Node node) {
    return node.nested() == null && node.lookups() > 0;
  }

  private boolean repeated(int i) {
    Node node = nodes.get(i);
    for (int j = 0; j < i; j++) {
      Node earlier = nodes.get(j);
      if (!canonical(earlier.placed()).equals(canonical(node.placed()))) {
        continue;
      }
      boolean same = qualifier(earlier) == qualifier(node);
      findings.warning(
          same ? SpfRule.REPEATED : SpfRule.UNREACHABLE,
          place(node),
          same
              ? quoted(node) + " is there already."
              : quoted(node) + " is never reached: " + quoted(earlier) + " comes first.",
          visit.record().without(node.placed()));
      return true;
    }
    return false;
  }

  /** An include that another include of the same record leads to as well. */
  private boolean broughtByAnother(int i) {
    Node node = nodes.get(i);
    DomainName target = node.target();
    if (!(node.placed().mechanism() instanceof Mechanism.Include) || target == null) {
      return false;
    }
    for (int j = 0; j < nodes.size(); j++) {
      Node other = nodes.get(j);
      boolean passes = passes(other) && passes(node) && sameBetween(i, j);
      if (j != i && passes && other.nested() != null && leadsTo(other.nested(), target)) {
        findings.warning(
            SpfRule.REPEATED,
            place(node),
            quoted(node) + " is part of " + quoted(other) + " already and costs its lookups twice.",
            visit.record().without(node.placed()));
        return true;
      }
    }
    return false;
  }

  private static boolean leadsTo(Visit visit, DomainName target) {
    for (Node node : visit.nodes()) {
      Visit nested = node.nested();
      boolean found =
          nested != null
              && passes(node)
              && (nested.domain().equals(target) || leadsTo(nested, target));
      if (found) {
        return true;
      }
    }
    return false;
  }

  private void covered(int i) {
    Node node = nodes.get(i);
    RangeSet own = node.ranges();
    if (own == null || own.isEmpty() || node.nested() != null) {
      return;
    }
    for (int j = 0; j < nodes.size(); j++) {
      Node other = nodes.get(j);
      RangeSet wide = other.ranges();
      if (j == i || wide == null || matchesAll(wide) || costly.contains(other)) {
        continue;
      }
      if (!wide.covers(own)) {
        continue;
      }
      if (qualifier(other) != qualifier(node)) {
        if (j < i) {
          unreachable(node, other);
          return;
        }
        continue;
      }
      if (!sameBetween(i, j) || (own.covers(wide) && isTheOneToKeep(i, j))) {
        continue;
      }
      redundant(node, other);
      return;
    }
  }

  private void redundant(Node node, Node other) {
    boolean include = other.nested() != null;
    String saves = node.lookups() > 0 ? " and costs a lookup" : "";
    findings.add(
        include ? Severity.HINT : Severity.WARNING,
        SpfRule.COVERED,
        place(node),
        quoted(node)
            + " lists only addresses that "
            + quoted(other)
            + " lists already"
            + saves
            + ".",
        visit.record().without(node.placed()));
  }

  private void unreachable(Node node, Node other) {
    RangeSet own = node.ranges();
    boolean contradiction = own != null && other.ranges() != null && own.covers(other.ranges());
    RecordText rest = RecordText.of(visit.record().without(node.placed()));
    String mended =
        rest.terms().stream()
            .filter(term -> !contradiction && term.start() == other.placed().start())
            .findFirst()
            .map(term -> rest.before(term, node.placed().text()))
            .orElse(null);
    findings.warning(
        SpfRule.UNREACHABLE,
        place(node),
        quoted(node)
            + " is never reached: "
            + quoted(other)
            + " matches its addresses first; an exception belongs before the rule.",
        mended);
  }

  /** Of two terms for the same addresses, one without lookups is kept, else the first. */
  private boolean isTheOneToKeep(int i, int j) {
    boolean costs = nodes.get(i).lookups() > 0;
    boolean otherCosts = nodes.get(j).lookups() > 0;
    return costs == otherCosts ? i < j : !costs;
  }

  /** Whether nothing between two terms could decide otherwise. */
  private boolean sameBetween(int i, int j) {
    // A term after the one that covers it never decides, whatever is between.
    for (int k = i + 1; k < j; k++) {
      if (qualifier(nodes.get(k)) != qualifier(nodes.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean matchesAll(RangeSet ranges) {
    return ranges.ranges().stream().anyMatch(range -> range.prefix() == 0);
  }

  private static boolean passes(Node node) {
    return node.placed().term() instanceof Directive ? qualifier(node) == Qualifier.PASS : true;
  }

  private static @Nullable Qualifier qualifier(Node node) {
    Directive directive = node.placed().directive();
    return directive == null ? null : directive.qualifier();
  }

  private String canonical(Placed placed) {
    Mechanism mechanism = placed.mechanism();
    return mechanism == null ? placed.text() : Canonical.of(mechanism, visit.domain().toString());
  }

  private Place place(Node node) {
    return Place.of(visit.path(), visit.record(), node.placed());
  }

  private static String quoted(Node node) {
    return Findings.quoted(node.placed().text());
  }
}
