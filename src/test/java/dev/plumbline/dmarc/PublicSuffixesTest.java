package dev.plumbline.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.DomainName;
import java.io.IOException;
import java.net.IDN;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicSuffixesTest {

  /** The list's own tests, where they are at hand. */
  private static final Path SUITE = Path.of("..", "shared", "corpus", "psl", "tests.txt");

  @ParameterizedTest
  @CsvSource({
    "a.b.example.com, example.com",
    "example.com, example.com",
    "com, com",
    "a.b.example.co.uk, example.co.uk",
    "co.uk, co.uk",
    "www.ck, www.ck",
    "a.www.ck, www.ck",
    "a.b.c.ck, b.c.ck",
    "a.b.unlisted, b.unlisted",
    "_x.example.com, example.com",
    "a.github.io, a.github.io",
    "x.a.github.io, a.github.io",
    "a.b.xn--85x722f.com.cn, xn--85x722f.com.cn",
    "192.0.2.1, 2.1",
  })
  void organizational_domain_has_one_label_more_than_the_suffix(String domain, String expected) {
    assertThat(PublicSuffixes.organizationalDomain(DomainName.of(domain))).hasToString(expected);
  }

  @Test
  void suffixes_are_known() {
    assertThat(PublicSuffixes.isPublicSuffix(DomainName.of("co.uk"))).isTrue();
    assertThat(PublicSuffixes.isPublicSuffix(DomainName.of("example.co.uk"))).isFalse();
    assertThat(PublicSuffixes.isPublicSuffix(DomainName.of("unlisted"))).isTrue();
  }

  @TestFactory
  Stream<DynamicTest> tests_of_the_list_itself() throws IOException {
    if (!Files.isReadable(SUITE)) {
      return Stream.of(
          DynamicTest.dynamicTest(
              "without " + SUITE,
              () -> org.junit.jupiter.api.Assumptions.abort("The tests are not there.")));
    }
    return Files.readAllLines(SUITE).stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields.length == 2 && !fields[0].startsWith("//"))
        // The list is never asked for what is no name.
        .filter(fields -> !fields[0].equals("null") && !fields[0].startsWith("."))
        .map(fields -> DynamicTest.dynamicTest(fields[0], () -> check(fields[0], fields[1])));
  }

  private static void check(String name, String registrable) {
    DomainName domain = DomainName.of(IDN.toASCII(name));
    DomainName found = PublicSuffixes.organizationalDomain(domain);
    if (registrable.equals("null")) {
      assertThat(PublicSuffixes.isPublicSuffix(domain)).isTrue();
      assertThat(found).isEqualTo(domain);
    } else {
      assertThat(found).isEqualTo(DomainName.of(IDN.toASCII(registrable)));
    }
  }
}
