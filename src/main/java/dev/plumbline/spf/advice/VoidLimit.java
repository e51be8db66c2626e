package dev.plumbline.spf.advice;

import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.Budget;
import dev.plumbline.spf.advice.Findings.Place;
import dev.plumbline.spf.advice.RecordText.Placed;
import dev.plumbline.spf.advice.RecordWalk.Node;
import dev.plumbline.spf.advice.RecordWalk.Trouble;
import dev.plumbline.spf.advice.RecordWalk.Visit;
import dev.plumbline.spf.advice.RecordWalk.Voids;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Lookups that find nothing, which receivers bear only two of (RFC 7208 section 4.6.4). */
final class VoidLimit {

  private final Visit visit;
  private final Findings findings;

  VoidLimit(Visit visit, Findings findings) {
    this.visit = visit;
    this.findings = findings;
  }

  void check() {
    Voids voids = visit.voids();
    boolean ip4 = voids.ip4() > Budget.MAX_VOID_LOOKUPS;
    boolean ip6 = voids.ip6() > Budget.MAX_VOID_LOOKUPS;
    if (ip4 || ip6) {
      ToIntFunction<Voids> count = ip4 ? Voids::ip4 : Voids::ip6;
      terms(clients(ip4, ip6), count.applyAsInt(voids), ip4 || ip6Sends(), passing(count));
      return;
    }
    boolean asked4 = voids.questions4() > Budget.MAX_VOID_LOOKUPS;
    boolean asked6 = voids.questions6() > Budget.MAX_VOID_LOOKUPS;
    if (asked4 || asked6) {
      ToIntFunction<Voids> count = asked4 ? Voids::questions4 : Voids::questions6;
      questions(
          clients(asked4, asked6), count.applyAsInt(voids), asked4 || ip6Sends(), passing(count));
    }
  }

  private void terms(String clients, int spent, boolean hurts, @Nullable Node over) {
    List<Placed> empty = new ArrayList<>();
    for (Node node : visit.nodes()) {
      if (node.trouble() == Trouble.NOTHING && node.nested() == null) {
        empty.add(node.placed());
      }
    }
    findings.add(
        hurts ? Severity.ERROR : Severity.WARNING,
        SpfRule.VOID_LIMIT,
        place(over),
        "For "
            + clients
            + ", "
            + spent
            + " lookups find nothing, and receivers stop with an error after 2; list the addresses"
            + " themselves.",
        empty.isEmpty() ? null : visit.record().without(empty));
  }

  private void questions(String clients, int spent, boolean hurts, @Nullable Node over) {
    findings.add(
        hurts ? Severity.WARNING : Severity.HINT,
        SpfRule.VOID_LIMIT,
        place(over),
        "For "
            + clients
            + ", "
            + spent
            + " questions find nothing. The limit of 2 counts terms, and these are fewer; but some"
            + " receivers count questions and stop with an error, so list the addresses"
            + " themselves.",
        null);
  }

  private static String clients(boolean ip4, boolean ip6) {
    return ip4 == ip6 ? "any client" : ip4 ? "a client with IPv4" : "a client with IPv6";
  }

  private boolean ip6Sends() {
    RangeSet passing = visit.passing();
    return passing == null
        || passing.ranges().stream().anyMatch(r -> r.network().getAddress().length == 16);
  }

  /** The term that passes the limit. */
  private @Nullable Node passing(ToIntFunction<Voids> count) {
    int spent = 0;
    for (Node node : visit.nodes()) {
      spent += count.applyAsInt(node.voids());
      if (spent > Budget.MAX_VOID_LOOKUPS) {
        return node;
      }
    }
    return null;
  }

  private Place place(@Nullable Node over) {
    return over == null
        ? Place.whole(visit.path(), visit.record().text())
        : Place.of(visit.path(), visit.record(), over.placed());
  }
}
