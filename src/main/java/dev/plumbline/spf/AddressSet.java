package dev.plumbline.spf;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** A changing set of addresses of one family, kept as ranges that share no address. */
final class AddressSet {

  /**
   * An address as an unsigned number of 128 bits.
   *
   * @param high the upper 64 bits; zero for IPv4
   */
  record Point(long high, long low) implements Comparable<Point> {

    static final Point ZERO = new Point(0, 0);

    /** The next address; zero after the last one. */
    Point next() {
      return new Point(low == -1 ? high + 1 : high, low + 1);
    }

    /** The address before; the last one before zero. */
    Point previous() {
      return new Point(low == 0 ? high - 1 : high, low - 1);
    }

    @Override
    public int compareTo(Point other) {
      int byHigh = Long.compareUnsigned(high, other.high);
      return byHigh == 0 ? Long.compareUnsigned(low, other.low) : byHigh;
    }
  }

  private final TreeMap<Point, Point> lastByFirst = new TreeMap<>();

  /** Adds a range whose addresses are not in the set yet. */
  AddressSet add(Point first, Point last) {
    lastByFirst.put(first, last);
    return this;
  }

  /** Moves all addresses of a set that shares none with this one. */
  void addAll(AddressSet other) {
    lastByFirst.putAll(other.lastByFirst);
  }

  boolean isEmpty() {
    return lastByFirst.isEmpty();
  }

  /** Takes out what the set has of a range. */
  AddressSet take(AddressRange range) {
    Point first = new Point(range.high(), range.low());
    Point last = new Point(range.high() | ~range.highMask(), range.low() | ~range.lowMask());
    AddressSet taken = new AddressSet();
    Map.Entry<Point, Point> piece = lastByFirst.floorEntry(last);
    while (piece != null && piece.getValue().compareTo(first) >= 0) {
      Point from = piece.getKey();
      Point to = piece.getValue();
      lastByFirst.remove(from);
      if (from.compareTo(first) < 0) {
        add(from, first.previous());
      }
      if (to.compareTo(last) > 0) {
        add(last.next(), to);
      }
      taken.add(from.compareTo(first) < 0 ? first : from, to.compareTo(last) > 0 ? last : to);
      piece = lastByFirst.lowerEntry(from);
    }
    return taken;
  }

  /** Calls with the first and last address of each range. */
  void forEach(BiConsumer<Point, Point> action) {
    lastByFirst.forEach(action);
  }
}
