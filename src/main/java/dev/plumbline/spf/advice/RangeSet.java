package dev.plumbline.spf.advice;

import dev.plumbline.dns.IpRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Address ranges, of which any number can be asked whether they hold others. */
final class RangeSet {

  private static final Comparator<IpRange> BY_NETWORK =
      Comparator.<IpRange>comparingInt(range -> range.network().getAddress().length)
          .thenComparing(range -> range.network().getAddress(), Arrays::compareUnsigned)
          .thenComparingInt(IpRange::prefix);

  /** No range lies within another: by the first address, after the family. */
  private final TreeMap<IpRange, IpRange> ranges = new TreeMap<>(BY_NETWORK);

  RangeSet(Collection<IpRange> given) {
    // Wider ranges sort before those within them, so each need only be compared with the last kept.
    List<IpRange> sorted = new ArrayList<>(given);
    sorted.sort(BY_NETWORK);
    for (IpRange range : sorted) {
      if (!covers(range)) {
        ranges.put(range, range);
      }
    }
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** In order, IPv4 before IPv6, none within another. */
  List<IpRange> ranges() {
    return List.copyOf(ranges.keySet());
  }

  /** Whether one of the ranges holds all of this one. */
  boolean covers(IpRange range) {
    int bits = range.network().getAddress().length * 8;
    Map.Entry<IpRange, IpRange> before = ranges.floorEntry(new IpRange(range.network(), bits));
    if (before == null) {
      return false;
    }
    IpRange candidate = before.getKey();
    return candidate.prefix() <= range.prefix() && candidate.contains(range.network());
  }

  /** Whether every range of the other set is held. */
  boolean covers(RangeSet other) {
    return other.ranges.keySet().stream().allMatch(this::covers);
  }

  /** The same addresses in as few ranges as possible: two halves become their whole. */
  RangeSet merged() {
    List<IpRange> kept = new ArrayList<>();
    for (IpRange next : ranges.keySet()) {
      IpRange range = next;
      while (!kept.isEmpty() && areHalves(kept.get(kept.size() - 1), range)) {
        IpRange lower = kept.remove(kept.size() - 1);
        range = new IpRange(lower.network(), lower.prefix() - 1);
      }
      kept.add(range);
    }
    return new RangeSet(kept);
  }

  private static boolean areHalves(IpRange lower, IpRange upper) {
    return lower.prefix() == upper.prefix()
        && lower.prefix() > 0
        && lower.network().getAddress().length == upper.network().getAddress().length
        && new IpRange(upper.network(), upper.prefix() - 1).network().equals(lower.network());
  }
}
