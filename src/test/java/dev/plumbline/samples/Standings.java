package dev.plumbline.samples;

import dev.plumbline.samples.SampleFiles.SampleFile;
import dev.plumbline.samples.Traffic.Row;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the sample files say of each source in all, and what must be concluded from it. */
final class Standings {

  /** How many days at the end of the story the short period has. */
  static final int SHORT_PERIOD = 30;

  private Standings() {}

  /** A source of a domain. */
  record Key(String domain, String sender, String ip) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return (domain + "\t" + sender + "\t" + ip)
          .compareTo(other.domain + "\t" + other.sender + "\t" + other.ip);
    }
  }

  /** Messages of a source and how many of them passed DMARC. */
  record Totals(String standing, long messages, long passed, long shortMessages, long shortPassed) {

    private Totals plus(Totals other) {
      return new Totals(
          standing,
          messages + other.messages,
          passed + other.passed,
          shortMessages + other.shortMessages,
          shortPassed + other.shortPassed);
    }
  }

  static Map<Key, Totals> of(List<SampleFile> files) {
    LocalDate shortBegin = Story.LAST_DAY.minusDays(SHORT_PERIOD - 1L);
    Map<Key, Totals> totals = new TreeMap<>();
    for (SampleFile file : files) {
      for (Report report : file.reports()) {
        // A row counts on the first day of its report, as Plumbline counts it.
        boolean recent = !report.first().isBefore(shortBegin);
        for (Row row : report.rows()) {
          long passed = row.passes() ? row.messages() : 0;
          totals.merge(
              new Key(report.domain(), row.sender().name(), row.ip()),
              new Totals(
                  row.sender().standing(),
                  row.messages(),
                  passed,
                  recent ? row.messages() : 0,
                  recent ? passed : 0),
              Totals::plus);
        }
      }
    }
    return totals;
  }

  static String tsv(List<SampleFile> files) {
    StringBuilder out = new StringBuilder();
    out.append("domain\tip\tstanding\tmessages\tpassed\tmessages_30\tpassed_30\tsender\n");
    of(files)
        .forEach(
            (key, totals) ->
                out.append(
                    String.join(
                            "\t",
                            key.domain(),
                            key.ip(),
                            totals.standing(),
                            Long.toString(totals.messages()),
                            Long.toString(totals.passed()),
                            Long.toString(totals.shortMessages()),
                            Long.toString(totals.shortPassed()),
                            key.sender())
                        + "\n"));
    return out.toString();
  }
}
