package dev.plumbline.estates;

import static dev.plumbline.standing.Standing.AUTHORIZED;
import static dev.plumbline.standing.Standing.FIXED;
import static dev.plumbline.standing.Standing.FORWARDER;
import static dev.plumbline.standing.Standing.NEEDS_AUTHORIZING;
import static dev.plumbline.standing.Standing.REGRESSED;
import static dev.plumbline.standing.Standing.UNRECOGNIZED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.dns.FakeDns;
import dev.plumbline.estates.Told.Of;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hard cases that are kept beside the project, where they are. */
@QuarkusTest
@TestProfile(EstatesTest.OwnCatalogue.class)
class JudgementCasesTest {

  private static final Path CASES = Path.of("../shared/cases/judgement");
  private static final LocalDate LAST = LocalDate.of(2026, 11, 27);
  private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");

  @Inject Told told;

  @ParameterizedTest
  @ValueSource(strings = {"plain", "faulty-reporters", "faulty-reporters-lost-key"})
  void each_source_stands_as_it_should(String set) throws IOException {
    assumeTrue(Files.isDirectory(CASES.resolve(set)), "The cases are not here");
    String domain = set + ".example";
    List<String> reports = new ArrayList<>();
    try (Stream<Path> files = Files.list(CASES.resolve(set).resolve("reports"))) {
      for (Path file : files.sorted().toList()) {
        reports.add(Files.readString(file).replace("acme.example", domain));
      }
    }
    String zone = Files.readString(CASES.resolve(set).resolve("zone.zone"));
    Of all =
        told.of(
            domain, reports, zone(zone.replace("acme.example", domain)), LAST.minusDays(59), LAST);

    assertThat(all.standing("203.0.113.5")).isEqualTo(UNRECOGNIZED);
    assertThat(all.standing("203.0.113.40")).isEqualTo(FORWARDER);
    assertThat(all.records()).noneMatch(record -> record.contains("203.0.113."));
    assertThat(all.standing("203.0.113.30")).isIn(AUTHORIZED, FIXED);
    assertThat(all.standing("203.0.113.20")).isEqualTo(REGRESSED);
    assertThat(all.remedy("203.0.113.20").steps())
        .anyMatch(step -> step.contains("s2._domainkey." + domain));
    assertThat(all.standing("69.72.32.20")).isEqualTo(AUTHORIZED);
    assertThat(all.sender("69.72.32.20").sender().name()).containsIgnoringCase("mailgun");
    assertThat(all.sender("69.72.32.20").standing()).isEqualTo(AUTHORIZED);
    assertThat(all.standing("69.72.32.21")).isEqualTo(UNRECOGNIZED);
    assertThat(all.standing("198.51.100.77")).isEqualTo(AUTHORIZED);
    assertThat(all.sender("198.51.100.77").standing()).isEqualTo(AUTHORIZED);
    assertThat(all.standing("198.51.100.200")).isEqualTo(UNRECOGNIZED);
    assertThat(all.standing("159.183.64.9")).isEqualTo(NEEDS_AUTHORIZING);
    assertThat(all.remedy("159.183.64.9").records())
        .anyMatch(change -> change.after().contains("include:email.freshdesk.com"));
    assertThat(all.remedy("159.183.64.9").tested()).isNotNull();
  }

  /** The few kinds of records that the zones of the cases hold. */
  private static FakeDns zone(String text) {
    FakeDns dns = new FakeDns();
    for (String line : text.split("\n", -1)) {
      String[] parts = line.strip().split("\\s+", 4);
      if (parts.length < 4 || !parts[1].equals("IN")) {
        continue;
      }
      String name = parts[0].substring(0, parts[0].length() - 1);
      switch (parts[2]) {
        case "TXT" -> {
          StringBuilder value = new StringBuilder();
          Matcher string = TEXT.matcher(parts[3]);
          while (string.find()) {
            value.append(string.group(1));
          }
          dns.txt(name, value.toString());
        }
        case "A" -> dns.a(name, parts[3]);
        case "MX" -> dns.mx(name, 10, parts[3].split(" ", -1)[1].replaceFirst("\\.$", ""));
        case "PTR" -> dns.ptrAt(name, parts[3].replaceFirst("\\.$", ""));
        default -> {}
      }
    }
    return dns;
  }
}
