package dev.plumbline.dmarc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.plumbline.dmarc.DmarcRecord.PublicSuffix;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Mutations;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DmarcPropertyTest {

  private static final List<String> SEEDS =
      List.of(
          "v=DMARC1; p=reject; sp=quarantine; np=none; psd=n; t=y; adkim=s; aspf=r; fo=1:d:s;"
              + " rua=mailto:a@example.org,mailto:b@example.net!10m; ruf=mailto:c@example.org;"
              + " pct=50; rf=afrf; ri=86400; x=unknown",
          "v=DMARC1;p=none;rua=mailto:a@example.org",
          "v=DMARC1; rua=https://example.org/x?a=b",
          "\u00e2\u0080\u009cv=DMARC1; p=reject\u00e2\u0080\u009d");

  @Test
  void what_is_printed_reads_as_the_same_record() {
    Random random = new Random(9989);
    for (int i = 0; i < 20_000; i++) {
      DmarcRecord made = made(random);
      DmarcRecord read = DmarcRecord.parse(made.toText()).orElseThrow();
      assertThat(read.problems()).as(made.toText()).isEmpty();
      assertThat(withoutText(read)).isEqualTo(withoutText(made));
      assertThat(read.toText()).isEqualTo(made.toText());
    }
  }

  @Test
  void whatever_can_be_read_prints_as_it_reads() {
    Random random = new Random(7489);
    int records = 0;
    for (int i = 0; i < 15_000; i++) {
      String text = Mutations.of(SEEDS, random);
      DmarcRecord record = DmarcRecord.parse(text).orElse(null);
      if (record != null) {
        records++;
        DmarcRecord again = DmarcRecord.parse(record.toText()).orElseThrow();
        assertThat(withoutText(again)).as(text).isEqualTo(withoutText(record));
      }
    }
    assertThat(records).isGreaterThan(2_500);
  }

  @Test
  void no_text_crashes_the_linter_and_its_mending_has_an_end() {
    Random random = new Random(6376);
    DmarcLinter linter = new DmarcLinter(new FakeDns().mx("example.org", 1, "mx.example.org"));
    DomainName domain = DomainName.of("example.org");
    for (int i = 0; i < 3_000; i++) {
      String text = Mutations.of(SEEDS, random);
      Lint lint = linter.lint(domain, text, DmarcLinter.Known.NOTHING);
      for (int round = 0; lint.mended() != null; round++) {
        assertThat(round).as(text).isLessThan(6);
        lint = linter.lint(domain, lint.mended(), DmarcLinter.Known.NOTHING);
      }
      // What is mended to the end is a record.
      String end = lint.record();
      assertThat(DmarcRecord.parse(end)).as(text + " -> " + end).isPresent();
      assertThat(lint.findings()).extracting(Finding::rule).doesNotContain(DmarcRule.VERSION);
    }
  }

  @Test
  void long_texts_take_little_time() {
    DmarcLinter linter = new DmarcLinter(new FakeDns());
    for (String part :
        List.of("p", ";", "=", "p=", "a@", "mailto:", ", ", "v=DMARC1 ", "\t", "!")) {
      String text = "v=DMARC1; p=none; rua=" + part.repeat(60_000 / part.length());
      long start = System.nanoTime();
      assertThatCode(
              () -> linter.lint(DomainName.of("example.org"), text, DmarcLinter.Known.NOTHING))
          .doesNotThrowAnyException();
      assertThat(System.nanoTime() - start).as(part).isLessThan(30_000_000_000L);
    }
  }

  private static DmarcRecord withoutText(DmarcRecord r) {
    return new DmarcRecord(
        "",
        r.p(),
        r.sp(),
        r.np(),
        r.psd(),
        r.testing(),
        r.adkim(),
        r.aspf(),
        r.fo(),
        r.rua(),
        r.ruf(),
        r.retired(),
        List.of());
  }

  private static DmarcRecord made(Random random) {
    return new DmarcRecord(
        "",
        oneOf(random, null, Policy.NONE, Policy.QUARANTINE, Policy.REJECT),
        oneOf(random, null, Policy.NONE, Policy.QUARANTINE, Policy.REJECT),
        oneOf(random, null, Policy.NONE, Policy.QUARANTINE, Policy.REJECT),
        oneOf(random, PublicSuffix.values()),
        random.nextBoolean(),
        oneOf(random, Alignment.Mode.values()),
        oneOf(random, Alignment.Mode.values()),
        oneOf(random, List.of("0"), List.of("1"), List.of("d", "s"), List.of("1", "s", "d")),
        uris(random),
        uris(random),
        new DmarcRecord.Retired(
            oneOf(random, null, random.nextInt(101)),
            oneOf(random, null, "afrf", "iodef"),
            oneOf(random, null, (long) random.nextInt(1_000_000))),
        List.of());
  }

  private static List<ReportUri> uris(Random random) {
    List<ReportUri> uris = new ArrayList<>();
    for (int n = random.nextInt(4); n > 0; n--) {
      String text =
          oneOf(
              random,
              "mailto:a" + random.nextInt(99) + "@example.org",
              "mailto:a@b" + random.nextInt(99) + ".example!5g",
              "https://example.org/r?n=" + random.nextInt(99));
      uris.add(ReportUri.parse(text).orElseThrow());
    }
    return uris;
  }

  @SafeVarargs
  private static <T> T oneOf(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
