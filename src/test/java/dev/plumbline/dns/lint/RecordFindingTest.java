package dev.plumbline.dns.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordFindingTest {

  private static final String NAME = "_kind.example.org";

  /** A kind of record without a protocol. */
  private enum KindRule implements Rule {
    FAILED,
    SEVERAL,
    MISSING;

    @Override
    public String reference() {
      return "nothing";
    }
  }

  private static final RecordFinding.Rules RULES =
      new RecordFinding.Rules() {
        @Override
        public Finding failed(String reason) {
          return Finding.at(NAME, Severity.ERROR, KindRule.FAILED, reason, null);
        }

        @Override
        public Finding several(List<String> records) {
          return Finding.at(NAME, Severity.ERROR, KindRule.SEVERAL, records.toString(), null);
        }

        @Override
        public List<Finding> missing() {
          return List.of(Finding.at(NAME, Severity.HINT, KindRule.MISSING, "None.", null));
        }

        @Override
        public Lint examine(String text) {
          return new Lint(NAME, text, List.of(), null);
        }
      };

  private final FakeDns dns = new FakeDns();

  @Test
  void the_one_record_is_examined_whatever_else_is_there() {
    dns.txt(NAME, "kind 1 almost", "other", "kind1 right");
    assertThat(lint(NAME).record()).isEqualTo("kind1 right");
  }

  @Test
  void a_text_that_means_to_be_a_record_is_examined_where_there_is_none() {
    dns.txt(NAME, "other", "kind 1 almost");
    assertThat(lint(NAME).record()).isEqualTo("kind 1 almost");
  }

  @Test
  void several_records_are_not_examined() {
    dns.txt(NAME, "kind1 a", "kind1 b");
    assertThat(lint(NAME).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo(KindRule.SEVERAL);
              assertThat(finding.sentence()).isEqualTo("[kind1 a, kind1 b]");
              assertThat(finding.path()).containsExactly(NAME);
            });
  }

  @Test
  void without_an_answer_nothing_is_said_of_the_record() {
    dns.fail(NAME, "TXT");
    assertThat(lint(NAME).findings()).extracting(Finding::rule).containsExactly(KindRule.FAILED);
  }

  @Test
  void a_name_without_a_record_and_one_dns_cannot_be_asked_for_have_none() {
    dns.txt(NAME, "other");
    assertThat(lint(NAME).findings()).extracting(Finding::rule).containsExactly(KindRule.MISSING);
    assertThat(lint("..").findings()).extracting(Finding::rule).containsExactly(KindRule.MISSING);
  }

  @Test
  void it_is_known_whether_the_name_exists() {
    dns.txt("sub." + NAME, "below");
    assertThat(find("sub.example.org").noSuchName()).isTrue();
    assertThat(find(NAME).noSuchName()).isFalse();
  }

  private RecordFinding find(String name) {
    return RecordFinding.of(
        dns, DomainName.of(name), RecordFindingTest::isKind, RecordFindingTest::isMeant);
  }

  private Lint lint(String name) {
    return RecordFinding.lint(
        dns, name, RecordFindingTest::isKind, RecordFindingTest::isMeant, RULES);
  }

  private static boolean isKind(String text) {
    return text.startsWith("kind1 ");
  }

  private static boolean isMeant(String text) {
    return text.startsWith("kind");
  }
}
