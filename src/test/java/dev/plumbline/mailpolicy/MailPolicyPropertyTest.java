package dev.plumbline.mailpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Mutations;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class MailPolicyPropertyTest {

  private static final int ROUNDS = 5_000;

  @Test
  void policy_files_print_as_they_read() {
    Random random = new Random(34);
    List<String> seeds =
        List.of(
            "version: STSv1\r\nmode: enforce\r\nmx: mx.example.org\r\nmx: *.example.net\r\n"
                + "max_age: 2419200\r\n",
            "version:STSv1\nmode:none\nmax_age:0");
    for (int i = 0; i < 2 * ROUNDS; i++) {
      String text = Mutations.of(seeds, random);
      StsPolicy policy = StsPolicy.parse(text);
      StsPolicy again = StsPolicy.parse(policy.toText());
      assertThat(again.problems()).as(text).isEmpty();
      assertThat(again)
          .isEqualTo(
              new StsPolicy(
                  policy.version(), policy.mode(), policy.maxAgeSeconds(), policy.mx(), List.of()));
      PolicyFiles.File file = new PolicyFiles.File("https://x/", text, "text/plain");
      assertThat(StsLinter.file(file, policy, List.of()).findings()).isNotNull();
    }
  }

  @Test
  void no_text_crashes_a_linter_and_mending_has_an_end() {
    Random random = new Random(8460);
    check(random, "v=STSv1; id=20260101T000000;", text -> StsLinter.lintRecord("a", text));
    check(
        random,
        "v=TLSRPTv1; rua=mailto:t@example.org,https://example.org/tls",
        text -> TlsRptLinter.lintRecord("a", text));
    check(
        random,
        "v=BIMI1; l=https://example.org/a.svg; a=https://example.org/a.pem",
        text -> BimiLinter.lintRecord("a", text, false));
  }

  private static void check(Random random, String seed, Function<String, Lint> linter) {
    for (int i = 0; i < ROUNDS; i++) {
      String text = Mutations.of(List.of(seed), random);
      Lint lint = linter.apply(text);
      for (int round = 0; lint.mended() != null; round++) {
        assertThat(round).as(text).isLessThan(6);
        lint = linter.apply(lint.mended());
      }
    }
  }

  @Test
  void long_texts_take_little_time() {
    for (String part :
        List.of("a", " ", ":", "mx: a.b\n", "\r", "*.", "v=STSv1;", "a@", ",", "=")) {
      String text = part.repeat(60_000 / part.length());
      long start = System.nanoTime();
      StsPolicy policy = StsPolicy.parse("x:" + text + "\u2028");
      StsLinter.file(new PolicyFiles.File("https://x/", text, null), policy, List.of());
      StsLinter.lintRecord("a", "v=STSv1; id=" + text);
      TlsRptLinter.lintRecord("a", "v=TLSRPTv1; rua=mailto:" + text);
      BimiLinter.lintRecord("a", "v=BIMI1; l=https://" + text, true);
      assertThat(System.nanoTime() - start).as(part).isLessThan(30_000_000_000L);
    }
  }
}
