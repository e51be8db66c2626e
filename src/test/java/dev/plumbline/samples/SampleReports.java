package dev.plumbline.samples;

import dev.plumbline.samples.SampleFiles.SampleFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes sample-reports/ and the standings expected of it, always the same bytes. Needs the JDK
 * only; sample-reports/README.md says how to run it. Start reading at {@link Story}.
 */
public final class SampleReports {

  private static final String TABLE_BEGIN = "<!-- table written by SampleReports -->\n";

  private SampleReports() {}

  /**
   * Writes all files.
   *
   * @param args the folder sample-reports, and the file for the standings
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    List<SampleFile> files = SampleFiles.all();
    for (SampleFile file : files) {
      Files.write(folder.resolve(file.name()), file.content());
    }
    Path readme = folder.resolve("README.md");
    Files.writeString(readme, withTable(Files.readString(readme), files));
    Files.write(Path.of(args[1]), Standings.tsv(files).getBytes(StandardCharsets.UTF_8));
  }

  /** The README with its table of files, which is its last section, written anew. */
  static String withTable(String readme, List<SampleFile> files) {
    int begin = readme.indexOf(TABLE_BEGIN);
    if (begin < 0) {
      throw new IllegalArgumentException("README.md has no line " + TABLE_BEGIN);
    }
    return readme.substring(0, begin) + TABLE_BEGIN + totals(files) + table(files);
  }

  private static String totals(List<SampleFile> files) {
    Map<String, long[]> domains = new TreeMap<>();
    for (SampleFile file : files) {
      for (Report report : file.reports()) {
        long[] totals = domains.computeIfAbsent(report.domain(), domain -> new long[3]);
        totals[0]++;
        totals[1] += report.printedRows().size();
        totals[2] += report.messages();
      }
    }
    StringBuilder out = new StringBuilder();
    out.append("\n| domain | reports | rows | messages |\n| --- | ---: | ---: | ---: |\n");
    domains.forEach(
        (domain, totals) ->
            out.append(
                String.format("| %s | %d | %d | %d |%n", domain, totals[0], totals[1], totals[2])
                    .replace(System.lineSeparator(), "\n")));
    return out.toString();
  }

  private static String table(List<SampleFile> files) {
    StringBuilder out = new StringBuilder();
    out.append("\n| file | days | packed as | reports | rows | messages | what it shows |\n");
    out.append("| --- | --- | --- | ---: | ---: | ---: | --- |\n");
    for (SampleFile file : files) {
      List<Report> reports = file.reports();
      long rows = reports.stream().mapToLong(report -> report.printedRows().size()).sum();
      long messages = reports.stream().mapToLong(Report::messages).sum();
      out.append(
          String.join(
              " | ",
              "| `" + file.name() + "`",
              days(reports),
              file.container(),
              Integer.toString(reports.size()),
              Long.toString(rows),
              Long.toString(messages),
              file.shows() + " |\n"));
    }
    return out.toString();
  }

  private static String days(List<Report> reports) {
    if (reports.isEmpty()) {
      return "-";
    }
    String first = reports.get(0).first().toString();
    String last = reports.get(reports.size() - 1).last().toString();
    return first.equals(last) ? first : first + " to " + last;
  }
}
