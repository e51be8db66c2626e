package dev.plumbline.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.DkimKey.Strength;
import dev.plumbline.dkim.DkimLinter.KeyLint;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Mutations;
import dev.plumbline.dns.lint.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DkimLinterTest {

  /** RFC 8463 appendix A.2. */
  private static final String ED25519 = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

  private static final String NAME = "s1._domainkey.example.org";
  private static final String RSA = Keys.rsa(2048);
  private static final String GOOD = "v=DKIM1; p=" + RSA;

  private final FakeDns dns = new FakeDns();

  @Test
  void good_key_has_nothing_to_mend() {
    assertThat(DkimLinter.lint(NAME, GOOD).findings()).isEmpty();
    assertThat(DkimKey.parse(GOOD).strength()).isEqualTo(Strength.GOOD);
  }

  @Test
  void no_mended_text_loses_the_key_or_has_two() {
    for (String record :
        List.of(
            "v=DKIM1; P=; p=" + RSA,
            "v=DKIM1; " + RSA,
            "v=DKIM1; p:" + RSA,
            "v=DKIM1/k=rsa/p=" + RSA,
            "v=DKIM1; p=" + RSA + "; p=" + Keys.rsa(1024))) {
      Lint lint = DkimLinter.lint(NAME, record);
      assertThat(lint.mended()).as(record).isNull();
      assertThat(lint.findings())
          .as(record)
          .isNotEmpty()
          .allMatch(one -> one.mended() == null || one.mended().contains("p=" + RSA));
    }
  }

  @Test
  void what_people_may_write_as_they_like_may_hold_quotation_marks() {
    for (String free : List.of("x=\"a\"; y='b'", "n='a' \"b\" `c`", "x=\"a\"")) {
      assertThat(DkimLinter.lint(NAME, "v=DKIM1; " + free + "; p=" + RSA).findings())
          .as(free)
          .noneMatch(one -> one.severity() == Severity.ERROR);
    }
  }

  /** Each line: the rule, its severity, the record, the record mended for this finding. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "ESCAPED | ERROR | v=DKIM1\\; p=RSA | v=DKIM1; p=RSA",
        "TYPOGRAPHY | ERROR | \"v=DKIM1; p=RSA\" | v=DKIM1; p=RSA",
        "SYNTAX | ERROR | v=DKIM1; rsa; p=RSA | v=DKIM1; p=RSA",
        "SYNTAX | ERROR | v=DKIM1 k=rsa p=RSA | v=DKIM1; k=rsa; p=RSA",
        "SYNTAX | ERROR | p=RSA t=s | p=RSA; t=s",
        "SYNTAX | ERROR | v=DKIM1,k=rsa,p=RSA | v=DKIM1; k=rsa; p=RSA",
        "SYNTAX | ERROR | v=DKIM1,t=s,p=RSA | v=DKIM1; t=s; p=RSA",
        "SYNTAX | ERROR | v=DKIM1k=rsap=RSA | v=DKIM1; k=rsa; p=RSA",
        "SYNTAX | ERROR | v=DKIM1; k=rsa p=RSA | v=DKIM1; k=rsa; p=RSA",
        "SYNTAX | ERROR | v=DKIM1; k=rsa, p=RSA | v=DKIM1; k=rsa; p=RSA",
        "SYNTAX | ERROR | v=DKIM1; RSA | -",
        "UPPERCASE_TAG | ERROR | v=DKIM1; P=; p=RSA | -",
        "REPEATED_TAG | ERROR | v=DKIM1; p=RSA; p=RSA | v=DKIM1; p=RSA",
        "REPEATED_TAG | ERROR | v=DKIM1; p=RSA; p=AAAA | -",
        "UNKNOWN_TAG | HINT | v=DKIM1; c=\"abc\"; p=RSA | v=DKIM1; p=RSA",
        "UPPERCASE_TAG | ERROR | v=DKIM1; P=RSA | v=DKIM1; p=RSA",
        "UPPERCASE_TAG | WARNING | v=DKIM1; N=note; p=RSA | v=DKIM1; n=note; p=RSA",
        "SYNTAX | ERROR | v=DKIM1, k=rsa, p=RSA | v=DKIM1; k=rsa; p=RSA",
        "SYNTAX | ERROR | v=DKIM1: k=rsa: p=RSA | v=DKIM1; k=rsa; p=RSA",
        "UNKNOWN_TAG | HINT | v=DKIM1; p=RSA; q=dns | v=DKIM1; p=RSA",
        "RETIRED_TAG | HINT | v=DKIM1; g=*; p=RSA | v=DKIM1; p=RSA",
        "RETIRED_TAG | WARNING | v=DKIM1; g=; p=RSA | v=DKIM1; p=RSA",
        "VERSION | ERROR | v=DKIM2; p=RSA | v=DKIM1; p=RSA",
        "VERSION | ERROR | p=RSA; v=DKIM1 | v=DKIM1; p=RSA",
        "NO_VERSION | HINT | p=RSA | v=DKIM1; p=RSA",
        "KEY_TYPE | ERROR | v=DKIM1; k=dsa; p=RSA | v=DKIM1; k=rsa; p=RSA",
        "KEY_TYPE | ERROR | v=DKIM1; k=dsa; p=AAAA | -",
        "NO_KEY_TAG | ERROR | v=DKIM1; k=rsa | -",
        "REVOKED | WARNING | v=DKIM1; p= | -",
        "KEY_DATA | ERROR | v=DKIM1; p=!!! | -",
        "KEY_DATA | ERROR | v=DKIM1; p=AAAA | -",
        "KEY_DATA | ERROR | v=DKIM1; k=ed25519; p=AAAA | -",
        "KEY_DATA | ERROR | v=DKIM1; k=ed25519; p=MCowBQYDK2VwAyEAED25519"
            + " | v=DKIM1; k=ed25519; p=ED25519",
        "OTHER_TYPE | ERROR | v=DKIM1; p=ED25519 | v=DKIM1; k=ed25519; p=ED25519",
        "OTHER_TYPE | ERROR | v=DKIM1; k=ed25519; p=RSA | v=DKIM1; k=rsa; p=RSA",
        "SHORT_KEY | ERROR | v=DKIM1; p=SHORT | -",
        "WEAK_KEY | WARNING | v=DKIM1; p=WEAK | -",
        "LONG_KEY | WARNING | v=DKIM1; p=LONG | -",
        "HASHES | ERROR | v=DKIM1; h=sha1; p=RSA | v=DKIM1; p=RSA",
        "SHA1 | HINT | v=DKIM1; h=sha1:sha256; p=RSA | v=DKIM1; h=sha256; p=RSA",
        "SERVICE | ERROR | v=DKIM1; s=tlsrpt; p=RSA | v=DKIM1; p=RSA",
        "TEST_MODE | WARNING | v=DKIM1; t=y; p=RSA | v=DKIM1; p=RSA",
        "TEST_MODE | WARNING | v=DKIM1; t=y:s; p=RSA | v=DKIM1; t=s; p=RSA",
        "UNKNOWN_FLAG | HINT | v=DKIM1; t=z; p=RSA | -",
        "ED25519_ALONE | HINT | v=DKIM1; k=ed25519; p=ED25519 | -",
      })
  void mistake_in_a_key_is_found_and_mended(
      DkimRule rule, Severity severity, String record, String mended) {
    Lint lint = DkimLinter.lint(NAME, filled(record));
    Finding finding = find(lint, rule).orElseThrow(() -> new AssertionError(lint.findings()));
    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.mended()).isEqualTo(mended == null ? null : filled(mended));
    if (mended != null) {
      assertThat(find(DkimLinter.lint(NAME, filled(mended)), rule)).isEmpty();
    }
  }

  private static String filled(String record) {
    return record
        .replace("MCowBQYDK2VwAyEAED25519", "MCowBQYDK2VwAyEA" + ED25519)
        .replace("p=ED25519", "p=" + ED25519)
        .replace("RSA", RSA)
        .replace("SHORT", Keys.rsa(512))
        .replace("WEAK", Keys.rsa(1024))
        .replace("LONG", Keys.LONG);
  }

  @Test
  void key_cut_off_after_its_first_string_is_told() {
    String cut = GOOD.substring(0, 255);
    Finding finding = find(DkimLinter.lint(NAME, cut), DkimRule.KEY_DATA).orElseThrow();
    assertThat(finding.sentence()).contains("octets too early");
  }

  @Test
  void strings_published_with_their_quotation_marks_are_joined() {
    String published =
        "\"v=DKIM1; p=" + RSA.substring(0, 200) + "\" \"" + RSA.substring(200) + "\"";
    Lint lint = DkimLinter.lint(NAME, published);
    assertThat(DkimKey.parse(lint.mended()).state()).isEqualTo(KeyState.VALID);
  }

  @Test
  void strength_follows_rfc_8301() {
    assertThat(DkimKey.parse("p=" + Keys.rsa(512)).strength()).isEqualTo(Strength.BROKEN);
    assertThat(DkimKey.parse("p=" + Keys.rsa(1024)).strength()).isEqualTo(Strength.WEAK);
    assertThat(DkimKey.parse("k=ed25519; p=" + ED25519).strength()).isEqualTo(Strength.GOOD);
    assertThat(DkimKey.parse("p=").strength()).isEqualTo(Strength.NONE);
  }

  @Test
  void alias_tells_which_service_holds_the_key() {
    dns.cname(NAME, "s1.domainkey.u1.wl.sendgrid.net");
    dns.txt("s1.domainkey.u1.wl.sendgrid.net", GOOD);
    KeyLint key = lint("s1");
    assertThat(key.aliases()).hasToString("[s1.domainkey.u1.wl.sendgrid.net]");
    assertThat(key.provider()).isEqualTo("SendGrid");
    assertThat(key.published().state()).isEqualTo(KeyState.VALID);
    dns.remove("s1.domainkey.u1.wl.sendgrid.net", "TXT");
    Finding finding = lint("s1").lint().findings().get(0);
    assertThat(finding.rule()).isEqualTo(DkimRule.NO_KEY);
    assertThat(finding.sentence()).contains("leads to s1.domainkey.u1.wl.sendgrid.net");
  }

  @Test
  void alias_that_is_a_loop_or_unknown_does_no_harm() {
    dns.cname(NAME, "a.example.net").cname("a.example.net", NAME);
    KeyLint key = lint("s1");
    assertThat(key.provider()).isNull();
    assertThat(key.published().state()).isEqualTo(KeyState.UNKNOWN);
  }

  @Test
  void what_is_published_beside_or_instead_is_told() {
    assertThat(lint("s1").lint().findings().get(0).rule()).isEqualTo(DkimRule.NO_KEY);
    dns.txt(NAME, GOOD, "v=DKIM1; p=");
    assertThat(lint("s1").lint().findings().get(0).rule()).isEqualTo(DkimRule.SEVERAL_RECORDS);
    dns.txt("s3._domainkey.example.org", "v=spf1 -all", GOOD);
    assertThat(lint("s3").published().state()).isEqualTo(KeyState.VALID);
    assertThat(lint("s3").lint().findings().get(0).sentence())
        .contains("another TXT record beside the key");
    dns.fail("s2._domainkey.example.org", "TXT");
    assertThat(lint("s2").lint().findings().get(0).rule()).isEqualTo(DkimRule.DNS_TROUBLE);
    assertThat(lint("a..b").lint().findings().get(0).rule()).isEqualTo(DkimRule.SELECTOR);
  }

  @Test
  void keys_of_signed_mails_are_read() throws IOException {
    Path corpus = Path.of("..", "shared", "corpus", "dkim");
    Assumptions.assumeTrue(Files.isDirectory(corpus), "The corpus is not there.");
    int keys = 0;
    try (var files = Files.list(corpus)) {
      for (Path file : files.toList()) {
        for (String line : Files.readAllLines(file)) {
          if (line.matches("\\S+\\._domainkey\\.\\S+ .*")) {
            DkimKey key = DkimKey.parse(line.substring(line.indexOf(' ') + 1));
            assertThat(key.state()).as(line).isEqualTo(KeyState.VALID);
            keys++;
          }
        }
      }
    }
    assertThat(keys).isEqualTo(4);
  }

  @Test
  void what_is_printed_reads_as_the_same_key_and_nothing_crashes() {
    Random random = new Random(8301);
    List<String> seeds =
        List.of(
            GOOD,
            "v=DKIM1; k=ed25519; h=sha256; s=email:*; t=y:s; n=a note; p=" + ED25519,
            "v=DKIM1\\; k=rsa\\; p=\"" + RSA.substring(0, 100) + "\" \"");
    for (int i = 0; i < 10_000; i++) {
      String text = Mutations.of(seeds, random);
      DkimKey key = DkimKey.parse(text);
      DkimKey again = DkimKey.parse(key.toText());
      assertThat(again.toText()).as(text).isEqualTo(key.toText());
      assertThat(again.publicKey()).isEqualTo(key.publicKey());
      assertThat(again.bits()).isEqualTo(key.bits());
      assertThat(again.hashes()).isEqualTo(key.hashes());
      assertThat(again.services()).isEqualTo(key.services());
      assertThat(again.flags()).isEqualTo(key.flags());
      assertThat(again.comment()).isEqualTo(key.comment());
      Lint lint = DkimLinter.lint(NAME, text);
      for (int round = 0; lint.mended() != null; round++) {
        assertThat(round).as(text).isLessThan(6);
        lint = DkimLinter.lint(NAME, lint.mended());
      }
    }
  }

  private KeyLint lint(String selector) {
    return new DkimLinter(dns).lint(DomainName.of("example.org"), selector);
  }

  private static Optional<Finding> find(Lint lint, DkimRule rule) {
    return lint.findings().stream().filter(finding -> finding.rule() == rule).findFirst();
  }
}
