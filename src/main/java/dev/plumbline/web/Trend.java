package dev.plumbline.web;

/**
 * A tiny line of daily messages.
 *
 * @param path the data of an SVG path in a box of 100 by 24
 * @param label what a reader who cannot see it is told
 */
public record Trend(String path, String label) {

  private static final double WIDTH = 100;
  private static final double HEIGHT = 24;

  /** Days are joined into so many points at most; more could not be told apart. */
  private static final int MAX_POINTS = 45;

  /** How many days a point stands for where there are so many in all. */
  static int daysOfPoint(int days) {
    return Math.max(1, (days + MAX_POINTS - 1) / MAX_POINTS);
  }

  /**
   * A line.
   *
   * @param messages of each point
   * @param days how many there are in all
   * @param peak the most messages on one day
   */
  static Trend of(long[] messages, int days, long peak) {
    int width = daysOfPoint(days);
    int points = messages.length;
    var sums = new double[points];
    double highest = 1;
    for (int i = 0; i < points; i++) {
      // The last point may stand for fewer days than the others.
      sums[i] = (double) messages[i] / Math.min(width, days - i * width);
      highest = Math.max(highest, sums[i]);
    }
    var path = new StringBuilder();
    for (int i = 0; i < points; i++) {
      double x = points == 1 ? 0 : i * WIDTH / (points - 1);
      double y = HEIGHT - 1 - sums[i] / highest * (HEIGHT - 2);
      tenths(path.append(i == 0 ? 'M' : 'L'), x);
      tenths(path.append(' '), y);
    }
    return new Trend(
        path.toString(), "Messages per day, at most " + Format.count(peak) + " on one day");
  }

  /** A front page has thousands of these, for which a formatter would take most of its time. */
  private static void tenths(StringBuilder to, double value) {
    long tenths = Math.round(value * 10);
    to.append(tenths / 10).append('.').append(tenths % 10);
  }
}
