package dev.plumbline.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.samples.SampleFiles.SampleFile;
import dev.plumbline.samples.Standings.Key;
import dev.plumbline.samples.Standings.Totals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleReportsTest {

  private static final Path COMMITTED = Path.of("sample-reports");
  private static final Path STANDINGS = Path.of("src/test/resources/sample-standings.tsv");

  private static final List<SampleFile> FILES = SampleFiles.all();

  @Test
  void committed_files_are_what_the_program_writes(@TempDir Path temp) throws IOException {
    Files.copy(COMMITTED.resolve("README.md"), temp.resolve("README.md"));
    Path standings = temp.resolve("standings");
    SampleReports.main(new String[] {temp.toString(), standings.toString()});

    assertThat(standings).hasSameBinaryContentAs(STANDINGS);
    Files.delete(standings);
    Set<String> expected = names(temp);
    expected.add("zone.example.db");
    assertThat(names(COMMITTED)).isEqualTo(expected);
    for (String name : names(temp)) {
      assertThat(COMMITTED.resolve(name)).hasSameBinaryContentAs(temp.resolve(name));
    }
  }

  @Test
  void archives_unpack_to_the_reports() throws IOException {
    for (SampleFile file : FILES) {
      if (file.name().endsWith(".zip")) {
        assertThat(unzipped(file.content()))
            .as(file.name())
            .containsAll(file.reports().stream().map(r -> r.fileName() + ".xml").toList());
      } else if (file.container().equals("gzip") && file.reports().size() == 1) {
        byte[] xml = file.reports().get(0).xml();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file.content()))) {
          assertThat(in.readNBytes(xml.length)).as(file.name()).isEqualTo(xml);
        }
      }
    }
  }

  @Test
  void every_day_has_messages_of_both_domains_in_use() {
    for (String domain : List.of(Story.MUSEUM, Story.SHOP)) {
      assertThat(
              FILES.stream()
                  .flatMap(file -> file.reports().stream())
                  .filter(report -> report.domain().equals(domain))
                  .map(Report::first)
                  .distinct())
          .hasSize(90);
    }
  }

  @Test
  void figures_carry_the_standings_over_both_periods() {
    Map<Key, Totals> all = Standings.of(FILES);
    all.forEach(
        (source, totals) -> {
          carries(source, totals.standing(), totals.messages(), totals.passed());
          carries(source, totals.standing(), totals.shortMessages(), totals.shortPassed());
        });
    assertThat(all.values().stream().map(Totals::standing).distinct()).hasSize(8);
  }

  private static void carries(Key source, String standing, long messages, long passed) {
    switch (standing) {
      case "AUTHORIZED" -> assertThat(passed).as("%s", source).isGreaterThan(messages * 9 / 10);
      case "REGRESSED" -> assertThat(passed * 10).as("%s", source).isGreaterThan(messages);
      case "FORWARDER" -> assertThat(passed).as("%s", source).isPositive().isLessThan(messages);
      default -> assertThat(passed).as("%s", source).isZero();
    }
    if (!standing.equals("UNRECOGNIZED") && !standing.equals("UNAUTHORIZED_USE")) {
      assertThat(messages).as("%s", source).isPositive();
    }
  }

  private static Set<String> unzipped(byte[] zip) throws IOException {
    Set<String> names = new TreeSet<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        in.readAllBytes();
        names.add(entry.getName());
      }
    }
    return names;
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> names = new TreeSet<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    }
  }
}
